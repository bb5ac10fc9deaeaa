package dev.profilekeep.cli;

import dev.profilekeep.backup.seal.KeySlot;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup key remove}: a key opens the repository no more. */
@Command(
        name = "remove",
        mixinStandardHelpOptions = true,
        description =
                "Ends a key. The last one is never removed, and the last one beside recovery keys only if that is said.")
final class BackupKeyRemoveCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @Parameters(paramLabel = "KEY", description = "Its id, as 'backup key list' shows it.")
    private String id = "";

    @Option(names = "--leave-only-recovery", description = "Even if only recovery keys are left.")
    private boolean leaveOnlyRecovery;

    BackupKeyRemoveCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        return options.open(context, repository -> {
            if (leaveOnlyRecovery) {
                repository.keys().removeThoughOnlyRecoveryIsLeft(id);
            } else {
                repository.keys().remove(id);
            }
            context.out().println("Key " + id + " opens nothing any more.");
            if (repository.keys().list().stream().noneMatch(key -> key.kind() == KeySlot.Kind.RECOVERY)) {
                context.err()
                        .println(
                                "profilekeep: no recovery key is left: whoever loses what opens the repository has lost the backups."
                                        + " Make a new one: 'backup key add'");
            }
            return ProfileKeepCli.OK;
        });
    }
}
