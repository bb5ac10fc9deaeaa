package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.finding.Place;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/** Compares what files claim with {@code $Bitmap}, in both directions. */
final class BitmapCheck {
    private static final int PAGE_BYTES = ClusterClaims.PAGE_BITS / 8;
    private static final int PIECE_PAGES = 128;

    private final CheckedVolume volume;
    /** Clusters in use that the bitmap calls free. */
    private final OverlapLog markedFree;

    private long unclaimed;
    private long firstUnclaimed = -1;

    BitmapCheck(CheckedVolume volume, OverlapLog markedFree) {
        this.volume = volume;
        this.markedFree = markedFree;
    }

    /** @param allKnown whether every file could be read: otherwise clusters without an owner prove nothing */
    void run(boolean allKnown) throws IOException {
        try {
            Optional<NtfsStream> stream = volume.files.read(new FileReference(MasterFileTable.BITMAP, 0)).stream("");
            if (stream.isEmpty()) {
                lost("it has no content");
                return;
            }
            BlockDevice bits = stream.get().content(volume.mft.volume());
            long needed = (volume.boot.clusters() + 7) / 8;
            if (bits.size() < needed) {
                lost("it has " + bits.size() + " bytes, the volume needs " + needed);
                return;
            }
            compare(bits, needed);
        } catch (DiskException | EOFException e) {
            lost(String.valueOf(e.getMessage()));
            return;
        }
        if (unclaimed > 0 && allKnown && !volume.claims.isIncomplete()) {
            volume.findings.add(
                    NtfsRule.CLUSTER_MARKED_USED,
                    Place.onVolume("$Bitmap", firstUnclaimed * volume.boot.clusterBytes(), "$Bitmap"),
                    unclaimed + " clusters, " + unclaimed * volume.boot.clusterBytes() + " bytes; the first is cluster "
                            + firstUnclaimed);
        }
    }

    private void lost(String why) {
        volume.findings.add(
                NtfsRule.BITMAP_LOST,
                Place.onVolume("$Bitmap", volume.offsetOf(MasterFileTable.BITMAP), "$Bitmap"),
                why);
    }

    private void compare(BlockDevice bits, long needed) throws IOException {
        for (int page = 0; page < volume.claims.pageCount(); page += PIECE_PAGES) {
            long from = (long) page * PAGE_BYTES;
            if (from >= needed) {
                return;
            }
            int length = (int) Math.min((long) PIECE_PAGES * PAGE_BYTES, needed - from);
            ByteView piece = ByteView.read("$Bitmap", bits, from, length);
            for (int i = 0; i * PAGE_BYTES < length; i++) {
                int count = Math.min(PAGE_BYTES, length - i * PAGE_BYTES);
                page(page + i, piece, i * PAGE_BYTES, count);
            }
        }
    }

    private void page(int page, ByteView piece, int at, int count) throws IOException {
        long[] claimed = volume.claims.page(page);
        if (claimed == null && piece.isFilled(at, count, 0)) {
            return;
        }
        long start = (long) page * ClusterClaims.PAGE_BITS;
        for (int i = 0; i < count; i += 8) {
            long used = 0;
            if (i + 8 <= count) {
                used = piece.bits64(at + i);
            } else {
                for (int b = i; b < count; b++) {
                    used |= (long) piece.u8(at + b) << 8 * (b - i);
                }
            }
            long own = claimed == null ? 0 : claimed[i / 8];
            word(start + i * 8L, own, used);
        }
    }

    private void word(long first, long claimed, long used) {
        long inside = volume.boot.clusters() - first;
        // Bits behind the last cluster are set or not, as the formatter pleased.
        long mask = inside >= 64 ? -1L : (1L << inside) - 1;
        long free = claimed & ~used & mask;
        while (free != 0) {
            int from = Long.numberOfTrailingZeros(free);
            int length = Long.numberOfTrailingZeros(~(free >>> from));
            markedFree.add(first + from, length, -1, "");
            free &= from + length >= 64 ? 0 : -1L << (from + length);
        }
        long nobody = used & ~claimed & mask;
        if (nobody != 0) {
            if (unclaimed == 0) {
                firstUnclaimed = first + Long.numberOfTrailingZeros(nobody);
            }
            unclaimed += Long.bitCount(nobody);
        }
    }
}
