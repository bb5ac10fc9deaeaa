package dev.profilekeep.cli;

import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.vhdx.VhdxEnvelope;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code disk convert}: the same disk in another container. */
@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        description =
                "Makes a VHDX of a disk: of a VHD, of a VHDX in another layout, of a differencing disk with its parents,"
                        + " of a plain image (--raw). What is on the disk stays as it is.",
        footer = {
            "",
            "The new disk is dynamic unless --fixed is given. It has another name until it is complete. FILE is only read; what"
                    + " the new file lacks of it, its owner and who may use it, is for you to set."
        })
final class DiskConvertCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private DiskChainOptions source = new DiskChainOptions();

    @Parameters(index = "1", paramLabel = "OUT.vhdx", description = "The container to make, on this machine.")
    private String out = "";

    @Mixin
    private LayoutOptions layout = new LayoutOptions();

    @Option(names = "--dynamic", description = "Blocks are stored when they are written to; this is usual.")
    private boolean dynamic;

    @Option(
            names = "--keep-identity",
            description = "The new disk says that it is the same disk; never use both at one machine.")
    private boolean keepIdentity;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    DiskConvertCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        layout.checkName(out);
        if (dynamic && layout.isFixed()) {
            throw new CliProblem("--fixed and --dynamic: a disk is one of the two");
        }
        NewFile file = NewFile.at(out, source.source.file, layout.force);
        return source.read(context, (opened, disk) -> {
            VhdxEnvelope same = ConversionPlanner.envelopeOf(disk);
            VhdxEnvelope wanted = layout.applyTo(keepIdentity ? same : same.withVirtualDiskId(UUID.randomUUID()));
            return new Conversion(context, source.source.file, out, json)
                    .run(file, ConversionPlanner.toVhdx(disk, wanted), layout.force);
        });
    }
}
