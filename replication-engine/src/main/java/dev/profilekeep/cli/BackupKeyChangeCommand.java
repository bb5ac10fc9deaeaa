package dev.profilekeep.cli;

import dev.profilekeep.backup.repo.KeyInfo;
import dev.profilekeep.backup.seal.Secret;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup key change}: another passphrase. */
@Command(
        name = "change",
        mixinStandardHelpOptions = true,
        description =
                "Replaces a passphrase by another. The new one opens the repository before the old one ceases to; no data is written again.")
final class BackupKeyChangeCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @Parameters(paramLabel = "KEY", description = "Its id, as 'backup key list' shows it.")
    private String id = "";

    @Option(
            names = "--new-passphrase-from",
            required = true,
            paramLabel = "env:NAME|file:PATH",
            description = "Where the new passphrase is.")
    private String passphrase = "";

    BackupKeyChangeCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        return options.open(context, repository -> {
            try {
                KeyInfo key = repository
                        .keys()
                        .change(
                                id,
                                new Secret.Passphrase(
                                        RepositoryOptions.read("--new-passphrase-from", passphrase, context)
                                                .toCharArray()));
                context.out().println("Key " + key.id() + " opens the repository instead of " + id + ".");
                return ProfileKeepCli.OK;
            } catch (IllegalArgumentException e) {
                throw new CliProblem(String.valueOf(e.getMessage()), e);
            }
        });
    }
}
