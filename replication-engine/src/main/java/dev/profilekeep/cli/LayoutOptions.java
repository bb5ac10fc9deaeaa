package dev.profilekeep.cli;

import dev.profilekeep.disk.vhdx.VhdxEnvelope;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the file of a new VHDX is laid out. */
final class LayoutOptions {
    @Option(names = "--fixed", description = "Every block is stored from the beginning.")
    private boolean fixed;

    @Option(
            names = "--block-size",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "1M to 256M, a power of two.")
    @Nullable
    private Long blockSize;

    @Option(names = "--force", description = "Replace OUT if there is such a file.")
    boolean force;

    boolean isFixed() {
        return fixed;
    }

    void checkName(String out) {
        String low = out.toLowerCase(Locale.ROOT);
        if (low.endsWith(".vhd")) {
            throw new CliProblem(
                    out + ": a VHDX is made, and nobody would take a file of this name for one; write .vhdx");
        }
    }

    VhdxEnvelope applyTo(VhdxEnvelope envelope) {
        VhdxEnvelope wanted = fixed ? envelope.asFixed() : envelope.asDynamic();
        Long size = blockSize;
        if (size == null) {
            return wanted;
        }
        if (size < 1 << 20 || size > 256 << 20 || Long.bitCount(size) != 1) {
            throw new CliProblem("--block-size is a power of two from 1M to 256M, not " + Sizes.of(size));
        }
        return wanted.withBlockSize(size.intValue());
    }
}
