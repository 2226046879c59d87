package io.muelle.launcher;

import java.util.List;

/** What the user tells the JVM of a registry or of a service, after all that the launcher tells it: the last word counts. */
final class JavaOptions {
    private static final String VARIABLE = "MUELLE_JAVA_OPTIONS";

    private JavaOptions() {}

    static List<String> given() {
        String options = System.getenv().getOrDefault(VARIABLE, "").strip();
        return options.isEmpty() ? List.of() : List.of(options.split("\\s+"));
    }
}
