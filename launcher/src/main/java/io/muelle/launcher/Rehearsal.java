package io.muelle.launcher;

import java.io.IOException;

/** A run of modules on scratch data, at whose end their JVMs write their caches. */
@FunctionalInterface
interface Rehearsal {
    void run(DataFolder data) throws IOException, InterruptedException;
}
