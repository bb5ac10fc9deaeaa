package dev.profilekeep.disk.ntfs.security;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteView;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody, by number ([MS-DTYP] 2.4.2.2): a revision (u8, 1), the count of parts (u8, at most 15), an authority of 48 bits,
 * big-endian, and the parts of 32 bits, little-endian.
 *
 * @param parts unsigned
 */
public record Sid(long authority, List<Long> parts) {
    private static final int HEADER_BYTES = 8;
    private static final int MAX_PARTS = 15;

    public Sid {
        parts = List.copyOf(parts);
        if (parts.size() > MAX_PARTS) {
            throw new IllegalArgumentException("a SID has at most 15 parts: " + parts.size());
        }
    }

    /** @param view may be longer */
    static Sid parse(ByteView view, int at) throws CorruptDiskException {
        int count = view.u8(at + 1);
        if (view.u8(at) != 1 || count > MAX_PARTS) {
            throw view.corrupt(at, "no SID: revision " + view.u8(at) + ", " + count + " parts");
        }
        long authority = (long) view.u16be(at + 2) << 32 | view.u32be(at + 4);
        var parts = new ArrayList<Long>(count);
        for (int i = 0; i < count; i++) {
            parts.add(view.u32(at + HEADER_BYTES + 4 * i));
        }
        return new Sid(authority, parts);
    }

    int bytes() {
        return HEADER_BYTES + 4 * parts.size();
    }

    /** {@code S-1-5-21-…}, as [MS-DTYP] 2.4.2.1 writes it. */
    @Override
    public String toString() {
        var text = new StringBuilder("S-1-");
        if (authority < 1L << 32) {
            text.append(authority);
        } else {
            text.append("0x%012X".formatted(authority));
        }
        parts.forEach(part -> text.append('-').append(part));
        return text.toString();
    }
}
