package dev.profilekeep.cli;

import dev.profilekeep.backup.decision.Decision;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup hold}: no backup of a container goes. */
@Command(
        name = "hold",
        mixinStandardHelpOptions = true,
        description =
                "Puts a container on hold: none of its backups is forgotten, whatever the rule, until it is released.")
final class BackupHoldCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @Mixin
    private SetOption set = new SetOption();

    @Parameters(paramLabel = "WHO", description = DecidedByCommand.WHO)
    private String named = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = DecidedByCommand.REASON)
    private String reason = "";

    BackupHoldCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        DecidedByCommand.requireReason(reason);
        return options.open(context, repository -> {
            SnapshotChoice choice = SnapshotChoice.newestOf(repository, context, named, set);
            DecidedByCommand.decide(
                    context,
                    repository,
                    reason,
                    new Decision.Hold(choice.facts().identity().key()));
            context.out()
                    .println(DecidedByCommand.container(choice) + " is on hold: none of its backups is forgotten.");
            return ProfileKeepCli.OK;
        });
    }
}
