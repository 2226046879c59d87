package io.muelle.launcher;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Forks the replicas of the services; every secret goes by the environment. */
final class ReplicaProcess {
    static final List<String> FLAGS = JvmFlags.heap("64m", "256m", "24m");
    private static final List<String> BEHIND_THE_GATEWAY = List.of(
            "-Dquarkus.http.proxy.proxy-address-forwarding=true",
            "-Dquarkus.http.proxy.allow-x-forwarded=true",
            "-Dquarkus.http.proxy.enable-forwarded-host=true");

    private final DataFolder folder;
    private final ClusterServers servers;
    private final ClusterSecrets secrets;
    private final AdministratorPassword password;
    private final String gatewayHost;
    private final Map<String, List<Integer>> ports;
    private final Function<AotCache, List<String>> cache;
    private final Map<String, Path> programs = new HashMap<>();

    /**
     * @param gatewayHost where the gateways listen; the others do on loopback
     * @param ports of each service's replicas
     * @param cache what the JVM of a service is told about its cache
     */
    ReplicaProcess(
            DataFolder folder,
            ClusterServers servers,
            AdministratorPassword password,
            String gatewayHost,
            Map<String, List<Integer>> ports,
            Function<AotCache, List<String>> cache) {
        this.folder = folder;
        this.servers = servers;
        this.secrets = new ClusterSecrets(folder);
        this.password = password;
        this.gatewayHost = gatewayHost;
        this.ports = ports;
        this.cache = cache;
    }

    Replica fork(String service, int number, String host, int managementPort) {
        int port = ports.get(service).get(number - 1);
        ProcessBuilder builder = new ProcessBuilder(command(service, host, port, managementPort))
                .directory(folder.path().toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(
                        folder.resolve(service + "-" + number + ".log").toFile()));
        environment(builder.environment(), service);
        try {
            Process process = builder.start();
            ProcessIdentity identity = ProcessIdentity.of(process.pid())
                    .orElseThrow(() -> new LauncherFailure(service + "-service did not start."));
            return new Replica(service, number, identity, host, port, managementPort);
        } catch (IOException failure) {
            throw new LauncherFailure(service + "-service cannot be started: " + failure.getMessage() + ".", failure);
        }
    }

    /** In place of one that died. */
    Replica forkAgain(Replica dead) {
        programs.put(dead.service(), Program.installed(folder, dead.service() + "-service"));
        return fork(dead.service(), dead.number(), dead.host(), dead.managementPort());
    }

    private List<String> command(String service, String host, int port, int managementPort) {
        List<String> command = new ArrayList<>(RegistryProcess.ownSession());
        command.add(RegistryProcess.java());
        command.addAll(FLAGS);
        command.addAll(cache.apply(AotCache.of(service + "-service")));
        command.add("-Dquarkus.http.host=" + host);
        command.add("-Dquarkus.http.port=" + port);
        command.add("-Dquarkus.management.host=127.0.0.1");
        command.add("-Dquarkus.management.port=" + managementPort);
        Replicas.SERVICES.forEach(peer -> command.add("-Dmuelle.peers." + peer + ".addresses=" + addresses(peer)));
        if (!service.equals("gateway")) {
            command.addAll(BEHIND_THE_GATEWAY);
        }
        command.add("-jar");
        Path program = programs.computeIfAbsent(service, absent -> Program.install(folder, absent + "-service"));
        command.add(folder.path().relativize(program).toString());
        return command;
    }

    private String addresses(String peer) {
        String host = peer.equals("gateway") ? gatewayHost : "127.0.0.1";
        return ports.get(peer).stream()
                .map(port -> new ListenAddress(host, port, false).authority())
                .collect(Collectors.joining(","));
    }

    private void environment(Map<String, String> environment, String service) {
        environment.remove(AdministratorPassword.VARIABLE);
        String postgres = servers.running().postgres().address() + '/' + service;
        String datasource = "QUARKUS_DATASOURCE_" + service.toUpperCase(Locale.ROOT);
        environment.put(datasource + "_USERNAME", "muelle");
        environment.put(datasource + "_PASSWORD", servers.password());
        environment.put(datasource + "_REACTIVE_URL", "postgresql://" + postgres);
        environment.put(datasource + "_JDBC_URL", "jdbc:postgresql://" + postgres);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", servers.running().kafka().address());
        environment.put("MUELLE_EVENTS_KEEP_SENT", "1h");
        environment.put(
                "MUELLE_EVENTS_RESEND",
                Boolean.toString(servers.running().kafka().unclean()));
        environment.put("MUELLE_SERVICE_NAME", service);
        environment.put("MUELLE_SERVICE_SECRET", secrets.of(service));
        Replicas.SERVICES.forEach(
                peer -> environment.put("MUELLE_PEERS_" + peer.toUpperCase(Locale.ROOT) + "_SECRET", secrets.of(peer)));
        if (service.equals("blob")) {
            environment.put("MUELLE_BLOB_STORE", "s3");
            environment.put("MUELLE_BLOB_S3_ENDPOINT", servers.running().s3().address());
            environment.put("MUELLE_BLOB_S3_ACCESS_KEY", "muelle");
            environment.put("MUELLE_BLOB_S3_SECRET_KEY", servers.s3Secret());
        }
        if (service.equals("gateway")) {
            password.value().ifPresent(value -> environment.put("MUELLE_GATEWAY_ADMINISTRATOR_PASSWORD", value));
        }
    }
}
