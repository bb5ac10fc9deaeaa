package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.finding.Findings;
import dev.profilekeep.disk.finding.Place;
import dev.profilekeep.disk.image.BlockState;
import dev.profilekeep.disk.image.PagedTable;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;

/** Judges every entry of a block allocation table, alone and against the others. One bit of memory for each MiB of the file. */
final class BlockTableCheck {
    private static final int PAGE = Layout.MIB;
    private static final String STRUCTURE = "block allocation table entry";

    private final long fileSize;
    private final ByteRange region;
    private final DiskMetadata metadata;
    private final List<ByteRange> reserved;
    private final Findings findings;
    private final PagedTable entries;
    private final BitSet taken = new BitSet();
    /** Units that more than one block claims. */
    private final BitSet contested = new BitSet();

    private long lastUsed;
    /** Payload blocks that have a place. */
    private long stored;

    /** @throws CorruptDiskException if the region is too short for the table */
    BlockTableCheck(
            BlockDevice file, ByteRange region, DiskMetadata metadata, List<ByteRange> reserved, Findings findings)
            throws IOException {
        this.fileSize = file.size();
        this.region = region;
        this.metadata = metadata;
        this.reserved = reserved;
        this.findings = findings;
        long bytes = BlockTable.bytes(region, metadata);
        this.entries = new PagedTable("block allocation table", file, new ByteRange(region.start(), bytes), PAGE);
        this.lastUsed = Layout.MIB;
        reserved.forEach(range -> lastUsed = Math.max(lastUsed, range.end()));
    }

    /** What is done with an entry that names a place. */
    private interface Claim {
        /** @param needed bytes of it that the file must have */
        void claim(String what, long index, ByteRange place, long needed);
    }

    void run() throws IOException {
        walk(this::claim, true);
        if (!contested.isEmpty()) {
            nameContestants();
        }
        rest();
    }

    /** Judges what is behind the last thing in the file. */
    private void rest() {
        long from = lastUsed;
        if (metadata.isFixed()) {
            // Its file has room for each block from the start, also for those that no entry has been given.
            long kept = Math.min(fileSize - from, (metadata.blockCount() - stored) * metadata.blockSize());
            if (kept >= metadata.blockSize()) {
                findings.add(
                        VhdxRule.FIXED_UNWRITTEN,
                        Place.inFile("end of the file", from),
                        kept + " bytes are kept for the " + (metadata.blockCount() - stored)
                                + " blocks without a place");
            }
            from += kept;
        }
        // Up to a block may have been added to the file before the table names it.
        if (fileSize - from >= metadata.blockSize()) {
            findings.add(
                    VhdxRule.FILE_LONG,
                    Place.inFile("end of the file", from),
                    (fileSize - from) + " bytes could be given back");
        }
    }

    private void walk(Claim claim, boolean judge) throws IOException {
        long blocks = metadata.blockCount();
        long ratio = metadata.chunkRatio();
        boolean partial = false;
        for (long block = 0; block < blocks; block++) {
            partial |= payload(block, claim, judge);
            boolean chunkEnds = block % ratio == ratio - 1 || block == blocks - 1;
            if (chunkEnds && (metadata.hasParent() || block % ratio == ratio - 1 && block < blocks - 1)) {
                bitmap(block / ratio, partial, claim, judge);
                partial = false;
            }
        }
    }

    /** @return whether the block needs its chunk's sector bitmap */
    private boolean payload(long block, Claim claim, boolean judge) throws IOException {
        long index = BlockTable.payloadIndex(block, metadata.chunkRatio());
        long at = index * BatEntry.BYTES;
        BatEntry entry;
        try {
            ByteView page = entries.pageOf(at);
            entry = BatEntry.payload(page, entries.inPage(at), metadata.hasParent());
        } catch (CorruptDiskException e) {
            if (judge) {
                findings.add(VhdxRule.BLOCK_STATE, at(index), "block " + block + ": " + e.rule());
            }
            return false;
        }
        if (entry.state().isStored()) {
            stored += judge ? 1 : 0;
            // The last block of a disk may be longer than what is left of the disk, and the file end with the disk.
            long needed = Math.min(metadata.blockSize(), metadata.virtualSize() - block * metadata.blockSize());
            claim.claim("block " + block, index, new ByteRange(entry.fileOffset(), metadata.blockSize()), needed);
        }
        return entry.state() == BlockState.PARTIALLY_PRESENT;
    }

