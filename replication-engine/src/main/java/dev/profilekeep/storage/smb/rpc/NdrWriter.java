package dev.profilekeep.storage.smb.rpc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Writes NDR, [C706] chapter 14. Not safe for several threads. */
final class NdrWriter {
    private static final int FIRST_REFERENT = 0x20000;

    private ByteBuffer bytes = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    private int referent = FIRST_REFERENT;

    private ByteBuffer room(int length) {
        if (bytes.remaining() < length) {
            ByteBuffer larger = ByteBuffer.allocate(Math.addExact(bytes.capacity() * 2, length))
                    .order(ByteOrder.LITTLE_ENDIAN);
            larger.put(bytes.flip());
            bytes = larger;
        }
        return bytes;
    }

    NdrWriter u32(long value) {
        int gap = -bytes.position() & 3;
        room(gap + 4).position(bytes.position() + gap);
        bytes.putInt((int) value);
        return this;
    }

    /** A pointer to what the caller writes next. */
    NdrWriter pointer() {
        u32(referent);
        referent += 4;
        return this;
    }

    NdrWriter nullPointer() {
        return u32(0);
    }

    /** A pointer and behind it the string, or nothing. */
    NdrWriter uniqueString(@Nullable String value) {
        return value == null ? nullPointer() : pointer().string(value);
    }

    /** Conformant and varying, with a NUL at its end. */
    NdrWriter string(String value) {
        int length = value.length() + 1;
        u32(length).u32(0).u32(length);
        room(2 * length);
        for (int i = 0; i < value.length(); i++) {
            bytes.putChar(value.charAt(i));
        }
        bytes.putChar('\0');
        return this;
    }

    byte[] toBytes() {
        byte[] all = new byte[bytes.position()];
        bytes.duplicate().flip().get(all);
        return all;
    }
}
