package dev.profilekeep.disk.ntfs.security;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteView;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a list: what is allowed, denied or watched for whom ([MS-DTYP] 2.4.4).
 *
 * @param type as it is stored
 * @param flags inheritance and audit, as they are stored
 * @param rights 32 bits, unsigned
 * @param objectType null unless the entry speaks of one kind of object
 * @param inheritedType null unless only one kind of object inherits it
 * @param sid null for a type that we do not know
 * @param dataBytes what follows: a condition, or a claim
 */
public record Ace(
        int type,
        int flags,
        long rights,
        @Nullable UUID objectType,
        @Nullable UUID inheritedType,
        @Nullable Sid sid,
        int dataBytes) {
    static final int MIN_BYTES = 4;
    private static final int INHERITED = 0x10;
    private static final int OBJECT_TYPE = 1;
    private static final int INHERITED_TYPE = 2;

    /** @param view the entry, as long as it says */
    static Ace parse(ByteView view) throws CorruptDiskException {
        int type = view.u8(0);
        int flags = view.u8(1);
        if (!AceTypes.isKnown(type)) {
            return new Ace(type, flags, 0, null, null, null, view.length() - MIN_BYTES);
        }
        long rights = view.u32(4);
        int at = 8;
        UUID object = null;
        UUID inherited = null;
        if (AceTypes.hasObject(type)) {
            long there = view.u32(8);
            at = 12;
            if ((there & OBJECT_TYPE) != 0) {
                object = view.guid(at);
                at += 16;
            }
            if ((there & INHERITED_TYPE) != 0) {
                inherited = view.guid(at);
                at += 16;
            }
        }
        Sid sid = Sid.parse(view, at);
        return new Ace(type, flags, rights, object, inherited, sid, view.length() - at - sid.bytes());
    }

    public boolean isInherited() {
        return (flags & INHERITED) != 0;
    }

    /** Whether it grants rights to somebody, perhaps under a condition. */
    public boolean isAllow() {
        return type == AceTypes.ALLOW
                || type == AceTypes.ALLOW_OBJECT
                || type == AceTypes.ALLOW_CALLBACK
                || type == AceTypes.ALLOW_CALLBACK_OBJECT;
    }

    /** Whether it denies rights to somebody, perhaps under a condition. */
    public boolean isDeny() {
        return type == AceTypes.DENY
                || type == AceTypes.DENY_OBJECT
                || type == AceTypes.DENY_CALLBACK
                || type == AceTypes.DENY_CALLBACK_OBJECT;
    }
}
