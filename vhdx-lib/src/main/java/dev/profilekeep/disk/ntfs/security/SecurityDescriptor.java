package dev.profilekeep.disk.ntfs.security;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteView;
import org.jspecify.annotations.Nullable;

/**
 * Owner, group and both lists of a file ([MS-DTYP] 2.4.6, self-relative).
 *
 * <pre>
 * offset  size  field
 *      0     1  revision, 1
 *      2     2  control
 *      4     4  owner, 0 if there is none; so for the three below
 *      8     4  group
 *     12     4  system list (audit)
 *     16     4  discretionary list (access)
 * </pre>
 *
 * @param control as it is stored
 * @param owner null if it names none
 * @param sacl who is watched; null if there is no such list
 * @param dacl who may do what; null allows everybody everything
 */
public record SecurityDescriptor(
        int control, @Nullable Sid owner, @Nullable Sid group, @Nullable Acl sacl, @Nullable Acl dacl) {
    static final int DACL_PRESENT = 0x0004;
    static final int SACL_PRESENT = 0x0010;
    private static final int DACL_PROTECTED = 0x1000;
    private static final int HEADER_BYTES = 20;

    /** @throws CorruptDiskException if a part lies outside or makes no sense */
    public static SecurityDescriptor parse(ByteView view) throws CorruptDiskException {
        if (view.u8(0) != 1) {
            throw view.corrupt(0, "security descriptor of revision " + view.u8(0));
        }
        int control = view.u16(2);
        int owner = at(view, 4);
        int group = at(view, 8);
        int sacl = (control & SACL_PRESENT) == 0 ? 0 : at(view, 12);
        int dacl = (control & DACL_PRESENT) == 0 ? 0 : at(view, 16);
        return new SecurityDescriptor(
                control,
                owner == 0 ? null : Sid.parse(view, owner),
                group == 0 ? null : Sid.parse(view, group),
                sacl == 0 ? null : Acl.parse(view, sacl),
                dacl == 0 ? null : Acl.parse(view, dacl));
    }

    private static int at(ByteView view, int field) throws CorruptDiskException {
        int at = view.size32(field);
        if (at != 0 && at < HEADER_BYTES) {
            throw view.corrupt(field, "a part of the descriptor lies in its header, at " + at);
        }
        return at;
    }

    /** Whether nothing is inherited from the directory. */
    public boolean isProtected() {
        return (control & DACL_PROTECTED) != 0;
    }

    /** {@code O:BAG:SYD:(A;OICI;FA;;;SY)}: what Windows' tools show and take. */
    public String sddl() {
        return Sddl.of(this);
    }
}
