package io.muelle.launcher;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many processes of each service a cluster has: {@code blob=2,manifest=2,gateway=1}. */
record Replicas(Map<String, Integer> counts) {
    static final List<String> SERVICES = List.of("gateway", "manifest", "blob");
    private static final int MOST = 8;

    Replicas {
        counts = Map.copyOf(counts);
    }

    /** What is not named has one. */
    static Replicas parse(String text) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        SERVICES.forEach(service -> counts.put(service, 1));
        for (String part : text.split(",")) {
            String[] pair = part.strip().split("=", 2);
            if (pair.length < 2 || !counts.containsKey(pair[0]) || !pair[1].matches("[1-9]\\d?")) {
                throw new LauncherFailure(
                        "--replicas " + text + " cannot be read: write it as blob=2,manifest=2,gateway=1.");
            }
            counts.put(pair[0], Integer.parseInt(pair[1]));
        }
        requirePossible(counts);
        return new Replicas(counts);
    }

    private static void requirePossible(Map<String, Integer> counts) {
        if (counts.values().stream().anyMatch(count -> count > MOST)) {
            throw new LauncherFailure("a cluster on one machine has at most " + MOST + " replicas of a service.");
        }
    }

    int of(String service) {
        return counts.get(service);
    }
}
