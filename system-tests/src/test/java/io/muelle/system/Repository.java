package io.muelle.system;

import io.muelle.contracts.name.Digest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;

/** A repository that no other test uses, as one client sees it. */
record Repository(Client client, String name) {
    /** One of the administrator that does not exist yet. */
    static Repository fresh(Registry registry) {
        return fresh(registry.administrator(), "admin");
    }

    static Repository fresh(Client owner, String namespace) {
        return new Repository(owner, namespace + "/r" + UUID.randomUUID());
    }

    /** The same as another client sees it. */
    Repository as(Client other) {
        return new Repository(other, name);
    }

    /** The path of something in it, such as {@code tags/list}. */
    String path(String rest) {
        return "/v2/" + name + '/' + rest;
    }

    Response send(String method, String rest, String... headers) {
        return client.send(method, path(rest), headers);
    }

    Response get(String rest, String... headers) {
        return send("GET", rest, headers);
    }

    Response head(String rest, String... headers) {
        return send("HEAD", rest, headers);
    }

    Response delete(String rest) {
        return send("DELETE", rest);
    }

    /** Opens an upload and returns where it goes on. */
    String open() {
        return send("POST", "blobs/uploads/").expect(202).header("Location");
    }

    Response patch(String location, byte[] content, String... headers) {
        return client.send("PATCH", location, BodyPublishers.ofByteArray(content), headers);
    }

    /** Ends an upload with these last bytes. */
    Response finish(String location, Object digest, byte[] content, String... headers) {
        String closing = location + (location.contains("?") ? '&' : '?') + "digest=" + digest;
        return client.send("PUT", closing, BodyPublishers.ofByteArray(content), headers);
    }

    Digest pushBlob(byte[] content) {
        return client.pushBlob(name, content);
    }

    Response put(Object reference, String mediaType, byte[] manifest) {
        return client.putManifest(name, reference, mediaType, manifest);
    }

    Response getManifest(Object reference) {
        return client.getManifest(name, reference);
    }

    /** Lets everybody pull from it. */
    void publish() {
        client.send(
                        "PATCH",
                        "/api/v1/repositories/" + name + "/-/access",
                        BodyPublishers.ofString("{\"visibility\":\"public\"}"),
                        "Content-Type",
                        "application/merge-patch+json")
                .expect(200);
    }

    /** Pushes a small image that no registry has seen. */
    Digest pushImage(String tag) {
        return client.push(name, tag, Image.random(1, 64));
    }
}
