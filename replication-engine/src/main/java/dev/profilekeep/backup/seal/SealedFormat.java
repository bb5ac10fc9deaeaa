package dev.profilekeep.backup.seal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The bytes of a sealed file. All numbers are big-endian.
 *
 * <pre>
 * file    := header record*                       at least one record; all but the last are full
 * header  := "PKSL" version kind 0 0 salt         4 + 1 + 1 + 2 + 24 = 32 bytes
 * record  := ciphertext tag                       1 to 16,384 bytes (none only if the file says nothing) + 16
 * key     := HKDF-SHA-256(master key, salt, "profilekeep sealed file" 0x00 version kind, 32 bytes)
 * nonce   := number of the record (11 bytes) last (1 byte: 1 for the last record, else 0)
 * </pre>
 *
 * AES-256-GCM, no additional data. The salt is random, so each file has a key of its own and numbers can serve as nonces;
 * the nonce's last byte tells a file that was cut off between two records. That is the STREAM construction (Hoang, Reyhanitabar,
 * Rogaway, Vizár 2015), in which any record can be read by itself.
 */
final class SealedFormat {
    static final byte[] MAGIC = {'P', 'K', 'S', 'L'};
    static final int VERSION = 1;
    static final int SALT = 24;
    static final int HEADER = 32;
    static final int TAG = 16;
    /** Bytes said by a full record. The JDK holds a record back until its tag was seen, and is fast only for short calls. */
    static final int SAID = 16 * 1024;

    static final int RECORD = SAID + TAG;
    static final int NONCE = 12;

    private SealedFormat() {}

    static byte[] header(SealedKind kind, byte[] salt) {
        return ByteBuffer.allocate(HEADER)
                .put(MAGIC)
                .put((byte) VERSION)
                .put((byte) kind.code())
                .putShort((short) 0)
                .put(salt)
                .array();
    }

    static byte[] nonce(long number, boolean last) {
        return ByteBuffer.allocate(NONCE)
                .order(ByteOrder.BIG_ENDIAN)
                .position(3)
                .putLong(number)
                .put((byte) (last ? 1 : 0))
                .array();
    }

    /** Records of a file with so many bytes after its header; -1 if there can be no such file. */
    static long records(long bytes) {
        long full = bytes / RECORD;
        long rest = bytes % RECORD;
        if (rest == 0) {
            return full == 0 ? -1 : full;
        }
        // a last record says something, unless it is the only one
        return rest > TAG || rest == TAG && full == 0 ? full + 1 : -1;
    }

    /** Size of a file that says so many bytes. */
    static long fileSize(long said) {
        long records = Math.max(1, (said + SAID - 1) / SAID);
        return HEADER + said + records * TAG;
    }
}
