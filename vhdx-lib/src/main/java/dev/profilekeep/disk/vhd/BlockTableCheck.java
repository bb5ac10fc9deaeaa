package dev.profilekeep.disk.vhd;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.finding.Findings;
import dev.profilekeep.disk.finding.Place;
import dev.profilekeep.disk.image.PagedTable;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.Arrays;

/** Judges every entry of a block allocation table, alone and against the others. Eight bytes of memory for each block stored. */
final class BlockTableCheck {
    private static final int PAGE = 1024 * 1024;
    /** A disk of 2040 GiB, the largest that a VHD can be, has a million blocks of the usual size. */
    private static final int MAX_STORED = 4_000_000;

    private final BlockTable table;
    private final DynamicHeader header;
    private final long size;
    private final long diskSize;
    private final ByteRange[] structures;
    private final ByteRange range;
    private final Findings findings;
    private final PagedTable entries;
    /** Of each block stored: its first sector in the upper half, its number in the lower. */
    private long[] places = new long[256];

    private int stored;
    private boolean tooMany;
    private long lastUsed;

    /** @throws CorruptDiskException if the table is too short for the disk, or lies outside the file */
    BlockTableCheck(BlockDevice file, long size, DynamicHeader header, Footer footer, Findings findings)
            throws IOException {
        this.table = new BlockTable(file, size, header, footer, PAGE);
        this.header = header;
        this.size = size;
        this.diskSize = footer.currentSize();
        this.range = new ByteRange(header.tableOffset(), table.blockCount() * BlockTable.ENTRY_BYTES);
        this.structures = VhdCheck.structures(header, footer, size, range);
        this.findings = findings;
        this.entries = new PagedTable("block allocation table", file, range, PAGE);
        // The end of the file is the footer's; what is before it is for blocks.
        this.lastUsed = Math.max(range.end(), footer.dataOffset() + DynamicHeader.BYTES);
        if (footer.kind() == Footer.Kind.DIFFERENCING) {
            for (ByteRange room : header.locatorRooms()) {
                // One that reaches out of the file has a finding of its own.
                lastUsed = room.end() <= size ? Math.max(lastUsed, room.end()) : lastUsed;
            }
        }
    }

    void run() throws IOException {
        for (long block = 0; block < table.blockCount(); block++) {
            long at = block * BlockTable.ENTRY_BYTES;
            ByteView page = entries.pageOf(at);
            long sector = page.u32be(entries.inPage(at));
            if (sector != BlockTable.UNUSED) {
                judge(block, sector);
            }
        }
        overlaps();
        long end = size - FooterChoice.OLD_BYTES;
        if (end - lastUsed > header.blockSize() + table.bitmapBytes()) {
            findings.add(
                    VhdRule.FILE_LONG,
                    Place.inFile("end of the file", lastUsed),
                    (end - lastUsed) + " bytes could be given back");
        }
    }

    private void judge(long block, long sector) {
        long start = sector * BlockTable.SECTOR;
        long inside = Math.min(header.blockSize(), diskSize - block * header.blockSize());
        var place = new ByteRange(start, table.bitmapBytes() + inside);
        if (place.end() > size) {
            findings.add(
                    VhdRule.BLOCK_OUTSIDE,
                    at(block),
                    "block " + block + " lies from " + start + " to " + place.end() + ", the file ends at " + size);
            return;
        }
        for (ByteRange structure : structures) {
            if (structure.overlaps(place)) {
                findings.add(
                        VhdRule.BLOCK_IN_STRUCTURE,
                        at(block),
                        "block " + block + " at " + start + " and what is at " + structure.start());
                return;
            }
        }
        lastUsed = Math.max(lastUsed, place.end());
        if (stored == MAX_STORED) {
            tooMany = true;
            return;
        }
        if (stored == places.length) {
            places = Arrays.copyOf(places, Math.min(MAX_STORED, 2 * stored));
        }
        places[stored++] = sector << 32 | block;
    }

    private void overlaps() {
        if (tooMany) {
            findings.add(VhdRule.TOO_MANY_BLOCKS, Place.inFile("block allocation table", range.start()), "");
            return;
        }
        // Sectors are unsigned: with the highest bit turned, they are sorted as what they are.
        long[] sorted = Arrays.copyOf(places, stored);
        for (int i = 0; i < stored; i++) {
            sorted[i] ^= Long.MIN_VALUE;
        }
        Arrays.sort(sorted);
        long end = 0;
        long owner = -1;
        for (long mixed : sorted) {
            long entry = mixed ^ Long.MIN_VALUE;
            long block = entry & 0xffffffffL;
            long start = (entry >>> 32) * BlockTable.SECTOR;
            if (start < end) {
                findings.add(
                        VhdRule.BLOCK_OVERLAP, at(block), "block " + owner + " and block " + block + ", at " + start);
            }
            long inside = Math.min(header.blockSize(), diskSize - block * header.blockSize());
            if (start + table.bitmapBytes() + inside > end) {
                end = start + table.bitmapBytes() + inside;
                owner = block;
            }
        }
    }

    private Place at(long block) {
        return Place.inFile("block allocation table entry " + block, range.start() + block * BlockTable.ENTRY_BYTES);
    }
}
