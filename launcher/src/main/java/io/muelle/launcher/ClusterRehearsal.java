package io.muelle.launcher;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Runs a scratch cluster, one process for each service, under {@link TrainingLoad}. */
final class ClusterRehearsal implements Rehearsal {
    private static final Duration MOST = Duration.ofMinutes(5);
    private static final Replicas ONE_OF_EACH = new Replicas(Map.of("gateway", 1, "manifest", 1, "blob", 1));

    @Override
    public void run(DataFolder data) throws IOException, InterruptedException {
        ListenAddress listen = ListenAddress.freeOnLoopback();
        AdministratorPassword password = AdministratorPassword.in(data, null);
        Cluster cluster = new ClusterStart(data, listen, ONE_OF_EACH, password, AotCache::make).ready();
        Thread hook = new Thread(() -> cluster.end(data), "stop-scratch-cluster");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            new TrainingLoad(listen.url(), password.value().orElseThrow()).run();
            cluster.replicas().forEach(ClusterRehearsal::end);
        } finally {
            cluster.end(data);
        }
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    /** The JVM writes the cache when all else has ended, which takes it a while: one after the other. */
    private static void end(Replica replica) {
        replica.process().terminate();
        Wait.until(() -> !replica.process().alive(), MOST, "Keeping what " + replica.service() + "-service has learnt");
    }
}
