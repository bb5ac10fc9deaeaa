package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The items of the metadata region, [MS-VHDX] 2.6.1.
 *
 * <pre>
 * offset  size  field        rule
 *      0     8  Signature    "metadata"
 *     10     2  EntryCount   at most 2,047
 *     32   32n  entries      see {@link Entry}
 * </pre>
 */
final class MetadataTable {
    /** What is read at once: the table, and the items that writers put right after it. */
    private static final int PREFIX = Layout.METADATA_TABLE_BYTES + 4 * Layout.KIB;

    private static final int FIRST_ENTRY = 32;
    private static final Set<UUID> KNOWN = Set.of(
            Layout.FILE_PARAMETERS,
            Layout.VIRTUAL_DISK_SIZE,
            Layout.VIRTUAL_DISK_ID,
            Layout.LOGICAL_SECTOR_SIZE,
            Layout.PHYSICAL_SECTOR_SIZE,
            Layout.PARENT_LOCATOR);

    /**
     * One item, [MS-VHDX] 2.6.1.2.
     *
     * <pre>
     * offset  size  field    rule
     *      0    16  ItemId   unique together with IsUser
     *     16     4  Offset   from the start of the region; at least 64 KiB, or 0 if empty
     *     20     4  Length   at most 1 MiB; inside the region; overlapping no other
     *     24     4  flags    bit 0 IsUser, bit 1 IsVirtualDisk, bit 2 IsRequired
     * </pre>
     */
    record Entry(UUID id, ByteRange range, boolean user, boolean virtualDisk, boolean required) {
        static final int BYTES = 32;

        static Entry parse(ByteView view, long regionLength) throws CorruptDiskException {
            long offset = view.u32(16);
            long length = view.u32(20);
            if (length > Layout.MAX_METADATA_ITEM) {
                throw view.corrupt(20, "metadata item is longer than 1 MiB: " + length);
            }
            if (length > 0 && (offset < Layout.METADATA_TABLE_BYTES || offset > regionLength - length)) {
                throw view.corrupt(
                        16, "metadata item of " + length + " bytes at " + offset + " lies outside its region");
            }
            long flags = view.u32(24);
            return new Entry(
                    view.guid(0), new ByteRange(offset, length), (flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0);
        }
    }

    private final BlockDevice file;
    private final ByteRange region;
    private final ByteView prefix;
    private final List<Entry> entries;

    private MetadataTable(BlockDevice file, ByteRange region, ByteView prefix, List<Entry> entries) {
        this.file = file;
        this.region = region;
        this.prefix = prefix;
        this.entries = entries;
    }

    static MetadataTable read(BlockDevice file, ByteRange region) throws IOException {
        ByteView prefix = ByteView.read("metadata table", file, region.start(), PREFIX);
        if (!prefix.startsWith(0, "metadata")) {
            throw prefix.corrupt(0, "signature is not \"metadata\"");
        }
        int count = prefix.u16(10);
        if (count > Layout.MAX_TABLE_ENTRIES) {
            throw prefix.corrupt(10, "entry count is above " + Layout.MAX_TABLE_ENTRIES + ": " + count);
        }
        var entries = new ArrayList<Entry>();
        var seen = new HashSet<>();
        int userItems = 0;
        for (int i = 0; i < count; i++) {
            ByteView at = prefix.slice("metadata table entry", FIRST_ENTRY + Entry.BYTES * i, Entry.BYTES);
            Entry entry = Entry.parse(at, region.length());
            if (!seen.add(List.of(entry.id(), entry.user()))) {
                throw at.corrupt(0, "metadata item " + entry.id() + " is named twice");
            }
            if (entry.user() && ++userItems > Layout.MAX_USER_ITEMS) {
                throw at.corrupt(24, "more than " + Layout.MAX_USER_ITEMS + " user items");
            }
            if (entry.required() && (entry.user() || !KNOWN.contains(entry.id()))) {
                throw new UnsupportedDiskException(
                        "VHDX metadata item " + entry.id() + " must be understood to open this file, and is not known");
            }
            entries.add(entry);
        }
        checkOverlaps(prefix, entries);
        return new MetadataTable(file, region, prefix, List.copyOf(entries));
    }

    private static void checkOverlaps(ByteView table, List<Entry> entries) throws CorruptDiskException {
        var byOffset = new ArrayList<>(entries);
        byOffset.removeIf(entry -> entry.range().isEmpty());
        byOffset.sort(Comparator.comparingLong(entry -> entry.range().start()));
        for (int i = 1; i < byOffset.size(); i++) {
            ByteRange range = byOffset.get(i).range();
            if (byOffset.get(i - 1).range().overlaps(range)) {
                throw table.corrupt(FIRST_ENTRY, "two metadata items overlap at " + range.start());
            }
        }
    }

    List<Entry> entries() {
        return entries;
    }

    /** The bytes of a system item, if the table has it. */
    Optional<ByteView> item(UUID id, String name) throws IOException {
        for (Entry entry : entries) {
            if (!entry.user() && entry.id().equals(id)) {
                return Optional.of(bytes(entry, name));
            }
        }
        return Optional.empty();
    }

    /** The bytes of an item of this table, at most 1 MiB. */
    ByteView bytes(Entry entry, String name) throws IOException {
        int offset = Math.toIntExact(entry.range().start());
        int length = Math.toIntExact(entry.range().length());
        return entry.range().end() <= prefix.length()
                ? prefix.slice(name, offset, length)
                : ByteView.read(name, file, region.start() + offset, length);
    }

    /** The bytes of a system item that every file must have. */
    ByteView require(UUID id, String name) throws IOException {
        var item = item(id, name);
        if (item.isEmpty()) {
            throw prefix.corrupt(FIRST_ENTRY, "there is no item \"" + name + "\"");
        }
        return item.get();
    }
}
