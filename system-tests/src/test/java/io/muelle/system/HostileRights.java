package io.muelle.system;

import static io.muelle.system.Documents.OCI_MANIFEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.contracts.name.Digest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Attacks on what belongs to somebody else. */
final class HostileRights {
    private HostileRights() {}

    /** An image in a private repository of its own person. */
    private record Private(Repository repository, Image image) {
        static Private pushed(Registry registry) {
            Repository repository = Person.made(registry).repository();
            Image image = Image.random(1, 5000);
            repository.client().push(repository.name(), "latest", image);
            return new Private(repository, image);
        }

        Digest layer() {
            return Image.digest(image.layers().getFirst());
        }

        /** Every way to read from it. */
        Stream<String> reads() {
            return Stream.of(
                    "manifests/latest",
                    "manifests/" + image.digest(),
                    "blobs/" + layer(),
                    "blobs/" + Image.digest(image.config()),
                    "tags/list",
                    "tags/list?n=0",
                    "referrers/" + image.digest());
        }

        /** Every way to change it, as method and rest of the path. */
        List<Map.Entry<String, String>> changes() {
            return List.of(
                    Map.entry("PUT", "manifests/latest"),
                    Map.entry("PUT", "manifests/" + image.digest() + "?tag=other"),
                    Map.entry("DELETE", "manifests/latest"),
                    Map.entry("DELETE", "manifests/" + image.digest()),
                    Map.entry("DELETE", "blobs/" + layer()),
                    Map.entry("POST", "blobs/uploads/"),
                    Map.entry("POST", "blobs/uploads/?mount=" + layer()),
                    Map.entry("GET", "blobs/uploads/00000000-0000-0000-0000-000000000000"),
                    Map.entry("PATCH", "blobs/uploads/00000000-0000-0000-0000-000000000000"),
                    Map.entry("PUT", "blobs/uploads/00000000-0000-0000-0000-000000000000?digest=" + layer()),
                    Map.entry("DELETE", "blobs/uploads/00000000-0000-0000-0000-000000000000"));
        }

        void shouldBeUnharmed() {
            assertThat(repository.getManifest("latest").expect(200).body()).isEqualTo(image.manifest());
            assertThat(repository.get("blobs/" + layer()).expect(200).body())
                    .isEqualTo(image.layers().getFirst());
        }
    }

    static void deletionWithoutTheRight(Registry registry) {
        Private target = Private.pushed(registry);
        Repository repository = target.repository();
        String scope = "repository:" + repository.name();
        Person foreign = Person.made(registry);

        for (String what :
                List.of("manifests/latest", "manifests/" + target.image().digest(), "blobs/" + target.layer())) {
            for (Client refused : List.of(
                    registry.anonymous(),
                    registry.anonymous().bearer(scope + ":delete"),
                    repository.client().bearer(scope + ":pull,push"),
                    foreign.client().bearer(scope + ":delete,*"))) {
                repository.as(refused).delete(what).expectError(401, "UNAUTHORIZED");
            }
            repository.as(foreign.client()).delete(what).expectError(403, "DENIED");
        }
        repository.publish();
        repository.as(foreign.client()).delete("manifests/latest").expectError(403, "DENIED");
        target.shouldBeUnharmed();

        Repository deleting = repository.as(repository.client().bearer(scope + ":delete"));
        deleting.delete("manifests/latest").expect(202);
        deleting.delete("manifests/" + target.image().digest()).expect(202);
        deleting.delete("blobs/" + target.layer()).expect(202);
    }

    static void foreignBlobs(Registry registry) {
        Private target = Private.pushed(registry);
        Repository own = Person.made(registry).repository();
        Repository seen = target.repository().as(own.client());

        own.send(
                        "POST",
                        "blobs/uploads/?mount=" + target.layer() + "&from="
                                + target.repository().name())
                .expect(202);
        own.send("POST", "blobs/uploads/?mount=" + target.layer()).expect(202);
        own.get("blobs/" + target.layer()).expectError(404, "BLOB_UNKNOWN");
        own.head("blobs/" + target.layer()).expect(404);
        seen.get("blobs/" + target.layer()).expectError(403, "DENIED");
        seen.head("blobs/" + target.layer()).expect(403);
        // To know a digest is not to have the content: a manifest may not name it either.
        own.put("latest", OCI_MANIFEST, target.image().manifest()).expectError(404, "MANIFEST_BLOB_UNKNOWN");
    }

