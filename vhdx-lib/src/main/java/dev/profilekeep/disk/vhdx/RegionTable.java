package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import dev.profilekeep.disk.io.Guids;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where the regions of the file lie, [MS-VHDX] 2.2.3.
 *
 * <pre>
 * offset  size  field        rule
 *      0     4  Signature    "regi"
 *      4     4  Checksum     CRC-32C of the 64 KiB
 *      8     4  EntryCount   at most 2,047
 *     16   32n  entries      see {@link Entry}
 * </pre>
 *
 * @param entries in file order, none overlapping another
 */
record RegionTable(List<Entry> entries) {
    private static final int FIRST_ENTRY = 16;

    /** The table to go by, and a word if the two copies are not equally sound. */
    record Choice(RegionTable table, @Nullable String note) {}

    /**
     * One region, [MS-VHDX] 2.2.3.2.
     *
     * <pre>
     * offset  size  field        rule
     *      0    16  Guid         unique within the table
     *     16     8  FileOffset   multiple of 1 MiB, not below 1 MiB
     *     24     4  Length       multiple of 1 MiB
     *     28     4  Required     bit 0: who does not know it must not open the file
     * </pre>
     */
    record Entry(UUID guid, ByteRange range, boolean required) {
        static final int BYTES = 32;

        boolean isKnown() {
            return guid.equals(Layout.BAT_REGION) || guid.equals(Layout.METADATA_REGION);
        }

        static Entry parse(ByteView view, long fileSize) throws CorruptDiskException {
            long offset = view.size64(16);
            if (offset < Layout.MIB || offset % Layout.MIB != 0) {
                throw view.corrupt(16, "region offset is not a positive multiple of 1 MiB: " + offset);
            }
            long length = view.u32(24);
            if (length == 0 || length % Layout.MIB != 0) {
                throw view.corrupt(24, "region length is not a positive multiple of 1 MiB: " + length);
            }
            if (offset > fileSize - length) {
                throw view.corrupt(
                        16,
                        "region of " + length + " bytes at " + offset + " lies past the end of the file, which has "
                                + fileSize + " bytes: was it cut short?");
            }
            return new Entry(view.guid(0), new ByteRange(offset, length), (view.u32(28) & 1) != 0);
        }
    }

    /**
     * Reads both copies and takes the first sound one.
     *
     * @throws CorruptDiskException if neither is sound, with both reasons
     * @throws UnsupportedDiskException if a region is required that we do not know
     */
    static Choice choose(ByteView first, ByteView second, ByteRange log, long fileSize) throws IOException {
        RegionTable table;
        try {
            table = parse(first, log, fileSize);
        } catch (CorruptDiskException firstFault) {
            try {
                String note = "the first region table is not sound (" + firstFault.rule() + "); the second is used";
                return new Choice(parse(second, log, fileSize), note);
            } catch (CorruptDiskException secondFault) {
                var both = new CorruptDiskException(
                        "region tables",
                        first.origin(),
                        "neither copy is sound: the first: " + firstFault.rule() + "; the second: "
                                + secondFault.rule());
                both.addSuppressed(secondFault);
                throw both;
            }
        }
        return new Choice(table, noteOnSecond(first, second, log, fileSize));
    }

    private static @Nullable String noteOnSecond(ByteView first, ByteView second, ByteRange log, long fileSize)
            throws IOException {
        if (Arrays.equals(first.copy(), second.copy())) {
            return null;
        }
        try {
            parse(second, log, fileSize);
            return "the two region tables differ; the first is used";
        } catch (CorruptDiskException | UnsupportedDiskException e) {
            return "the second region table is not sound (" + e.getMessage() + "); the first is used";
        }
    }

    static RegionTable parse(ByteView view, ByteRange log, long fileSize) throws IOException {
        if (!view.startsWith(0, "regi")) {
            throw view.corrupt(0, "signature is not \"regi\"");
        }
        Checksum.verify(view);
        long count = view.u32(8);
        if (count > Layout.MAX_TABLE_ENTRIES) {
            throw view.corrupt(8, "entry count is above " + Layout.MAX_TABLE_ENTRIES + ": " + count);
        }
        var entries = new ArrayList<Entry>();
        var seen = new HashSet<UUID>();
        for (int i = 0; i < count; i++) {
            ByteView at = view.slice("region table entry", FIRST_ENTRY + Entry.BYTES * i, Entry.BYTES);
            Entry entry = Entry.parse(at, fileSize);
            if (!seen.add(entry.guid())) {
                throw at.corrupt(0, "region " + entry.guid() + " is named twice");
            }
            if (entry.required() && !entry.isKnown()) {
                throw new UnsupportedDiskException(
                        "VHDX region " + entry.guid() + " must be understood to open this file, and is not known");
            }
            entries.add(entry);
        }
        checkOverlaps(view, entries, log);
        return new RegionTable(List.copyOf(entries));
    }

    private static void checkOverlaps(ByteView view, List<Entry> entries, ByteRange log) throws CorruptDiskException {
        entries.sort(Comparator.comparingLong(entry -> entry.range().start()));
        for (int i = 0; i < entries.size(); i++) {
            ByteRange range = entries.get(i).range();
            if (i > 0 && entries.get(i - 1).range().overlaps(range)) {
                throw view.corrupt(FIRST_ENTRY, "two regions overlap at " + range.start());
            }
            if (range.overlaps(log)) {
                throw view.corrupt(FIRST_ENTRY, "the region at " + range.start() + " overlaps the log");
            }
        }
    }

    /** The table as it stands in the file, with its checksum. */
    byte[] bytes() {
        var bytes = ByteBuffer.allocate(Layout.REGION_TABLE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(0, "regi".getBytes(StandardCharsets.US_ASCII));
        bytes.putInt(8, entries.size());
        bytes.position(FIRST_ENTRY);
        for (Entry entry : entries) {
            bytes.put(Guids.toBytes(entry.guid()));
            bytes.putLong(entry.range().start());
            bytes.putInt((int) entry.range().length());
            bytes.putInt(entry.required() ? 1 : 0);
        }
        Checksum.set(bytes.array());
        return bytes.array();
    }

    /** The range of a region that every file must have. */
    ByteRange require(UUID guid, String name) throws CorruptDiskException {
        for (Entry entry : entries) {
            if (entry.guid().equals(guid)) {
                return entry.range();
            }
        }
        throw new CorruptDiskException("region table", Layout.REGION_TABLE_1, "there is no " + name + " region");
    }
}
