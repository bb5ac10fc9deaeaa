package dev.profilekeep.cli;

import dev.profilekeep.disk.info.DiskInfo;
import dev.profilekeep.disk.info.DiskInspector;
import dev.profilekeep.disk.info.LogState;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code disk info}: what a container says about itself. Needs no configuration and no catalog. */
@Command(
        name = "info",
        mixinStandardHelpOptions = true,
        description = "Describes a VHDX or VHD file, on this machine or on a share. Nothing is written.",
        footer = {
            "",
            "Exit code 1 means that something was found: a volume that asks for a check, a log that needs replay, damage, or"
                    + " anything else noted."
        })
final class DiskInfoCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(paramLabel = "FILE", description = "A local file, or smb://host[:port]/share/path.")
    private String file = "";

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    @Mixin
    private SmbAccountOptions account = new SmbAccountOptions();

    DiskInfoCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        DiskInfo info = inspect();
        context.out().println(json ? DiskInfoJson.write(info) : DiskInfoText.write(file, info));
        return sound(info) ? ProfileKeepCli.OK : ProfileKeepCli.FINDINGS;
    }

    static boolean sound(DiskInfo info) {
        return info.log() == LogState.EMPTY
                && info.notes().isEmpty()
                && info.partitions().stream()
                        .noneMatch(partition -> Boolean.TRUE.equals(partition.dirty()) || partition.problem() != null);
    }

    private DiskInfo inspect() throws IOException {
        if (file.endsWith("/")) {
            throw new CliProblem(file + ": names a folder; leave the '/' at its end out if a file is meant");
        }
        StorageAddress address = StorageAddress.parse(file);
        try {
            return address instanceof StorageAddress.Smb smb
                    ? remote(smb)
                    : local(((StorageAddress.Local) address).folder());
        } catch (EOFException e) {
            throw new CliProblem(
                    file + ": the file ends before what its structures announce (" + e.getMessage() + ")", e);
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            throw new CliProblem(message.startsWith(file) ? message : file + ": " + message, e);
        }
    }

    private DiskInfo local(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new CliProblem(file + ": there is no such file");
        }
        if (!Files.isRegularFile(path)) {
            throw new CliProblem(
                    file + ": " + (Files.isDirectory(path) ? "this is a folder" : "this is not an ordinary file"));
        }
        try (BlockDevice device = FileDevice.open(path)) {
            return DiskInspector.inspect(device);
        } catch (NoSuchFileException e) {
            throw new CliProblem(file + ": there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new CliProblem(file + ": access denied", e);
        }
    }

    private DiskInfo remote(StorageAddress.Smb address) throws IOException {
        StoragePath path = address.folder();
        StoragePath parent = path.parent();
        if (parent == null) {
            throw new CliProblem(file + ": names a share, not a file on it");
        }
        StorageAddress.Smb folder = new StorageAddress.Smb(address.host(), address.port(), address.share(), parent);
        try (StorageProvider storage = Storages.connect(folder, account.options(context.environment()));
                BlockDevice device = storage.openForReading(StoragePath.ROOT.child(path.name()), Sharing.ALL)) {
            return DiskInspector.inspect(device);
        }
    }
}