    static void strangers(Registry registry) {
        Private target = Private.pushed(registry);
        String scope = "repository:" + target.repository().name();

        for (Client stranger :
                List.of(registry.anonymous(), registry.anonymous().bearer(scope + ":pull,push,delete"))) {
            Repository seen = target.repository().as(stranger);
            target.reads().forEach(read -> {
                seen.get(read).expectError(401, "UNAUTHORIZED");
                assertThat(seen.head(read).expect(401).body()).isEmpty();
            });
            target.changes().forEach(change -> seen.send(change.getKey(), change.getValue())
                    .expectError(401, "UNAUTHORIZED"));
        }
        target.shouldBeUnharmed();
    }

    static void foreignUploads(Registry registry) {
        Repository victim = Person.made(registry).repository();
        Repository attacker = Person.made(registry).repository();
        byte[] content = Image.randomBytes(5000);
        String location = victim.open();
        String session = location.replaceAll(".*/", "");
        String own = attacker.path("blobs/uploads/" + session);

        for (String method : List.of("GET", "PATCH", "DELETE")) {
            attacker.client().send(method, location).expectError(403, "DENIED");
            attacker.client().send(method, own).expectError(404, "BLOB_UPLOAD_UNKNOWN");
        }
        attacker.finish(location, Image.digest(content), content).expectError(403, "DENIED");
        attacker.finish(own, Image.digest(content), content).expectError(404, "BLOB_UPLOAD_UNKNOWN");
        // Not even a superuser, who may push there, goes on with what another began.
        registry.administrator().send("PATCH", location).expectError(404, "BLOB_UPLOAD_UNKNOWN");

        victim.finish(location, Image.digest(content), content).expect(201);
    }

    static void enumeration(Registry registry) {
        Private target = Private.pushed(registry);
        Repository there = target.repository();
        Repository absent = new Repository(there.client(), there.name() + "-absent");
        Client foreign = Person.made(registry).client();
        String scopes = "repository:" + there.name() + ":pull,push repository:" + absent.name() + ":pull,push";

        for (Client stranger : List.of(
                foreign,
                foreign.bearer(scopes),
                registry.anonymous(),
                registry.anonymous().bearer(scopes))) {
            target.reads().forEach(read -> shouldLookTheSame(there.as(stranger), absent.as(stranger), "GET", read));
            target.reads().forEach(read -> shouldLookTheSame(there.as(stranger), absent.as(stranger), "HEAD", read));
            target.changes()
                    .forEach(change -> shouldLookTheSame(
                            there.as(stranger), absent.as(stranger), change.getKey(), change.getValue()));
        }
        for (String rest : List.of("", "/-/access", "/-/tags", "/-/tags/latest", "/-/tags/latest/history")) {
            shouldLookTheSame(foreign, there, absent, "GET", rest);
            shouldLookTheSame(foreign, there, absent, "DELETE", rest);
        }
        target.shouldBeUnharmed();
    }

    private static void shouldLookTheSame(Repository there, Repository absent, String method, String rest) {
        String what = method + ' ' + rest;
        assertThat(seen(there.send(method, rest), there)).as(what).isEqualTo(seen(absent.send(method, rest), absent));
    }

    private static void shouldLookTheSame(
            Client client, Repository there, Repository absent, String method, String rest) {
        String path = "/api/v1/repositories/";
        Response hidden = client.send(method, path + there.name() + rest, BodyPublishers.noBody());
        Response nothing = client.send(method, path + absent.name() + rest, BodyPublishers.noBody());
        assertThat(hidden.status()).as(method + ' ' + rest).isIn(404, 405);
        assertThat(seen(hidden, there)).as(method + ' ' + rest).isEqualTo(seen(nothing, absent));
    }

    /** All that can be seen of an answer, but for the name that was asked for. */
    private static String seen(Response answer, Repository asked) {
        Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        headers.remove("content-length");
        return (answer.status() + " " + headers + answer.text()).replace(asked.name(), "NAME");
    }
}
