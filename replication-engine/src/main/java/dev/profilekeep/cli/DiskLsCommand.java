package dev.profilekeep.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code disk ls}: which files are in a container. */
@Command(
        name = "ls",
        mixinStandardHelpOptions = true,
        description = "Lists the files in a disk. Nothing is written.",
        footer = {
            "",
            "Names are written as they are, in UTF-8; on a terminal what could do harm there is made visible."
                    + " Attributes: d folder, a archive, r read-only, h hidden, s system, l link or placeholder, c compressed,"
                    + " e encrypted, p sparse, t temporary, o content is elsewhere."
                    + " Exit code 1 means that something could not be read; it is named on stderr."
        })
final class DiskLsCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private DiskVolumeOptions source = new DiskVolumeOptions();

    @Parameters(index = "1", arity = "0..1", paramLabel = "PATH", description = "A folder or a file in it.")
    private String path = "";

    @Mixin
    private ListingOptions options = new ListingOptions();

    DiskLsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        return source.read(context, opened -> new FileListing(
                        context, options, source.file(), opened.place().index(), opened.volume())
                .list(path));
    }
}
