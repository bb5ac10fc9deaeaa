package dev.profilekeep.cli;

import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A second repository that a command is about, and what opens it. Its share is reached with the account of the first. */
final class SecondRepositoryOptions {
    @Option(
            names = "--to",
            required = true,
            paramLabel = "FOLDER",
            description =
                    "The second repository, which 'backup init' made: a folder of this machine, or smb://host[:port]/share/folder.")
    private String to = "";

    @Option(
            names = "--to-passphrase-from",
            paramLabel = "env:NAME|file:PATH",
            description = "Where its passphrase is. Without this and --to-key-from, what opens the first opens it.")
    @Nullable
    private String passphraseFrom;

    @Option(
            names = "--to-key-from",
            paramLabel = "env:NAME|file:PATH",
            description = "Instead of a passphrase: where the letters of a key file or of a recovery key are.")
    @Nullable
    private String keyFrom;

    String name() {
        return to;
    }

    /** Opens it, and closes it afterwards. What is wrong with it begins with its name, and nothing else does. */
    <T> T open(Context context, RepositoryOptions first, RepositoryOptions.Use<T> use) throws IOException {
        String name = "--to " + to;
        StorageAddress address = StorageAddress.parse(to);
        if (address instanceof StorageAddress.Local local && !Files.isDirectory(local.folder())) {
            throw new CliProblem(name + ": there is no such folder; make a repository in it by 'backup init'");
        }
        boolean opened = false;
        try (StorageProvider storage = new NamedStorage(
                        Storages.connect(address, first.account.options(context.environment())), name);
                Repository repository =
                        Repository.open(storage, secret(context, first), RepositoryOptions.setting(context))) {
            opened = true;
            return use.with(repository);
        } catch (Output.Gone | CliProblem e) {
            throw e;
        } catch (IOException e) {
            throw told(e, name, first.name(context), opened);
        }
    }

    /** What a storage says is its own trouble; what neither says, such as damage that is met on the way, is told of both. */
    private static IOException told(IOException problem, String name, String first, boolean opened) {
        String message = RepositoryOptions.words(problem);
        if (message.startsWith(name)) {
            throw new CliProblem(message, problem);
        }
        boolean ofThis = !opened || NamedStorage.said(name, problem);
        boolean ofStorage = false;
        for (Throwable each = problem; each != null; each = each.getCause()) {
            ofStorage |= each instanceof StorageException;
        }
        if (ofStorage && !ofThis) {
            return problem;
        }
        throw new CliProblem((ofThis ? "" : "from " + first + " ") + name + ": " + message, problem);
    }

    private Secret secret(Context context, RepositoryOptions first) {
        if (keyFrom != null && passphraseFrom != null) {
            throw new CliProblem("--to-passphrase-from and --to-key-from: one of the two opens the second repository");
        }
        if (keyFrom != null) {
            return RepositoryOptions.key("--to-key-from", keyFrom, context);
        }
        return passphraseFrom == null
                ? first.secret(context)
                : new Secret.Passphrase(RepositoryOptions.read("--to-passphrase-from", passphraseFrom, context)
                        .toCharArray());
    }
}
