package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteView;
import java.util.ArrayList;
import java.util.List;

/**
 * The list that says in which records the attributes of a large file are.
 *
 * @param entries in the order of the list
 */
record AttributeList(List<Entry> entries) {
    /** Windows keeps the list in one 256 KiB view. */
    static final int MAX_BYTES = 256 * 1024;

    /**
     * <pre>
     * offset  size  field
     *      0     4  type
     *      4     2  length of the entry
     *      6     1  length of the name in characters
     *      7     1  offset of the name
     *      8     8  first VCN of the piece
     *     16     8  record that holds it
     *     24     2  identifier that it has there
     * </pre>
     *
     * @param id -1 if the entry is too short to give it
     */
    record Entry(long type, String name, long firstVcn, FileReference record, int id) {
        static final int MIN_BYTES = 24;
        static final int WITH_ID = 26;

        boolean is(int wantedType, String wantedName) {
            return type == wantedType && name.equals(wantedName);
        }
    }

    AttributeList {
        entries = List.copyOf(entries);
    }

    static AttributeList parse(ByteView view) throws CorruptDiskException {
        var entries = new ArrayList<Entry>();
        // A list may end in slack that is too short for an entry.
        for (int at = 0; at <= view.length() - Entry.MIN_BYTES; ) {
            int length = view.u16(at + 4);
            if (view.u32(at) == 0 && length == 0) {
                break;
            }
            if (length < Entry.MIN_BYTES) {
                throw view.corrupt(at + 4, "entry length makes no sense: " + length);
            }
            int characters = view.u8(at + 6);
            String name = characters == 0 ? "" : view.utf16(at + view.u8(at + 7), 2 * characters);
            boolean withId = length >= Entry.WITH_ID && at + Entry.WITH_ID <= view.length();
            entries.add(new Entry(
                    view.u32(at),
                    name,
                    view.size64(at + 8),
                    FileReference.parse(view, at + 16),
                    withId ? view.u16(at + 24) : -1));
            at += length;
        }
        return new AttributeList(entries);
    }
}
