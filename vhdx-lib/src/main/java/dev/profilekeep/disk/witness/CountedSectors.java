package dev.profilekeep.disk.witness;

import dev.profilekeep.disk.io.ByteRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Which sectors of a disk count: all but those of free clusters. Safe for use by several threads. */
final class CountedSectors {
    private final long diskSectors;
    private final int sectorSize;
    private final List<VolumeClusters> volumes = new ArrayList<>();

    CountedSectors(StoredDisk disk) throws IOException {
        this.sectorSize = disk.sectorSize();
        this.diskSectors = disk.size() / sectorSize;
        for (ByteRange partition : Partitions.of(disk)) {
            NtfsBitmap.find(disk, partition).ifPresent(volumes::add);
        }
    }

    /** Sectors of the whole disk that count. Reads the bitmaps. */
    long count() throws IOException {
        long free = 0;
        for (VolumeClusters volume : volumes) {
            free += volume.countFree() * (volume.clusterBytes() / sectorSize);
        }
        return diskSectors - free;
    }

    /** Marks those of the sectors from {@code first} on that do not count; the first with bit 0. */
    void markOthers(long first, int count, long[] marks) throws IOException {
        for (VolumeClusters volume : volumes) {
            long start = volume.range().start() / sectorSize;
            long from = Math.max(first, start);
            long to = Math.min(first + count, volume.range().end() / sectorSize);
            int each = volume.clusterBytes() / sectorSize;
            if (from < to) {
                volume.forEachFree((from - start) / each, (to - 1 - start) / each + 1, cluster -> {
                    long end = Math.min(to, start + (cluster + 1) * each);
                    for (long sector = Math.max(from, start + cluster * each); sector < end; sector++) {
                        marks[(int) (sector - first) / 64] |= 1L << (sector - first);
                    }
                });
            }
        }
    }
}
