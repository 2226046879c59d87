package io.muelle.launcher;

import java.util.ArrayList;
import java.util.List;

/** What the launcher tells the JVM of a registry or of a service about its memory. */
final class JvmFlags {
    // Before, it is an experiment, and a JVM that is not told so refuses the flag.
    private static final int COMPACT_HEADERS = 25;

    private JvmFlags() {}

    /**
     * The young generation and what stays free are small: a larger heap is only more memory that looks used. Without
     * {@code initial} the heap begins with a 64th of the machine's memory, and where that is little what the JVM
     * remembers of a run does not fit into it.
     */
    static List<String> heap(String initial, String most, String young) {
        List<String> flags = new ArrayList<>(List.of(
                "-Xms" + initial,
                "-Xmx" + most,
                "-Xmn" + young,
                "-XX:+UseSerialGC",
                "-XX:MinHeapFreeRatio=15",
                "-XX:MaxHeapFreeRatio=30",
                "-XX:+IgnoreUnrecognizedVMOptions",
                // Compiling takes memory that malloc would keep. A JDK of 21 does not know it.
                "-XX:TrimNativeHeapInterval=5000",
                "-XX:+ExitOnOutOfMemoryError"));
        if (Runtime.version().feature() >= COMPACT_HEADERS) {
            flags.add("-XX:+UseCompactObjectHeaders");
        }
        return List.copyOf(flags);
    }
}
