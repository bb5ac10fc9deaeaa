package dev.profilekeep.cli;

import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.repo.RepositorySetting;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.config.EnvironmentText;
import dev.profilekeep.config.SecretSource;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The backup repository that a command is about, and what opens it. */
final class RepositoryOptions {
    private static final String VARIABLE = "PROFILEKEEP_REPO";
    private static final String PASSPHRASE = "PROFILEKEEP_REPO_PASSPHRASE";

    @Option(
            names = "--repo",
            paramLabel = "FOLDER",
            description =
                    "The repository: a folder of this machine, or smb://host[:port]/share/folder; also $PROFILEKEEP_REPO.")
    @Nullable
    private String repo;

    @Option(
            names = "--passphrase-from",
            paramLabel = "env:NAME|file:PATH",
            description = "Where its passphrase is; also $PROFILEKEEP_REPO_PASSPHRASE itself.")
    @Nullable
    private String passphraseFrom;

    @Option(
            names = "--key-from",
            paramLabel = "env:NAME|file:PATH",
            description = "Instead of a passphrase: where the letters of a key file or of a recovery key are.")
    @Nullable
    private String keyFrom;

    @Mixin
    SmbAccountOptions account = new SmbAccountOptions();

    /** What is done with the repository while it is open. */
    @FunctionalInterface
    interface Use<T> {
        T with(Repository repository) throws IOException;
    }

    /** How it is called. */
    String name(Context context) {
        String name = repo != null ? repo : context.environment().getOrDefault(VARIABLE, "");
        if (name.isEmpty()) {
            throw new CliProblem("which repository? --repo FOLDER, or $" + VARIABLE);
        }
        return name;
    }

    /** Opens the repository, and closes it afterwards. */
    <T> T open(Context context, Use<T> use) throws IOException {
        return connected(context, storage -> {
            try (Repository repository = Repository.open(storage, secret(context), setting(context))) {
                return use.with(repository);
            }
        });
    }

    /** The same, where other storages are worked with too: what this one's says begins with its name, so that {@link NamedStorage#said} knows it. */
    <T> T openNamed(Context context, Use<T> use) throws IOException {
        return connected(context, storage -> {
            StorageProvider named = new NamedStorage(storage, name(context));
            try (Repository repository = Repository.open(named, secret(context), setting(context))) {
                return use.with(repository);
            }
        });
    }

    /** Writes its file {@code repository} anew if that is damaged or lost; false if it is neither. */
    boolean mend(Context context) throws IOException {
        return connected(context, storage -> Repository.mend(storage, secret(context), setting(context)));
    }

    /** What is done with its folder. */
    @FunctionalInterface
    interface FolderUse<T> {
        T with(StorageProvider storage) throws IOException;
    }

    <T> T connected(Context context, FolderUse<T> use) throws IOException {
        String name = name(context);
        StorageAddress address = StorageAddress.parse(name);
        if (address instanceof StorageAddress.Local local && !Files.isDirectory(local.folder())) {
            throw new CliProblem(name + ": there is no such folder");
        }
        try (StorageProvider storage = Storages.connect(address, account.options(context.environment()))) {
            return use.with(storage);
        } catch (Output.Gone | CliProblem e) {
            throw e;
        } catch (IOException e) {
            // Its own words: after a decision they say whether it counts, and what to look at before it is made again.
            String message = String.valueOf(e.getMessage());
            throw new CliProblem(message.startsWith(name) ? message : name + ": " + message, e);
        }
    }

    /**
     * What is wrong, where doing it again is safe. Of a server that went away what was seen of it first: what failed because of it says the same again, and what it says to do next is for programs.
     */
    static String words(IOException problem) {
        Throwable told = problem;
        for (Throwable each = problem; each != null; each = each.getCause()) {
            if (each instanceof StorageException.Unreachable) {
                told = each;
            }
        }
        return String.valueOf(told.getMessage());
    }

    /** Whether a server went away. */
    static boolean isUnreachable(IOException problem) {
        for (Throwable each = problem; each != null; each = each.getCause()) {
            if (each instanceof StorageException.Unreachable) {
                return true;
            }
        }
        return false;
    }

    /** @throws CliProblem if none is given, or two are */
    Secret secret(Context context) {
        String passphrase = context.environment().get(PASSPHRASE);
        if (keyFrom != null && passphraseFrom != null) {
            throw new CliProblem("--passphrase-from and --key-from: one of the two opens the repository");
        }
        if (keyFrom != null) {
            return key("--key-from", keyFrom, context);
        }
        if (passphraseFrom != null) {
            return new Secret.Passphrase(
                    read("--passphrase-from", passphraseFrom, context).toCharArray());
        }
        if (passphrase == null || passphrase.isEmpty()) {
            throw new CliProblem("what opens the repository? --passphrase-from env:NAME or file:PATH, or --key-from");
        }
        try {
            return new Secret.Passphrase(
                    EnvironmentText.whole(PASSPHRASE, passphrase).toCharArray());
        } catch (IOException e) {
            throw new CliProblem(String.valueOf(e.getMessage()), e);
        }
    }

    /** What kind of key {@link #secret} is. */
    KeySlot.Kind kind() {
        return keyFrom == null ? KeySlot.Kind.PASSPHRASE : KeySlot.Kind.KEY_FILE;
    }

    /** The letters of a key. */
    static Secret.KeyText key(String option, String from, Context context) {
        try {
            return Secret.KeyText.parse(read(option, from, context));
        } catch (IllegalArgumentException e) {
            throw new CliProblem(option + ": " + e.getMessage(), e);
        }
    }

    /** A secret; never an argument, for arguments are seen by everybody on the machine. */
    static String read(String option, String from, Context context) {
        if (!from.startsWith("env:") && !from.startsWith("file:")) {
            throw new CliProblem(
                    option + " takes env:NAME or file:PATH and never the secret itself: arguments are seen by"
                            + " everybody on this machine");
        }
        try {
            return SecretSource.parse(from, Path.of("").toAbsolutePath()).read(context.environment());
        } catch (IllegalArgumentException | IOException e) {
            throw new CliProblem(option + ": " + e.getMessage(), e);
        }
    }

    static RepositorySetting setting(Context context) {
        return RepositorySetting.standard(context.clock(), host());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown host";
        }
    }
}
