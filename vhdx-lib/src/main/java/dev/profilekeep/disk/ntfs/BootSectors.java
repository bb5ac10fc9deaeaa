package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the boot sector of a volume, or its copy. */
final class BootSectors {
    /** A copy of the boot sector is the last sector of the partition, of whatever size sectors are. */
    private static final int[] SECTOR_SIZES = {512, 4096, 1024, 2048, 256};

    private static final int END_MARK = 0xaa55;

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

    /** See {@link NtfsVolume#isWholeDiskByCopy}. */
    static boolean isWholeDiskByCopy(BlockDevice disk) throws IOException {
        if (disk.size() < 2 * BootSector.BYTES || backup(disk).isEmpty()) {
            return false;
        }
        ByteView first = ByteView.read("first sector", disk, 0, BootSector.BYTES);
        byte[] left = first.copy();
        if (first.u16(BootSector.BYTES - 2) != END_MARK) {
            // Not a partition table either; of a GPT the second copy would stand in the last sector.
            return true;
        }
        ByteView copy = ByteView.read("last sector", disk, disk.size() - BootSector.BYTES, BootSector.BYTES);
        int equal = 0;
        for (int i = BootSector.PARAMETERS; i < BootSector.PARAMETERS_END; i++) {
            equal += left[i] == (byte) copy.u8(i) ? 1 : 0;
        }
        return BootSector.hasName(copy) && equal > (BootSector.PARAMETERS_END - BootSector.PARAMETERS) * 3 / 4;
    }

    /** See {@link NtfsVolume#startsByCopies}. */
    static List<Long> startsByCopies(BlockDevice disk, long from) throws IOException {
        var starts = new ArrayList<Long>();
        ByteView tail = ByteView.read("end of the disk", disk, from, (int) (disk.size() - from));
        for (int at = 0; at + BootSector.BYTES <= tail.length(); at += BootSector.BYTES) {
            ByteView copy = tail.slice("copy of the NTFS boot sector", at, BootSector.BYTES);
            if (!BootSector.hasName(copy)) {
                continue;
            }
            try {
                BootSector boot = BootSector.parse(copy, from + at);
                long start = from + at - boot.totalSectors() * boot.sectorBytes();
                ByteView record = ByteView.read(
                        "first file record", disk, start + boot.mftCluster() * boot.clusterBytes(), BootSector.BYTES);
                if (record.startsWith(0, "FILE")) {
                    starts.add(start);
                }
            } catch (CorruptDiskException notACopy) {
                // Something that looks like one.
            }
        }
        return starts;
    }
}
