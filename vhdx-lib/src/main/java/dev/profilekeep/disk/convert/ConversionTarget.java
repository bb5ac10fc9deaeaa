package dev.profilekeep.disk.convert;

import dev.profilekeep.disk.vhd.VhdEnvelope;
import dev.profilekeep.disk.vhdx.VhdxEnvelope;

/** What a conversion makes. */
public sealed interface ConversionTarget {
    record Vhdx(VhdxEnvelope envelope) implements ConversionTarget {}

    record Vhd(VhdEnvelope envelope) implements ConversionTarget {}

    /** A plain image, in which zeros take no room where the file system can do that. */
    record Raw() implements ConversionTarget {}
}
