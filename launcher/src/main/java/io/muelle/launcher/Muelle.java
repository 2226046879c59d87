package io.muelle.launcher;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command line. Every failure is one sentence on standard error and a code other than 0. */
@Command(
        name = "muelle",
        description = "Runs a container-image registry on this machine.",
        mixinStandardHelpOptions = true,
        footer = {"", "./muelle test runs all tests."},
        subcommands = {
            StartCommand.class,
            StopCommand.class,
            StatusCommand.class,
            TrainCommand.class,
            ClusterCommand.class
        })
public final class Muelle {
    static final int FAILED = 1;

    private Muelle() {}

    public static void main(String... arguments) {
        CommandLine commandLine = new CommandLine(new Muelle())
                .setOverwrittenOptionsAllowed(true)
                .setParameterExceptionHandler(Muelle::misused)
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure));
        if (arguments.length == 0) {
            commandLine.usage(System.out);
            return;
        }
        System.exit(commandLine.execute(arguments));
    }

    private static int misused(ParameterException failure, String... arguments) {
        CommandLine command = failure.getCommandLine();
        say(failure.getMessage() + "; ./" + command.getCommandSpec().qualifiedName() + " --help lists what there is.");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static int failed(Exception failure) {
        say(failure instanceof LauncherFailure ? failure.getMessage() : "this was not foreseen: " + failure);
        return FAILED;
    }

    private static void say(String sentence) {
        System.err.println("muelle: " + sentence);
    }
}
