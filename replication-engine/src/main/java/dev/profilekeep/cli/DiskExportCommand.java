package dev.profilekeep.cli;

import dev.profilekeep.disk.convert.ConversionPlan;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.image.DiskPart;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Volumes;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code disk export}: a disk as a plain image. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes a disk into a plain image, in which zeros take no room.",
        footer = {
            "",
            "The image has another name until it is complete. A log that needs replay is replayed in the image, not in FILE."
        })
final class DiskExportCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private DiskVolumeOptions source = new DiskVolumeOptions();

    @Parameters(index = "1", paramLabel = "OUT", description = "The image to make, on this machine.")
    private String out = "";

    @Option(names = "--force", description = "Replace OUT if there is such a file.")
    private boolean force;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    DiskExportCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        NewFile file = NewFile.at(out, source.file(), force);
        return source.chain.read(context, (opened, disk) -> {
            VirtualDisk wanted = source.partition == null
                    ? disk
                    : new DiskPart(disk, source.chosen(Volumes.of(disk)).range());
            ConversionPlan plan = ConversionPlanner.toRaw(wanted);
            return new Conversion(context, source.file(), out, json).run(file, plan, force);
        });
    }
}
