package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.contracts.name.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mounts (end-11): one that cannot be is no error but an upload. */
class ProtocolMountsTest {
    private final Registry registry = Registry.shared();
    private final Person person = Person.made(registry);
    private final Repository source = person.repository();
    private final Repository target = person.repository();
    private final byte[] content = Image.randomBytes(5000);
    private final Digest digest = source.pushBlob(content);

    @Test
    void shouldMountFromARepository() {
        shouldBeMounted(mount(target, digest, "&from=" + source.name()));
    }

    @Test
    void shouldMountFromWhereverTheCallerMayPull() {
        shouldBeMounted(mount(target, digest, ""));
    }

    /** As jib does, whether the blob is there or not. */
    @Test
    void shouldMountFromTheRepositoryItself() {
        shouldBeMounted(mount(source, digest, "&from=" + source.name()));
        shouldBeAnUpload(mount(target, digest, "&from=" + target.name()));
    }

    @Test
    void shouldMountWhatIsPublic() {
        source.publish();

        Repository foreign = Person.made(registry).repository();

        shouldBeMounted(mount(foreign, digest, "&from=" + source.name()));
    }

    @Test
    void shouldMountWithATokenThatNamesBoth() {
        Repository bearer = target.as(person.client()
                .bearer("repository:" + target.name() + ":pull,push", "repository:" + source.name() + ":pull"));

        shouldBeMounted(mount(bearer, digest, "&from=" + source.name()));
    }

    /** A client may get its token before it knows where it mounts from; a refusal would end its push. */
    @Test
    void shouldMountWithATokenThatNamesTheTargetOnly() {
        Repository bearer = target.as(person.client().bearer("repository:" + target.name() + ":pull,push"));

        shouldBeMounted(mount(bearer, digest, "&from=" + source.name()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&from=%s"})
    void shouldUploadWhatTheCallerMayNotPull(String from) {
        Repository foreign = Person.made(registry).repository();

        shouldBeAnUpload(mount(foreign, digest, from.formatted(source.name())));

        foreign.get("blobs/" + digest).expectError(404, "BLOB_UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&from=admin/nothing-here", "&from=NOT%20A%20NAME", "&from=", "&from=%00"})
    void shouldUploadWhatIsNowhere(String from) {
        shouldBeAnUpload(mount(target, Image.digest(Image.randomBytes(8)), from));
    }

    @ParameterizedTest
    @ValueSource(strings = {"&from=admin/nothing-here", "&from=NOT%20A%20NAME"})
    void shouldUploadWhatIsElsewhere(String from) {
        shouldBeAnUpload(mount(target, digest, from));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256:abc", "nonsense", "md5:d41d8cd98f00b204e9800998ecf8427e", ""})
    void shouldRefuseAMalformedDigest(String malformed) {
        mount(target, malformed, "&from=" + source.name()).expectError(400, "DIGEST_INVALID");
    }

    @Test
    void shouldKeepAMountedBlobWhenItsSourceIsDeleted() {
        mount(target, digest, "&from=" + source.name()).expect(201);

        source.delete("blobs/" + digest).expect(202);

        assertThat(target.get("blobs/" + digest).expect(200).body()).isEqualTo(content);
    }

    private static Response mount(Repository into, Object digest, String from) {
        return into.send("POST", "blobs/uploads/?mount=" + digest + from);
    }

    private void shouldBeMounted(Response mounted) {
        mounted.expect(201);
        assertThat(mounted.header("Docker-Content-Digest")).isEqualTo(digest.toString());
        assertThat(mounted.headers().allValues("Location")).hasSize(1);
        assertThat(mounted.header("Location")).endsWith("/blobs/" + digest);
        assertThat(person.client().get(mounted.header("Location")).status()).isIn(200, 403);
    }

    private void shouldBeAnUpload(Response refused) {
        refused.expect(202);
        assertThat(refused.header("Location")).contains("/blobs/uploads/" + refused.header("Docker-Upload-UUID"));
        assertThat(refused.header("Range")).isEqualTo("0-0");
    }
}
