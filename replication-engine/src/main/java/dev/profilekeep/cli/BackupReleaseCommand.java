package dev.profilekeep.cli;

import dev.profilekeep.backup.decision.Decision;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup release}: ends a hold. */
@Command(
        name = "release",
        mixinStandardHelpOptions = true,
        description = "Ends the holds of a container. What is to be forgotten is so when its delay has passed anew.")
final class BackupReleaseCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @Mixin
    private SetOption set = new SetOption();

    @Parameters(paramLabel = "WHO", description = DecidedByCommand.WHO)
    private String named = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = DecidedByCommand.REASON)
    private String reason = "";

    BackupReleaseCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        DecidedByCommand.requireReason(reason);
        return options.open(context, repository -> {
            SnapshotChoice choice = SnapshotChoice.newestOf(repository, context, named, set);
            if (choice.keeping().hold() == null) {
                throw new CliProblem(
                        DecidedByCommand.container(choice) + " is not on hold; 'backup list' shows what is");
            }
            DecidedByCommand.decide(
                    context,
                    repository,
                    reason,
                    new Decision.Release(choice.facts().identity().key()));
            context.out().println(DecidedByCommand.container(choice) + " is on hold no more.");
            return ProfileKeepCli.OK;
        });
    }
}
