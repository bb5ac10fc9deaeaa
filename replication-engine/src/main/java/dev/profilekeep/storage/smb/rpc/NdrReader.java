package dev.profilekeep.storage.smb.rpc;

import dev.profilekeep.storage.StorageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads NDR, [C706] chapter 14: little-endian, every value aligned to its size. Nothing it is told makes it allocate more than
 * the bytes that came. Not safe for several threads.
 */
final class NdrReader {
    private final String what;
    private final ByteBuffer bytes;

    /** @param what is read, for messages */
    NdrReader(String what, byte[] stub, int length) {
        this.what = what;
        this.bytes = ByteBuffer.wrap(stub, 0, length).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    StorageException.Failed garbled(String why) {
        return new StorageException.Failed(
                what + ": the file server's answer cannot be understood: " + why + " (at byte " + bytes.position()
                        + " of " + bytes.limit() + ")",
                null);
    }

    long u32() throws StorageException {
        int at = bytes.position() + (-bytes.position() & 3);
        if (at > bytes.limit() - 4) {
            throw garbled("it ends too soon");
        }
        bytes.position(at);
        return bytes.getInt() & 0xFFFFFFFFL;
    }

    void expect(long value, String name) throws StorageException {
        long found = u32();
        if (found != value) {
            throw garbled(name + " is " + found + " instead of " + value);
        }
    }

    /** Whether there is something behind the pointer that comes next; its value means nothing. */
    boolean pointer() throws StorageException {
        return u32() != 0;
    }

    /** How many come, each at least {@code size} bytes long. */
    int count(long said, int size) throws StorageException {
        if (said > bytes.remaining() / size) {
            throw garbled("it announces " + said + " entries of " + size + " bytes and brings " + bytes.remaining());
        }
        return (int) said;
    }

    /** A conformant varying string of two-byte characters with a NUL at its end. */
    String string() throws StorageException {
        long most = u32();
        expect(0, "the offset of a string");
        long length = u32();
        if (length > most || length > bytes.remaining() / 2) {
            throw garbled("a string of " + length + " characters does not fit");
        }
        byte[] text = new byte[(int) length * 2];
        bytes.get(text);
        String value = new String(text, StandardCharsets.UTF_16LE);
        int end = value.indexOf('\0');
        return end < 0 ? value : value.substring(0, end);
    }
}
