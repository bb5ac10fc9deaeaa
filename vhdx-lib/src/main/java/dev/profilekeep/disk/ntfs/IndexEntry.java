package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteView;
import java.util.ArrayList;
import java.util.List;

/**
 * One entry of an index.
 *
 * <pre>
 * offset  size  field
 *      0     8  file (directories), or: 2 offset of the data, 2 length of the data (views)
 *      8     2  length of the entry
 *     10     2  length of the key
 *     12     2  flags: 1 a node lies below, 2 last of its node, without a key
 *     16        key, then data
 *    n-8     8  node below: its VCN
 * </pre>
 *
 * @param whole the entry
 * @param key empty for the last
 * @param child -1 if there is none
 */
record IndexEntry(ByteView whole, ByteView key, boolean last, long child) {
    private static final int HEADER_BYTES = 16;
    private static final int HAS_CHILD = 1;
    private static final int LAST = 2;

    FileReference file() throws CorruptDiskException {
        return FileReference.parse(whole, 0);
    }

    /** What belongs to the key, in indexes that are no directories. */
    ByteView data() throws CorruptDiskException {
        return whole.slice("index data", whole.u16(0), whole.u16(2));
    }

    /**
     * The entries of a node.
     *
     * <pre>
     * offset  size  field
     *      0     4  offset of the first entry, from here
     *      4     4  end of the entries, from here
     * </pre>
     *
     * @param node from its header on
     */
    static List<IndexEntry> parse(ByteView node) throws CorruptDiskException {
        int at = node.size32(0);
        int end = node.size32(4);
        if (at < HEADER_BYTES || end > node.length() || at > end) {
            throw node.corrupt(0, "entries lie from " + at + " to " + end + " in " + node.length() + " bytes");
        }
        var entries = new ArrayList<IndexEntry>();
        while (true) {
            int length = node.u16(at + 8);
            if (length < HEADER_BYTES || length % 8 != 0 || length > end - at) {
                throw node.corrupt(at + 8, "index entry length makes no sense: " + length);
            }
            ByteView whole = node.slice("index entry", at, length);
            int flags = whole.u16(12);
            boolean last = (flags & LAST) != 0;
            boolean hasChild = (flags & HAS_CHILD) != 0;
            if (hasChild && length < HEADER_BYTES + 8) {
                throw whole.corrupt(8, "index entry has no room for the node below it");
            }
            ByteView key = whole.slice("index key", HEADER_BYTES, last ? 0 : whole.u16(10));
            entries.add(new IndexEntry(whole, key, last, hasChild ? whole.size64(length - 8) : -1));
            if (last) {
                return entries;
            }
            at += length;
        }
    }
}
