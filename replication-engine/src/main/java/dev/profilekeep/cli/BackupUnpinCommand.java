package dev.profilekeep.cli;

import dev.profilekeep.backup.decision.Decision;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup unpin}: ends a pin. */
@Command(
        name = "unpin",
        mixinStandardHelpOptions = true,
        description =
                "Ends the pins of one backup of a container. What is to be forgotten is so when its delay has passed anew.")
final class BackupUnpinCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @Mixin
    private SetOption set = new SetOption();

    @Parameters(paramLabel = SnapshotChoice.LABEL, description = SnapshotChoice.HELP)
    private String named = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = DecidedByCommand.REASON)
    private String reason = "";

    BackupUnpinCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        DecidedByCommand.requireReason(reason);
        return options.open(context, repository -> {
            SnapshotChoice choice = SnapshotChoice.find(repository, context, named, set);
            if (choice.keeping().pin() == null) {
                throw new CliProblem(DecidedByCommand.name(choice) + " is not pinned; 'backup list' shows what is");
            }
            DecidedByCommand.decide(
                    context,
                    repository,
                    reason,
                    new Decision.Unpin(
                            choice.snapshot(), choice.facts().identity().key()));
            context.out().println(DecidedByCommand.name(choice) + " is pinned no more.");
            return ProfileKeepCli.OK;
        });
    }
}
