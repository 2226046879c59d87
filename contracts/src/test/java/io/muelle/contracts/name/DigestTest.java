package io.muelle.contracts.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    private static final String EMPTY = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void shouldReadWhatItWrites() {
        String sha512 = "sha512:" + "0f".repeat(64);

        assertThat(Digest.parse(EMPTY)).hasToString(EMPTY);
        assertThat(Digest.parse(sha512)).hasToString(sha512);
    }

    @Test
    void shouldHashContent() {
        assertThat(Digest.of(DigestAlgorithm.SHA256, new byte[0])).hasToString(EMPTY);
        assertThat(Digest.of(DigestAlgorithm.SHA512, "abc".getBytes(StandardCharsets.US_ASCII))
                        .hex())
                .startsWith("ddaf35a193617aba");
    }

    @Test
    void shouldBeOrderedByItsText() {
        Digest low = Digest.parse("sha256:" + "0".repeat(64));
        Digest high = Digest.parse("sha256:" + "f".repeat(64));

        assertThat(low).isLessThan(high).isLessThan(Digest.parse("sha512:" + "0".repeat(128)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "sha256",
                "sha256:",
                ":e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85",
                "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8555",
                "sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
                "sha256:g3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "SHA256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "sha512:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "md5:d41d8cd98f00b204e9800998ecf8427e",
                "sha256:../../../../../../../../../../../../../../../../../../../etc/passwd"
            })
    void shouldRefuseWhatIsNoDigest(String text) {
        assertThatThrownBy(() -> Digest.parse(text))
                .isInstanceOfSatisfying(MalformedNameException.class, refused -> assertThat(refused.kind())
                        .isEqualTo(MalformedNameException.Kind.DIGEST));
    }
}
