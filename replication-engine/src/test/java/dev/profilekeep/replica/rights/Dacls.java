package dev.profilekeep.replica.rights;

import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.SecurityDescriptor;
import dev.profilekeep.storage.Sids;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Makes descriptors for tests, entry by entry. */
public final class Dacls {
    public static final String ANNA = "S-1-5-21-1004336348-1177238915-682003330-1001";
    public static final String BEN = "S-1-5-21-1004336348-1177238915-682003330-1002";
    public static final String ADMINISTRATORS = "S-1-5-32-544";
    public static final int FULL = 0x1F01FF;
    public static final int READ = 0x120089;
    private static final byte[] NONE = {};

    private Dacls() {}

    public static byte[] allow(String sid, int mask, int flags) {
        return entry(0, sid, mask, flags);
    }

    public static byte[] deny(String sid, int mask, int flags) {
        return entry(1, sid, mask, flags);
    }

    static byte[] entry(int type, String sid, int mask, int flags) {
        byte[] who = Sids.bytes(sid);
        return ByteBuffer.allocate(8 + who.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) type)
                .put((byte) flags)
                .putShort((short) (8 + who.length))
                .putInt(mask)
                .put(who)
                .array();
    }

    public static SecurityDescriptor descriptor(byte[]... entries) {
        int length = 8;
        for (byte[] entry : entries) {
            length += entry.length;
        }
        ByteBuffer acl = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        acl.put((byte) 2).put((byte) 0).putShort((short) length);
        acl.putShort((short) entries.length).putShort((short) 0);
        for (byte[] entry : entries) {
            acl.put(entry);
        }
        return new SecurityDescriptor(0x4, NONE, NONE, acl.array());
    }

    public static FileSecurity security(@Nullable String owner, byte[]... entries) {
        SecurityDescriptor made = descriptor(entries);
        return new FileSecurity(
                owner,
                owner,
                new SecurityDescriptor(made.control(), Sids.bytes(owner), Sids.bytes(owner), made.dacl()).toSet());
    }
}
