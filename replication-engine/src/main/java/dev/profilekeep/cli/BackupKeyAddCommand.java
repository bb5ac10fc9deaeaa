package dev.profilekeep.cli;

import dev.profilekeep.backup.repo.KeyInfo;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code backup key add}: lets another secret open the repository. */
@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        description =
                "Lets another passphrase, key file or recovery key open the repository. No data is written again.")
final class BackupKeyAddCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @ArgGroup(multiplicity = "1")
    private Added added = new Added();

    /** What is added. */
    static final class Added {
        @Option(
                names = "--new-passphrase-from",
                paramLabel = "env:NAME|file:PATH",
                description = "Where the new passphrase is.")
        @Nullable
        String passphrase;

        @Option(
                names = "--new-key-from",
                paramLabel = "env:NAME|file:PATH",
                description = "Where the letters of the new key file are.")
        @Nullable
        String key;

        @Option(
                names = "--recovery-to",
                paramLabel = "PATH",
                description = "Make a recovery key, and put its letters into this new file.")
        @Nullable
        Path recovery;
    }

    @Option(names = "--label", paramLabel = "TEXT", description = "Whose it is.")
    private String label = "";

    BackupKeyAddCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Path named = added.recovery;
        Path recovery = named == null ? null : RecoveryKey.place(options.name(context), named);
        return options.open(context, repository -> {
            try {
                KeyInfo key;
                if (recovery != null) {
                    key = RecoveryKey.export(repository, recovery, label.isEmpty() ? "recovery key" : label);
                } else {
                    key = repository.keys().add(secret(added, context), kind(added), label);
                }
                context.out().println("Key " + key.id() + " opens the repository from now on.");
                return ProfileKeepCli.OK;
            } catch (IllegalArgumentException e) {
                throw new CliProblem(String.valueOf(e.getMessage()), e);
            }
        });
    }

    private static Secret secret(Added added, Context context) {
        String passphrase = added.passphrase;
        return passphrase != null
                ? new Secret.Passphrase(RepositoryOptions.read("--new-passphrase-from", passphrase, context)
                        .toCharArray())
                : RepositoryOptions.key("--new-key-from", String.valueOf(added.key), context);
    }

    private static KeySlot.Kind kind(Added added) {
        return added.passphrase != null ? KeySlot.Kind.PASSPHRASE : KeySlot.Kind.KEY_FILE;
    }
}
