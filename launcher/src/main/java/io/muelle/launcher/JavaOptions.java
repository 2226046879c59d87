package io.muelle.launcher;

import java.util.ArrayList;
import java.util.List;

/**
 * What the user tells the JVM of a registry or of a service, after the flags of the launcher. What the JVM remembers is
 * made without, so that it serves every later start that has none.
 */
final class JavaOptions {
    private static final String VARIABLE = "MUELLE_JAVA_OPTIONS";

    private JavaOptions() {}

    static List<String> given() {
        String options = System.getenv().getOrDefault(VARIABLE, "").strip();
        return options.isEmpty() ? List.of() : List.of(options.split("\\s+"));
    }

    static List<String> after(List<String> flags) {
        List<String> all = new ArrayList<>(flags);
        all.addAll(given());
        return List.copyOf(all);
    }
}
