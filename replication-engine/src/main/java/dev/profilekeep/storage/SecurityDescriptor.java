package dev.profilekeep.storage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * A self-relative security descriptor without SACL, [MS-DTYP] 2.4.6: revision 0, control 2, offsets of owner 4, group 8, SACL
 * 12, DACL 16. Parts that are not there are empty.
 *
 * @param dacl as the server gave it, ACEs of kinds we do not know included
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way through; two are compared part by part
public record SecurityDescriptor(int control, byte[] owner, byte[] group, byte[] dacl) {
    private static final int HEADER = 20;
    private static final int DACL_PRESENT = 0x4;
    private static final int INHERIT_REQUIRED = 0x100;
    private static final int AUTO_INHERITED = 0x400;
    private static final int DACL_PROTECTED = 0x1000;
    private static final int SELF_RELATIVE = 0x8000;
    private static final int FULL_CONTROL = 0x001F01FF;
    private static final byte OBJECT_AND_CONTAINER_INHERIT = 3;

    /** A DACL that is present but null grants everything to everybody; it is carried as present and empty. */
    public boolean hasDacl() {
        return (control & DACL_PRESENT) != 0;
    }

    /**
     * A DACL that inherits nothing: full control for each, and for nobody else, inherited by what is made below, [MS-DTYP] 2.4.4.2 and 2.4.5.
     *
     * @param sids of accounts and groups; one that is named twice counts once
     */
    public static SecurityDescriptor onlyFor(List<String> sids) {
        List<byte[]> all = sids.stream().distinct().map(Sids::bytes).toList();
        int length = 8 + all.stream().mapToInt(sid -> 8 + sid.length).sum();
        ByteBuffer acl = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        acl.put((byte) 2).put((byte) 0).putShort((short) length);
        acl.putShort((short) all.size()).putShort((short) 0);
        for (byte[] sid : all) {
            acl.put((byte) 0).put(OBJECT_AND_CONTAINER_INHERIT).putShort((short) (8 + sid.length));
            acl.putInt(FULL_CONTROL).put(sid);
        }
        byte[] none = new byte[0];
        return new SecurityDescriptor(DACL_PRESENT | DACL_PROTECTED, none, none, acl.array());
    }

    /** @throws IllegalArgumentException saying which rule is broken; no bytes at all are a descriptor of nothing */
    public static SecurityDescriptor parse(byte[] bytes) {
        if (bytes.length == 0) {
            return new SecurityDescriptor(0, bytes, bytes, bytes);
        }
        if (bytes.length < HEADER || bytes[0] != 1) {
            throw new IllegalArgumentException(
                    "a security descriptor has revision 1 and at least " + HEADER + " bytes");
        }
        ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int control = view.getShort(2) & 0xFFFF;
        return new SecurityDescriptor(
                control, sid(view, view.getInt(4)), sid(view, view.getInt(8)), acl(view, view.getInt(16)));
    }

    private static byte[] sid(ByteBuffer view, int at) {
        if (at == 0) {
            return new byte[0];
        }
        requireInside(view, at);
        return Arrays.copyOfRange(view.array(), at, at + Sids.length(view, at));
    }

    private static byte[] acl(ByteBuffer view, int at) {
        if (at == 0) {
            return new byte[0];
        }
        requireInside(view, at);
        int length = at + 8 <= view.limit() ? view.getShort(at + 2) & 0xFFFF : 0;
        if (length < 8 || at + length > view.limit()) {
            throw new IllegalArgumentException("the DACL at byte " + at + " reaches beyond its descriptor");
        }
        return Arrays.copyOfRange(view.array(), at, at + length);
    }

    private static void requireInside(ByteBuffer view, int at) {
        if (at < HEADER || at >= view.limit()) {
            throw new IllegalArgumentException("an offset points outside the descriptor: " + at);
        }
    }

    /**
     * The form to set it by. A server keeps "auto-inherited" only if it is asked for it with INHERIT_REQUIRED, [MS-DTYP]
     * 2.5.3.4.2.
     */
    public byte[] toSet() {
        int flags = SELF_RELATIVE | control & (DACL_PRESENT | AUTO_INHERITED | DACL_PROTECTED);
        if ((control & AUTO_INHERITED) != 0) {
            flags |= INHERIT_REQUIRED;
        }
        int ownerAt = HEADER;
        int groupAt = ownerAt + owner.length;
        int daclAt = groupAt + group.length;
        ByteBuffer bytes = ByteBuffer.allocate(daclAt + dacl.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 1).put((byte) 0).putShort((short) flags);
        bytes.putInt(owner.length == 0 ? 0 : ownerAt).putInt(group.length == 0 ? 0 : groupAt);
        bytes.putInt(0).putInt(dacl.length == 0 ? 0 : daclAt);
        return bytes.put(owner).put(group).put(dacl).array();
    }
}
