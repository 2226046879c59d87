package io.muelle.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.contracts.name.Digest;
import io.muelle.contracts.name.DigestAlgorithm;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pulls and deletions of blobs (end-2, end-10). */
class ProtocolBlobsTest {
    private static final int SIZE = 20_000;

    private final Repository repository = Repository.fresh(Registry.shared());

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4096, 4097, 3_000_000})
    void shouldReturnTheBytesWithTheirHeaders(int size) {
        byte[] content = Image.randomBytes(size);
        Digest digest = repository.pushBlob(content);

        Response got = repository.get("blobs/" + digest).expect(200);
        Response looked = repository.head("blobs/" + digest).expect(200);

        assertThat(got.body()).isEqualTo(content);
        assertThat(looked.body()).isEmpty();
        for (Response answer : new Response[] {got, looked}) {
            assertThat(answer.header("Docker-Content-Digest")).isEqualTo(digest.toString());
            assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(size));
            assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
            assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
            assertThat(answer.header("Docker-Distribution-Api-Version")).isEqualTo("registry/2.0");
        }
    }

    @Test
    void shouldKeepBlobsBySha512() {
        byte[] content = Image.randomBytes(100);
        Digest digest = Digest.of(DigestAlgorithm.SHA512, content);
        repository.finish(repository.open(), digest, content).expect(201);

        Response got = repository.get("blobs/" + digest).expect(200);

        assertThat(got.body()).isEqualTo(content);
        assertThat(got.header("Docker-Content-Digest")).isEqualTo(digest.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=500-1499,500,1499",
        "bytes=500-,500,19999",
        "bytes=-500,19500,19999",
        "bytes=0-0,0,0",
        "bytes=19999-,19999,19999",
        "bytes=0-99999999999,0,19999",
        "bytes=-99999999999,0,19999"
    })
    void shouldReturnARange(String range, int first, int last) {
        byte[] content = Image.randomBytes(SIZE);
        Digest digest = repository.pushBlob(content);

        Response part = repository.get("blobs/" + digest, "Range", range).expect(206);

        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(content, first, last + 1));
        assertThat(part.header("Content-Range")).isEqualTo("bytes " + first + '-' + last + '/' + SIZE);
        assertThat(part.header("Content-Length")).isEqualTo(Integer.toString(last - first + 1));
        assertThat(part.header("Docker-Content-Digest")).isEqualTo(digest.toString());
    }

    /** What lies in the database is cut as what lies in files is. */
    @ParameterizedTest
    @CsvSource({"bytes=2-4,2,4", "bytes=7-,7,9", "bytes=-3,7,9", "bytes=0-500,0,9"})
    void shouldReturnARangeOfAFewBytes(String range, int first, int last) {
        byte[] content = Image.randomBytes(10);
        Digest digest = repository.pushBlob(content);

        Response part = repository.get("blobs/" + digest, "Range", range).expect(206);

        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(content, first, last + 1));
        assertThat(part.header("Content-Range")).isEqualTo("bytes " + first + '-' + last + "/10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=500-0", "bytes=20000-", "bytes=20000-30000", "bytes=-0"})
    void shouldRefuseARangeOutsideTheBlob(String range) {
        Digest digest = repository.pushBlob(Image.randomBytes(SIZE));

        Response refused = repository.get("blobs/" + digest, "Range", range).expectError(416, "RANGE_INVALID");

        assertThat(refused.header("Content-Range")).isEqualTo("bytes */" + SIZE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,3-4", "lines=1-2", "bytes=a-b", "bytes=-", "5-6"})
    void shouldIgnoreRangesThatItDoesNotServe(String range) {
        byte[] content = Image.randomBytes(SIZE);
        Digest digest = repository.pushBlob(content);

        assertThat(repository.get("blobs/" + digest, "Range", range).expect(200).body())
                .isEqualTo(content);
    }

    @Test
    void shouldNotSendAgainWhatTheClientHas() {
        Digest digest = repository.pushBlob(Image.randomBytes(10));
        String etag = repository.head("blobs/" + digest).expect(200).header("ETag");

        Response unchanged =
                repository.get("blobs/" + digest, "If-None-Match", etag).expect(304);

        assertThat(unchanged.body()).isEmpty();
    }

    /** The digest is that of the bytes on the wire. */
    @Test
    void shouldNotCompress() {
        byte[] content = new byte[SIZE];
        Digest digest = repository.pushBlob(content);

        Response got = repository
                .get("blobs/" + digest, "Accept-Encoding", "gzip, deflate, br")
                .expect(200);

        assertThat(got.header("Content-Encoding")).isNull();
        assertThat(got.body()).isEqualTo(content);
    }

    @Test
    void shouldNotKnowABlobOfAnotherRepository() {
        Digest digest = Repository.fresh(Registry.shared()).pushBlob(Image.randomBytes(10));

        repository.get("blobs/" + digest).expectError(404, "BLOB_UNKNOWN");
        assertThat(repository.head("blobs/" + digest).expect(404).body()).isEmpty();
        repository.delete("blobs/" + digest).expectError(404, "BLOB_UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256:abc", "sha256:", "md5:d41d8cd98f00b204e9800998ecf8427e", "nonsense", "sha512:00"})
    void shouldRefuseAMalformedDigest(String digest) {
        repository.get("blobs/" + digest).expectError(400, "DIGEST_INVALID");
    }

    @Test
    void shouldRefuseUpperCaseHexadecimal() {
        String digest = repository.pushBlob(Image.randomBytes(10)).hex();

        repository.get("blobs/sha256:" + digest.toUpperCase(Locale.ROOT)).expectError(400, "DIGEST_INVALID");
    }

    @Test
    void shouldDeleteOnce() {
        Digest digest = repository.pushBlob(Image.randomBytes(10));

        repository.delete("blobs/" + digest).expect(202);

        repository.get("blobs/" + digest).expectError(404, "BLOB_UNKNOWN");
        repository.head("blobs/" + digest).expect(404);
        repository.delete("blobs/" + digest).expectError(404, "BLOB_UNKNOWN");
    }

    @Test
    void shouldKeepABlobThatAManifestHolds() {
        Image image = Image.random(1, 64);
        repository.client().push(repository.name(), "one", image);
        Digest layer = Image.digest(image.layers().getFirst());

        repository.delete("blobs/" + layer).expectError(405, "UNSUPPORTED");
        repository.get("blobs/" + layer).expect(200);

        repository.delete("manifests/" + image.digest()).expect(202);
        repository.delete("blobs/" + layer).expect(202);
    }
}
