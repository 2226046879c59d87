package io.muelle.system;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;

/** A user that no other test knows; its name is its namespace. */
record Person(String name, String password, Client client) {
    static Person made(Registry registry) {
        String name = "u" + UUID.randomUUID();
        String password = "password-of-" + name;
        registry.administrator()
                .send(
                        "PUT",
                        "/api/v1/users/" + name,
                        BodyPublishers.ofString("{\"password\":\"" + password + "\"}"),
                        "Content-Type",
                        "application/json")
                .expect(201);
        return new Person(name, password, registry.client(name, password));
    }

    Repository repository() {
        return Repository.fresh(client, name);
    }
}
