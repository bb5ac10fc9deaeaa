package dev.profilekeep.cli;

import dev.profilekeep.backup.decision.Decision;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup pin}: one backup stays. */
@Command(
        name = "pin",
        mixinStandardHelpOptions = true,
        description = "Pins one backup of a container: it is not forgotten, whatever the rule, until it is unpinned.")
final class BackupPinCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @Mixin
    private SetOption set = new SetOption();

    @Parameters(paramLabel = SnapshotChoice.LABEL, description = SnapshotChoice.HELP)
    private String named = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = DecidedByCommand.REASON)
    private String reason = "";

    BackupPinCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        DecidedByCommand.requireReason(reason);
        return options.open(context, repository -> {
            SnapshotChoice choice = SnapshotChoice.find(repository, context, named, set);
            DecidedByCommand.decide(
                    context,
                    repository,
                    reason,
                    new Decision.Pin(
                            choice.snapshot(), choice.facts().identity().key()));
            context.out().println(DecidedByCommand.name(choice) + " is pinned.");
            return ProfileKeepCli.OK;
        });
    }
}
