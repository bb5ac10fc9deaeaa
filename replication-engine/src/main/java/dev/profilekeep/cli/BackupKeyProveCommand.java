package dev.profilekeep.cli;

import dev.profilekeep.backup.repo.KeyInfo;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code backup key prove}: whether a recovery key still opens the repository. */
@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        description =
                "Tries a recovery key, as it stands on paper or in its file, and writes down that it opens the repository.")
final class BackupKeyProveCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @Option(
            names = "--recovery-from",
            required = true,
            paramLabel = "env:NAME|file:PATH",
            description = "Where the letters of the recovery key are, as somebody typed them or as they were exported.")
    private String recovery = "";

    BackupKeyProveCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        String letters = RepositoryOptions.read("--recovery-from", recovery, context);
        return options.open(context, repository -> {
            try {
                KeyInfo key = repository.keys().prove(letters);
                context.out().println("Recovery key " + key.id() + " opens the repository.");
                return ProfileKeepCli.OK;
            } catch (IllegalArgumentException e) {
                throw new CliProblem("--recovery-from: " + e.getMessage(), e);
            }
        });
    }
}
