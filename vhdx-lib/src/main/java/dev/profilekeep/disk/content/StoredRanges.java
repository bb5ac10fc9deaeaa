package dev.profilekeep.disk.content;

import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.ByteRange;
import java.io.IOException;
import java.util.List;

/** Says whether a container stores anything of a range; questions in the order of the disk cost little. One thread. */
final class StoredRanges {
    /** Asked about at a time. */
    private static final long SECTION = 64L << 20;

    private final VirtualDisk disk;
    private ByteRange section = new ByteRange(0, 0);
    /** Of the section, as far as it is one; else it is asked each time. */
    private boolean allStored;

    private boolean noneStored;

    StoredRanges(VirtualDisk disk) {
        this.disk = disk;
    }

    boolean any(List<ByteRange> ranges) throws IOException {
        for (ByteRange range : ranges) {
            if (any(range)) {
                return true;
            }
        }
        return false;
    }

    private boolean any(ByteRange range) throws IOException {
        if (!section.contains(range)) {
            long start = range.start() / SECTION * SECTION;
            section = new ByteRange(start, Math.min(SECTION, disk.virtualSize() - start));
            long stored = stored(section);
            allStored = stored == section.length();
            noneStored = stored == 0;
            if (!section.contains(range)) {
                return stored(range) > 0;
            }
        }
        return allStored || !noneStored && stored(range) > 0;
    }

    private long stored(ByteRange range) throws IOException {
        long[] bytes = {0};
        disk.extents(range, extent -> bytes[0] += extent instanceof Extent.Stored ? extent.length() : 0);
        return bytes[0];
    }
}
