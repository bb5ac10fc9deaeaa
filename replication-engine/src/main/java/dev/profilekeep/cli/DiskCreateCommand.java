package dev.profilekeep.cli;

import dev.profilekeep.disk.convert.ConversionPlan;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.convert.ConversionRun;
import dev.profilekeep.disk.image.EmptyDisk;
import dev.profilekeep.disk.vhdx.VhdxEnvelope;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code disk create}: an empty disk. */
@Command(name = "create", mixinStandardHelpOptions = true, description = "Makes an empty VHDX, without partitions.")
final class DiskCreateCommand implements Callable<Integer> {
    private static final int USUAL_PHYSICAL = 4096;
    private static final long MAX_SIZE = 64L << 40;

    private final Context context;

    @Parameters(paramLabel = "OUT.vhdx", description = "The container to make, on this machine.")
    private String out = "";

    @Option(
            names = "--size",
            required = true,
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Of the disk: 30G, 30000M or a number of bytes; at most 64T.")
    private long size;

    @Option(names = "--sector", paramLabel = "512|4096", description = "Bytes of a sector (${DEFAULT-VALUE}).")
    private int sector = 512;

    @Mixin
    private LayoutOptions layout = new LayoutOptions();

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    DiskCreateCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        layout.checkName(out);
        if (sector != 512 && sector != 4096) {
            throw new CliProblem("--sector is 512 or 4096, not " + sector);
        }
        if (size <= 0 || size > MAX_SIZE || size % sector != 0) {
            throw new CliProblem("--size is a multiple of the sector (" + sector + ") up to 64 TiB, not " + size);
        }
        NewFile file = NewFile.at(out, "", layout.force);
        VhdxEnvelope envelope = layout.applyTo(VhdxEnvelope.dynamic(size).withSectors(sector, USUAL_PHYSICAL));
        ConversionPlan plan = ConversionPlanner.toVhdx(new EmptyDisk(size, sector), envelope);
        file.warnOfLeft(context);
        if (envelope.fixed()) {
            file.warnOfRoom(context, plan.fileBytes());
        }
        try (DiskProgress progress = DiskProgress.ofBytes(context, out)) {
            long length = file.make(path -> layout.force
                            ? ConversionRun.runOverFile(plan, path, progress)
                            : ConversionRun.runToFile(plan, path, progress))
                    .fileBytes();
            // While the process is still kept from its end: the new file is there, and that is told.
            progress.clear();
            answer(envelope, length);
        }
        return ProfileKeepCli.OK;
    }

    private void answer(VhdxEnvelope envelope, long length) {
        if (json) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("out", out);
            facts.put("virtualSizeBytes", size);
            facts.put("blockSizeBytes", envelope.blockSize());
            facts.put("logicalSectorBytes", sector);
            facts.put("fixed", envelope.fixed());
            facts.put("fileSizeBytes", length);
            facts.put("virtualDiskId", envelope.virtualDiskId());
            context.out().println(Json.write(facts));
        } else {
            context.out()
                    .println(out + ": an empty disk of " + Sizes.of(size) + ", "
                            + (envelope.fixed() ? "fixed" : "dynamic") + ", blocks of " + Sizes.of(envelope.blockSize())
                            + ", sectors of " + sector + " bytes; the file has " + Sizes.of(length));
        }
        context.out().flush();
    }
}
