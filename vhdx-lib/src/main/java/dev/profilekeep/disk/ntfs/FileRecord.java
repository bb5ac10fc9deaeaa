package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One record of the master file table.
 *
 * <pre>
 * offset  size  field
 *      0     4  "FILE" ("BAAD" if a check found it torn)
 *      4     4  update sequence, see {@link UpdateSequence}
 *     16     2  sequence number, one more for each life of the record
 *     18     2  names of the file, those for DOS too
 *     20     2  offset of the first attribute
 *     22     2  flags: 1 in use, 2 directory
 *     24     4  bytes in use
 *     32     8  base record, if this one only extends it
 *     40     2  identifier that the next attribute will have
 * </pre>
 *
 * @param links how many names the record says that the file has, those for DOS too
 * @param base zero for a base record
 */
record FileRecord(
        boolean inUse,
        boolean isDirectory,
        int sequence,
        int links,
        FileReference base,
        int nextId,
        List<Attribute> attributes) {
    private static final int HEADER_BYTES = 42;
    private static final int IN_USE = 1;
    private static final int DIRECTORY = 2;

    FileRecord {
        attributes = List.copyOf(attributes);
    }

    /** @param clusters of the volume */
    static FileRecord parse(ByteView raw, long clusters) throws CorruptDiskException {
        if (!raw.startsWith(0, "FILE")) {
            throw raw.corrupt(0, "signature is not \"FILE\"");
        }
        ByteView view = UpdateSequence.restore(raw);
        int used = view.size32(24);
        int at = view.u16(20);
        if (used > view.length() || at < HEADER_BYTES || at > used) {
            throw view.corrupt(
                    20, "attributes begin at " + at + " of " + used + " bytes in use, the record has " + view.length());
        }
        var attributes = new ArrayList<Attribute>();
        while (view.u32(at) != Attribute.END_MARK) {
            int length = view.size32(at + 4);
            if (length < Attribute.MIN_BYTES || length % 8 != 0 || length > used - at) {
                throw view.corrupt(at + 4, "attribute length makes no sense: " + length);
            }
            attributes.add(Attribute.parse(view.slice("attribute", at, length), clusters));
            at += length;
        }
        int flags = view.u16(22);
        return new FileRecord(
                (flags & IN_USE) != 0,
                (flags & DIRECTORY) != 0,
                view.u16(16),
                view.u16(18),
                FileReference.parse(view, 32),
                view.u16(40),
                attributes);
    }

    /** Whether this record only carries attributes of another one. */
    boolean isExtension() {
        return base.number() != 0 || base.sequence() != 0;
    }

    Optional<Attribute> find(int type, String name) {
        return attributes.stream().filter(attribute -> attribute.is(type, name)).findFirst();
    }
}
