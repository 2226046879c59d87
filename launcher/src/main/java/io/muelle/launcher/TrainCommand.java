package io.muelle.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Does beforehand what the first start after a build would do. */
@Command(
        name = "train",
        description =
                "Runs a scratch registry and a scratch cluster once, so that later starts are faster; start does it after a build.",
        mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        Training.ofStandalone().once();
        Training.ofServices().once();
        return 0;
    }
}
