package dev.profilekeep.replicate;

import dev.profilekeep.disk.convert.ConversionTarget;
import java.util.List;
import java.util.UUID;

/** What makes two containers the same disk, whatever their blocks are like. */
record Identity(String format, long virtualSize, int logicalSector, int physicalSector, UUID disk, List<?> items) {
    private static final int VHD_SECTOR = 512;

    /** Whether one may be a later state of the other: a disk keeps its number when it grows, is restored or gets another layout. */
    boolean isSameDisk(Identity other) {
        return format.equals(other.format) && disk.equals(other.disk);
    }

    static Identity of(ConversionTarget like) {
        if (like instanceof ConversionTarget.Vhdx vhdx) {
            return new Identity(
                    "VHDX",
                    vhdx.envelope().virtualSize(),
                    vhdx.envelope().logicalSectorSize(),
                    vhdx.envelope().physicalSectorSize(),
                    vhdx.envelope().virtualDiskId(),
                    vhdx.envelope().userItems());
        }
        if (like instanceof ConversionTarget.Vhd vhd) {
            return new Identity(
                    "VHD",
                    vhd.envelope().virtualSize(),
                    VHD_SECTOR,
                    VHD_SECTOR,
                    vhd.envelope().uniqueId(),
                    List.of());
        }
        throw new IllegalArgumentException("no container: " + like);
    }
}