    private void bitmap(long chunk, boolean needed, Claim claim, boolean judge) throws IOException {
        long index = BlockTable.bitmapIndex(chunk, metadata.chunkRatio());
        long at = index * BatEntry.BYTES;
        String what = "sector bitmap " + chunk;
        BatEntry entry;
        try {
            ByteView page = entries.pageOf(at);
            entry = BatEntry.bitmap(page, entries.inPage(at));
        } catch (CorruptDiskException e) {
            if (judge) {
                findings.add(VhdxRule.BITMAP_STATE, at(index), what + ": " + e.rule());
            }
            return;
        }
        if (entry.state().isStored()) {
            claim.claim(what, index, new ByteRange(entry.fileOffset(), Layout.MIB), Layout.MIB);
            if (judge && !metadata.hasParent()) {
                findings.add(VhdxRule.BITMAP_NEEDLESS, at(index), what);
            }
        } else if (needed && judge) {
            findings.add(VhdxRule.BITMAP_MISSING, at(index), what);
        }
    }

    private void claim(String what, long index, ByteRange place, long needed) {
        if (place.start() + needed > fileSize) {
            findings.add(
                    VhdxRule.BLOCK_OUTSIDE,
                    at(index),
                    what + " of " + needed + " bytes lies at " + place.start() + ", the file ends at " + fileSize);
            return;
        }
        if (place.start() < Layout.MIB) {
            findings.add(
                    VhdxRule.BLOCK_IN_STRUCTURE, at(index), what + " lies in the header section, at " + place.start());
            return;
        }
        for (ByteRange range : reserved) {
            if (range.overlaps(place)) {
                findings.add(
                        VhdxRule.BLOCK_IN_STRUCTURE,
                        at(index),
                        what + " at " + place.start() + " and the region or log at " + range.start());
                return;
            }
        }
        lastUsed = Math.max(lastUsed, Math.min(place.end(), fileSize));
        int from = unit(place.start());
        int end = unit(place.end());
        for (int unit = taken.nextSetBit(from); unit >= 0 && unit < end; unit = taken.nextSetBit(unit + 1)) {
            contested.set(unit);
        }
        taken.set(from, end);
    }

    /** Walks the table once more, to say of every block with a contested place whom it shares it with. */
    private void nameContestants() throws IOException {
        var firsts = new HashMap<Integer, String>();
        walk(
                (what, index, place, needed) -> {
                    if (place.start() < Layout.MIB || place.start() >= fileSize) {
                        return;
                    }
                    int unit = contested.nextSetBit(unit(place.start()));
                    if (unit < 0 || unit >= unit(place.end())) {
                        return;
                    }
                    String other = firsts.get(unit);
                    if (other != null) {
                        findings.add(
                                VhdxRule.BLOCK_OVERLAP,
                                at(index),
                                other + " and " + what + ", at " + (long) unit * Layout.MIB);
                    } else if (firsts.size() < Findings.KEPT_PER_RULE) {
                        for (int i = unit; i >= 0 && i < unit(place.end()); i = contested.nextSetBit(i + 1)) {
                            firsts.putIfAbsent(i, what);
                        }
                    }
                },
                false);
    }

    private static int unit(long offset) {
        return Math.toIntExact(offset / Layout.MIB);
    }

    private Place at(long index) {
        return Place.inFile(STRUCTURE + " " + index, region.start() + index * BatEntry.BYTES);
    }
}
