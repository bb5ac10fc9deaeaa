package dev.profilekeep.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup cat}: what is in a file of a backed-up container. */
@Command(
        name = "cat",
        mixinStandardHelpOptions = true,
        description = "Writes what was in a file at a backup, byte by byte; as 'disk cat' does.")
final class BackupCatCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private SnapshotVolumeOptions source = new SnapshotVolumeOptions();

    @Parameters(index = "1", paramLabel = "PATH[:STREAM]", description = "A file in it.")
    private String path = "";

    @Option(names = "--json", description = "Size and SHA-256 of the content, in JSON, instead of the content.")
    private boolean json;

    BackupCatCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        return source.readVolume(
                context, (name, partition, volume) -> new FileContent(context, name, volume, path).write(json));
    }
}
