package io.muelle.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares {@code docs/configuration.md} with the settings in the sources of all modules. */
class ConfigurationDocumentTest {
    private static final Path ROOT = Path.of("..");
    private static final String NO_DEFAULT = "–";
    private static final Pattern MAPPING = Pattern.compile("@ConfigMapping\\(prefix = \"([a-z0-9.-]+)\"\\)");
    private static final Pattern METHOD =
            Pattern.compile("(?:@WithDefault\\(\"([^\"]*)\"\\)\\s+)?[\\w<>]+ (\\w+)\\(\\);");
    private static final Pattern PROPERTY =
            Pattern.compile("@ConfigProperty\\(\\s*name = \"(muelle[a-z.-]+)\"(?:, defaultValue = \"([^\"]*)\")?");
    private static final Pattern EXPRESSION = Pattern.compile("\"\\{(muelle[a-z.-]+):([^}]*)}\"");
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(muelle\\.[^`]+)` \\| `?([^`|]+?)`? \\|");

    @Test
    void shouldHaveEverySettingWithItsDefault() throws IOException {
        SortedMap<String, String> documented = new TreeMap<>();
        collect(DOCUMENTED, Files.readString(ROOT.resolve("docs/configuration.md")), documented);
        // Of the launcher and of deployables, which are no settings of a service.
        documented.remove("muelle.data");
        documented.replace("muelle.blob.folder", "data/blobs", NO_DEFAULT);

        assertThat(documented).isEqualTo(settings());
    }

    private static SortedMap<String, String> settings() throws IOException {
        SortedMap<String, String> settings = new TreeMap<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            files.filter(file -> file.toString().contains("src/main/java")
                            && file.toString().endsWith(".java"))
                    .map(ConfigurationDocumentTest::read)
                    .forEach(source -> collect(source, settings));
        }
        return settings;
    }

    private static void collect(String source, SortedMap<String, String> settings) {
        collect(PROPERTY, source, settings);
        collect(EXPRESSION, source, settings);
        Matcher mapping = MAPPING.matcher(source);
        if (mapping.find()) {
            String prefix = mapping.group(1) + (source.contains("@WithParentName") ? ".<service>." : ".");
            Matcher method = METHOD.matcher(source.replaceAll("@WithParentName[^;]*;", ""));
            while (method.find()) {
                put(settings, prefix + kebab(method.group(2)), method.group(1));
            }
        }
    }

    private static void collect(Pattern pattern, String text, SortedMap<String, String> settings) {
        Matcher found = pattern.matcher(text);
        while (found.find()) {
            put(settings, found.group(1), found.group(2));
        }
    }

    private static void put(SortedMap<String, String> settings, String name, String standard) {
        settings.put(name, standard == null ? NO_DEFAULT : standard);
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
