package dev.profilekeep.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code disk cat}: what is in a file of a disk, byte by byte. */
@Command(
        name = "cat",
        mixinStandardHelpOptions = true,
        description = "Writes what is in a file of a disk, byte by byte. Nothing is changed.",
        footer = {
            "",
            "Exit code 2, and nothing or not all written, if the content is not in the disk (a placeholder of OneDrive),"
                    + " is encrypted, or is damaged."
        })
final class DiskCatCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private DiskVolumeOptions source = new DiskVolumeOptions();

    @Parameters(
            index = "1",
            paramLabel = "PATH[:STREAM]",
            description = "A file in it; or #1234, its record, as 'disk ls --json' gives it.")
    private String path = "";

    @Option(names = "--json", description = "Size and SHA-256 of the content, in JSON, instead of the content.")
    private boolean json;

    DiskCatCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        return source.read(
                context, opened -> new FileContent(context, source.file(), opened.volume(), path).write(json));
    }
}
