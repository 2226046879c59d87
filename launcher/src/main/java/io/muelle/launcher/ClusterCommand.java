package io.muelle.launcher;

import picocli.CommandLine.Command;

/** The services as processes of their own. */
@Command(
        name = "cluster",
        description = "Runs each service as processes of its own on this machine.",
        mixinStandardHelpOptions = true,
        subcommands = {ClusterStartCommand.class, ClusterStopCommand.class, ClusterStatusCommand.class})
final class ClusterCommand {}
