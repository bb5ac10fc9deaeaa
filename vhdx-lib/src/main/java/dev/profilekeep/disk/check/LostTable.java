package dev.profilekeep.disk.check;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.SubDevice;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.disk.partition.FileSystems;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Looks at a disk whose table names no partition: is it empty, or has it lost its table? Reads what is stored until a byte is not
 * zero; of a disk that is all zeros, all that is stored.
 */
final class LostTable {
    /** What is in the disk. */
    enum Content {
        /** All that is stored is zeros. */
        EMPTY,
        /** Zeros, as far as was looked before the look was ended. */
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
    private static final int PIECE = 4 * MIB;

    private final VirtualDisk disk;
    private final Progress progress;
    private final BlockDevice content;
    private final long size;

    LostTable(VirtualDisk disk, Progress progress) throws IOException {
        this.disk = disk;
        this.progress = progress;
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
     * Reads the last MiB, and what is stored from the start on, in large pieces.
     *
     * @param table how many bytes at the start and at the end may hold a partition table, and do not count
     */
    Content content(long table) throws IOException {
        long from = Math.min(table, size);
        return content(from, Math.max(from, size - table));
    }

    /** As {@link #content(long)}, of a part of the disk: its last MiB, and what is stored from its start on. */
    Content content(long from, long to) throws IOException {
        var look = new Look(from, to);
        look.at(Math.max(from, to - MIB), to);
        if (look.found == Content.EMPTY) {
            disk.extents(new ByteRange(from, to - from), extent -> {
                if (isStored(extent)) {
                    look.at(extent.diskOffset(), extent.diskEnd());
                }
            });
        }
        return look.found;
    }

    /** Goes on until something is found, or it is ended. */
    private final class Look {
        private final long start;
        private final long end;
        private final ByteBuffer piece;
        private Content found = Content.EMPTY;

        Look(long start, long end) {
            this.start = start;
            this.end = end;
            this.piece = ByteBuffer.allocate((int) Math.min(PIECE, end - start));
        }

        void at(long from, long to) throws IOException {
            for (long at = from; at < to && found == Content.EMPTY; at += PIECE) {
                piece.clear().limit((int) Math.min(PIECE, to - at));
                content.readFully(at, piece);
                if (!isZero(piece.flip())) {
                    found = Content.SOMETHING;
                } else if (!progress.at(at - start, end - start)) {
                    found = Content.PERHAPS_EMPTY;
                }
            }
        }
    }

    private static boolean isZero(ByteBuffer bytes) {
        // Eight at a time, in a loop that is compiled within the first piece.
        int at = 0;
        for (; at <= bytes.limit() - Long.BYTES; at += Long.BYTES) {
            if (bytes.getLong(at) != 0) {
                return false;
            }
        }
        for (; at < bytes.limit(); at++) {
            if (bytes.get(at) != 0) {
                return false;
            }
        }
        return true;
    }
}
