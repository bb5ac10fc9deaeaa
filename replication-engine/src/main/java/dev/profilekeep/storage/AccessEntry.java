package dev.profilekeep.storage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One entry of a DACL that allows or denies something to somebody, [MS-DTYP] 2.4.4: type 0, flags 1, size 2, mask 4, then the SID
 * (in entries about objects behind up to two GUIDs).
 *
 * @param allows or denies
 * @param flags how it inherits
 * @param mask rights, [MS-DTYP] 2.4.3
 */
public record AccessEntry(boolean allows, int flags, int mask, String sid) {
    private static final int OBJECT_INHERIT = 0x1;
    private static final int CONTAINER_INHERIT = 0x2;
    private static final int INHERIT_ONLY = 0x8;
    private static final int INHERITED = 0x10;

    private static final int ACL_HEADER = 8;
    private static final int ALLOWED = 0;
    private static final int DENIED = 1;
    private static final int ALLOWED_OBJECT = 5;
    private static final int DENIED_OBJECT = 6;
    private static final int ALLOWED_CALLBACK = 9;
    private static final int DENIED_CALLBACK = 10;
    private static final int ALLOWED_CALLBACK_OBJECT = 11;
    private static final int DENIED_CALLBACK_OBJECT = 12;
    private static final int GUID = 16;

    /** It counts for the file or folder itself. */
    public boolean effective() {
        return (flags & INHERIT_ONLY) == 0;
    }

    /** Folders or files that are made below get it. */
    public boolean inherits() {
        return (flags & (OBJECT_INHERIT | CONTAINER_INHERIT)) != 0;
    }

    /** It came from above. */
    public boolean inherited() {
        return (flags & INHERITED) != 0;
    }

    /**
     * The entries of a DACL in their order; kinds that neither allow nor deny are left out.
     *
     * @throws IllegalArgumentException saying which rule is broken
     */
    public static List<AccessEntry> of(byte[] dacl) {
        List<AccessEntry> entries = new ArrayList<>();
        if (dacl.length == 0) {
            return entries;
        }
        if (dacl.length < ACL_HEADER) {
            throw new IllegalArgumentException("a DACL has at least " + ACL_HEADER + " bytes, not " + dacl.length);
        }
        ByteBuffer view = ByteBuffer.wrap(dacl).order(ByteOrder.LITTLE_ENDIAN);
        int count = view.getShort(4) & 0xFFFF;
        int at = ACL_HEADER;
        for (int i = 0; i < count; i++) {
            int size = at + 8 <= dacl.length ? view.getShort(at + 2) & 0xFFFF : 0;
            if (size < 8 || at + size > dacl.length) {
                throw new IllegalArgumentException("entry " + i + " of a DACL reaches beyond it (at byte " + at + ")");
            }
            int type = view.get(at) & 0xFF;
            int sidAt = sidAt(view, at, size, type);
            if (sidAt > 0) {
                entries.add(new AccessEntry(
                        type == ALLOWED
                                || type == ALLOWED_OBJECT
                                || type == ALLOWED_CALLBACK
                                || type == ALLOWED_CALLBACK_OBJECT,
                        view.get(at + 1) & 0xFF,
                        view.getInt(at + 4),
                        sid(view, sidAt, at + size)));
            }
            at += size;
        }
        return entries;
    }

    /** Where its SID begins; 0 for a kind that has none of interest. */
    private static int sidAt(ByteBuffer view, int at, int size, int type) {
        switch (type) {
            case ALLOWED, DENIED, ALLOWED_CALLBACK, DENIED_CALLBACK:
                return at + 8;
            case ALLOWED_OBJECT, DENIED_OBJECT, ALLOWED_CALLBACK_OBJECT, DENIED_CALLBACK_OBJECT:
                if (size < 12) {
                    throw new IllegalArgumentException("an entry about an object has at least 12 bytes, not " + size);
                }
                int present = view.getInt(at + 8);
                return at + 12 + GUID * Integer.bitCount(present & 3);
            default:
                return 0;
        }
    }

    private static String sid(ByteBuffer view, int at, int end) {
        int length = Sids.length(view, at);
        if (at + length > end) {
            throw new IllegalArgumentException("a SID reaches beyond its entry (at byte " + at + ")");
        }
        String text = Sids.text(Arrays.copyOfRange(view.array(), at, at + length));
        return text == null ? "" : text;
    }
}
