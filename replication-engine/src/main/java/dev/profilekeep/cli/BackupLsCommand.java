package dev.profilekeep.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code backup ls}: which files are in a backed-up container. */
@Command(
        name = "ls",
        mixinStandardHelpOptions = true,
        description = "Lists the files of a container as they were at a backup; as 'disk ls' does.")
final class BackupLsCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private SnapshotVolumeOptions source = new SnapshotVolumeOptions();

    @Parameters(index = "1", arity = "0..1", paramLabel = "PATH", description = "A folder or a file in it.")
    private String path = "";

    @Mixin
    private ListingOptions options = new ListingOptions();

    BackupLsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        return source.readVolume(
                context,
                (name, partition, volume) -> new FileListing(context, options, name, partition, volume).list(path));
    }
}
