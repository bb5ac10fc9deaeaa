package dev.profilekeep.disk.info;

import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.ntfs.ClusterBitmap;
import java.io.IOException;

/** Which bytes of a disk a volume's bitmap calls free. Ask in rising order. */
final class VolumeUse {
    private final ByteRange onDisk;
    private final int clusterBytes;
    private final ClusterBitmap bitmap;

    /** @param volumeStart where the volume begins on the disk */
    VolumeUse(long volumeStart, int clusterBytes, ClusterBitmap bitmap) {
        this.onDisk = new ByteRange(volumeStart, bitmap.clusters() * clusterBytes);
        this.clusterBytes = clusterBytes;
        this.bitmap = bitmap;
    }

    /** The part of the disk that the bitmap speaks of. */
    ByteRange onDisk() {
        return onDisk;
    }

    /** Bytes of free clusters in a range of the disk; a cluster that is only partly inside counts with that part. */
    long freeBytes(ByteRange range) throws IOException {
        ByteRange part = range.intersect(onDisk);
        if (part.isEmpty()) {
            return 0;
        }
        long from = part.start() - onDisk.start();
        long to = part.end() - onDisk.start();
        long first = from / clusterBytes;
        long end = (to + clusterBytes - 1) / clusterBytes;
        long free = (end - first - bitmap.countUsed(first, end)) * clusterBytes;
        if (from % clusterBytes != 0 && isFree(first)) {
            free -= from % clusterBytes;
        }
        if (to % clusterBytes != 0 && isFree(end - 1)) {
            free -= clusterBytes - to % clusterBytes;
        }
        return free;
    }

    private boolean isFree(long cluster) throws IOException {
        return bitmap.countUsed(cluster, cluster + 1) == 0;
    }
}
