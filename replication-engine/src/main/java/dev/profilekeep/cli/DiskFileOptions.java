package dev.profilekeep.cli;

import dev.profilekeep.disk.chain.LocalParents;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The container file that a command is about, on this machine or on a share. It is opened for reading, whoever else has it. */
final class DiskFileOptions {
    @Parameters(index = "0", paramLabel = "FILE", description = "A local file, or smb://host[:port]/share/path.")
    String file = "";

    @Mixin
    private SmbAccountOptions account = new SmbAccountOptions();

    /** What is done with the file while it is open. */
    @FunctionalInterface
    interface Use<T> {
        T with(OpenFile file) throws IOException;
    }

    /**
     * Opens the file, and closes it afterwards.
     *
     * @throws CliProblem naming the file, if there is no such file or it cannot be read
     */
    <T> T read(Context context, Use<T> use) throws IOException {
        return read(file, context, use);
    }

    /** As {@link #read(Context, Use)}, another file with the same account. */
    <T> T read(String name, Context context, Use<T> use) throws IOException {
        if (name.endsWith("/")) {
            throw new CliProblem(name + ": names a folder; leave the '/' at its end out if a file is meant");
        }
        try (OpenFile opened = open(name, context)) {
            return use.with(opened);
        } catch (Output.Gone e) {
            throw e;
        } catch (CancellationException e) {
            throw new CliProblem(name + ": " + e.getMessage(), e);
        } catch (EOFException e) {
            throw new CliProblem(
                    name + ": the file ends before what its structures announce (" + e.getMessage() + ")", e);
        } catch (NoSuchFileException e) {
            throw new CliProblem(e.getFile() + ": there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new CliProblem(e.getFile() + ": access denied", e);
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            throw new CliProblem(message.startsWith(name) ? message : name + ": " + message, e);
        }
    }

    /** As whom a share is used. */
    StorageOptions options(Context context) {
        return account.options(context.environment());
    }

    /** Opens another file in the same way, with the same account. */
    OpenFile open(String name, Context context) throws IOException {
        StorageAddress address = StorageAddress.parse(name);
        return address instanceof StorageAddress.Smb smb
                ? remote(name, smb, context)
                : local(name, ((StorageAddress.Local) address).folder());
    }

    private static OpenFile local(String name, Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new CliProblem(name + ": there is no such file");
        }
        if (!Files.isRegularFile(path)) {
            throw new CliProblem(
                    name + ": " + (Files.isDirectory(path) ? "this is a folder" : "this is not an ordinary file"));
        }
        Path real = path.toRealPath();
        return new OpenFile(
                real.toString(),
                FileDevice.open(real),
                Files.getLastModifiedTime(real).toInstant(),
                new LocalParents(),
                () -> {});
    }

    private OpenFile remote(String name, StorageAddress.Smb address, Context context) throws IOException {
        StoragePath path = address.folder();
        if (path.parent() == null) {
            throw new CliProblem(name + ": names a share, not a file on it");
        }
        var share = new StorageAddress.Smb(address.host(), address.port(), address.share(), StoragePath.ROOT);
        StorageProvider storage = Storages.connect(share, account.options(context.environment()));
        try {
            var opened = storage.openForReading(path, Sharing.ALL);
            return new OpenFile(
                    path.value(), opened, opened.stat().lastWritten(), new StorageParents(storage, share), storage);
        } catch (IOException | RuntimeException e) {
            try (storage) {
                throw e;
            }
        }
    }
}
