package dev.profilekeep.disk.check;

import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import dev.profilekeep.disk.io.SubDevice;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.disk.partition.FileSystems;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** Looks at a disk whose table names no partition: is it empty, or has it lost its table? What it reads is bounded. */
final class LostTable {
    /** What is in the disk. */
    enum Content {
        /** All that is stored is zeros. */
        EMPTY,
        /** Zeros, as far as was looked. */
        PERHAPS_EMPTY,
        /** Something. */
        SOMETHING
    }

    /** A file system that no table leads to. */
    record Found(long offset, String name) {}

    private static final int MIB = 1024 * 1024;
    /** Windows, diskpart and parted begin partitions at whole MiB; 256 of them hold any reserved partition before the first. */
    private static final int ALIGNED_STARTS = 256;
    /** Where partitions began before: behind the MBR's track, behind a GPT, behind a GPT's reserved partition. */
    private static final long[] OTHER_STARTS = {0, 6, 34, 40, 63, 128};

    private static final long OLD_RESERVED = 32L * MIB;
    private static final long LOOKED_AT = 64L * MIB;
    private static final byte[] ZEROS = new byte[MIB];

    private final VirtualDisk disk;
    private final BlockDevice content;
    private final long size;

    LostTable(VirtualDisk disk) throws IOException {
        this.disk = disk;
        this.content = disk.disk();
        this.size = content.size();
    }

    /** File systems at the places where partitions usually begin, and those whose last sector is near the end of the disk. */
    List<Found> fileSystems() throws IOException {
        var starts = new TreeSet<Long>();
        for (int sector : new int[] {512, 4096}) {
            for (long other : OTHER_STARTS) {
                starts.add(other * sector);
                starts.add(OLD_RESERVED + other * sector);
            }
        }
        for (long i = 1; i <= ALIGNED_STARTS; i++) {
            starts.add(i * MIB);
        }
        var found = new ArrayList<Found>();

        for (long start : starts) {
            if (start >= size || isNeverStored(start)) {
                continue;
            }
            String name = FileSystems.name(new SubDevice(content, new ByteRange(start, size - start)));
            if (!name.equals(FileSystems.UNKNOWN)) {
                found.add(new Found(start, name));
            }
        }
        if (found.isEmpty()) {
            long tail = Math.min(size, 2L * MIB);
            NtfsVolume.startsByCopies(content, size - tail).forEach(start -> found.add(new Found(start, "NTFS")));
        }
        return found;
    }

    private boolean isNeverStored(long start) throws IOException {
        boolean[] stored = {false};
        disk.extents(
                new ByteRange(start, Math.min(size - start, 128L * 1024)), extent -> stored[0] |= isStored(extent));
        return !stored[0];
    }

    private static boolean isStored(Extent extent) {
        return !(extent instanceof Extent.Zero || extent instanceof Extent.Unmapped);
    }

    /**
     * Reads the last MiB, and what is stored from the start on.
     *
     * @param table how many bytes at the start and at the end may hold a partition table, and do not count
     */
    Content content(long table) throws IOException {
        long from = Math.min(table, size);
        long to = Math.max(from, size - table);
        if (holdsMore(Math.max(from, to - MIB), to)) {
            return Content.SOMETHING;
        }
        var look = new Object() {
            long left = LOOKED_AT;
            boolean all = true;
            boolean something;
        };
        disk.extents(new ByteRange(from, to - from), extent -> {
            if (!isStored(extent) || look.something) {
                return;
            }
            long end = extent.diskOffset() + Math.min(extent.length(), look.left);
            look.all &= end == extent.diskEnd();
            look.left -= end - extent.diskOffset();
            look.something = holdsMore(extent.diskOffset(), end);
        });
        return look.something ? Content.SOMETHING : look.all ? Content.EMPTY : Content.PERHAPS_EMPTY;
    }

    /** Whether there is anything but zeros in a range. */
    private boolean holdsMore(long from, long to) throws IOException {
        for (long at = from; at < to; at += MIB) {
            int length = (int) Math.min(MIB, to - at);
            byte[] piece = ByteView.read("content", content, at, length).copy();
            if (Arrays.mismatch(piece, 0, length, ZEROS, 0, length) >= 0) {
                return true;
            }
        }
        return false;
    }
}
