package io.muelle.platform.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.muelle.platform.http.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/problems.md} has each refusal, and no other. */
class ProblemsDocumentTest {
    private static final Pattern CODE = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| (\\d{3})");
    private static final Pattern SECTION = Pattern.compile("(?m)^### (\\S+)\\n\\n(\\d{3})");

    @Test
    void shouldHaveEveryErrorCodeWithItsStatus() throws IOException {
        assertThat(found(CODE))
                .containsExactlyElementsOf(Stream.of(ErrorCode.values())
                        .map(code -> code.name() + ' ' + code.status())
                        .toList());
    }

    @Test
    void shouldHaveASectionForEveryProblemWithItsStatus() throws IOException {
        assertThat(found(SECTION))
                .containsExactlyElementsOf(Stream.of(ProblemType.values())
                        .map(type -> type.uri().substring(type.uri().indexOf('#') + 1) + ' ' + type.status())
                        .toList());
    }

    private static List<String> found(Pattern pattern) throws IOException {
        String document = Files.readString(Path.of("..", "docs", "problems.md"));
        return pattern.matcher(document)
                .results()
                .map((MatchResult match) -> match.group(1) + ' ' + match.group(2))
                .toList();
    }
}
