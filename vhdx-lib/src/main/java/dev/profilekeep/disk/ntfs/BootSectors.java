package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Finds the boot sector of a volume, or its copy. */
final class BootSectors {
    /** A copy of the boot sector is the last sector of the partition, of whatever size sectors are. */
    private static final int[] SECTOR_SIZES = {512, 4096, 1024, 2048, 256};

    private BootSectors() {}

    /** @param notes receives that the copy had to be used */
    static BootSector read(BlockDevice device, List<String> notes) throws IOException {
        try {
            return BootSector.parse(ByteView.read("NTFS boot sector", device, 0, BootSector.BYTES), device.size());
        } catch (CorruptDiskException e) {
            Optional<BootSector> copy = backup(device);
            if (copy.isEmpty()) {
                throw e;
            }
            notes.add("the boot sector is damaged (" + e.getMessage() + "); its copy at the end is used");
            return copy.get();
        }
    }

    static Optional<BootSector> backup(BlockDevice device) throws IOException {
        long size = device.size();
        int length = (int) Math.min(4096, size);
        ByteView end = ByteView.read("copy of the NTFS boot sector", device, size - length, length);
        for (int sector : SECTOR_SIZES) {
            int at = length - sector;
            if (at < 0 || at + BootSector.BYTES > length) {
                continue;
            }
            ByteView copy = end.slice(end.structure(), at, BootSector.BYTES);
            if (!BootSector.hasName(copy)) {
                continue;
            }
            try {
                BootSector boot = BootSector.parse(copy, size);
                if (boot.sectorBytes() == sector && boot.totalSectors() == size / sector - 1) {
                    return Optional.of(boot);
                }
            } catch (CorruptDiskException notACopy) {
                // Another sector size may fit.
            }
        }
        return Optional.empty();
    }
}
