package dev.profilekeep.cli;

import dev.profilekeep.backup.repo.KeyInfo;
import dev.profilekeep.backup.repo.Keys;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code backup init}: makes a repository. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description =
                "Makes a backup repository in an empty folder, or in a new one if the folder above is there, and exports a recovery key. Whoever has neither the passphrase (or key file) nor that"
                        + " recovery key can never read the backups again: nobody can help then.",
        footer = {
            "",
            "Keep the file of the recovery key apart from this machine and from the repository, such as printed in a safe."
                    + " 'backup key prove' tries once in a while whether it still opens the repository."
        })
final class BackupInitCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @Option(
            names = "--recovery-to",
            paramLabel = "PATH",
            required = true,
            description = "A new file for the letters of the recovery key; not in the repository.")
    private Path recovery = Path.of("");

    @Option(names = "--label", paramLabel = "TEXT", description = "Whose the first key is.")
    private String label = "first key";

    BackupInitCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        String name = options.name(context);
        StorageAddress address = StorageAddress.parse(name);
        Path file = RecoveryKey.place(name, recovery);
        if (address instanceof StorageAddress.Local local) {
            Path folder = local.folder().toAbsolutePath().normalize();
            Path above = folder.getParent();
            if (!Files.exists(folder) && above != null && Files.isDirectory(above)) {
                Files.createDirectory(folder);
            }
        }
        var first = new Keys.FirstKey(options.secret(context), options.kind(), label);
        return options.connected(context, storage -> {
            makeFolder(storage);
            try (Repository repository = Repository.create(storage, first, RepositoryOptions.setting(context))) {
                KeyInfo proved = RecoveryKey.export(repository, file, "recovery key");
                context.out().println(name + ": repository " + repository.id() + " is ready.");
                context.out()
                        .println("The recovery key " + proved.id() + " stands in " + recovery
                                + ", and was proved. Keep it apart from this machine and from the repository.");
            } catch (IllegalArgumentException e) {
                throw new CliProblem(String.valueOf(e.getMessage()), e);
            }
            return ProfileKeepCli.OK;
        });
    }

    /** On a share as on this machine, where the folder above is there. What cannot be made is told by who looks for it. */
    private static void makeFolder(StorageProvider storage) throws IOException {
        try {
            storage.list(StoragePath.ROOT, entry -> {});
        } catch (StorageException.NotFound e) {
            try {
                storage.createFolder(StoragePath.ROOT);
            } catch (StorageException.NotFound | StorageException.Exists again) {
                return;
            }
        }
    }
}
