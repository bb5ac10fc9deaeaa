package dev.profilekeep.disk.ntfs.security;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteView;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of entries, whose order matters ([MS-DTYP] 2.4.5).
 *
 * <pre>
 * offset  size  field
 *      0     1  revision, 2 or 4
 *      2     2  size of the list
 *      4     2  number of entries
 *      8        entries
 * </pre>
 */
public record Acl(List<Ace> entries) {
    private static final int HEADER_BYTES = 8;

    public Acl {
        entries = List.copyOf(entries);
    }

    static Acl parse(ByteView descriptor, int at) throws CorruptDiskException {
        int size = descriptor.u16(at + 2);
        int count = descriptor.u16(at + 4);
        ByteView list = descriptor.slice("access control list", at, Math.max(size, HEADER_BYTES));
        var entries = new ArrayList<Ace>();
        int next = HEADER_BYTES;
        for (int i = 0; i < count; i++) {
            int length = list.u16(next + 2);
            if (length < Ace.MIN_BYTES) {
                throw list.corrupt(next + 2, "an entry of " + length + " bytes");
            }
            entries.add(Ace.parse(list.slice("access control entry", next, length)));
            next += length;
        }
        return new Acl(entries);
    }
}
