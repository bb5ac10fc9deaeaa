package dev.profilekeep.backup.seal;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.spec.SecretKeySpec;

/**
 * Lets Java's compiler learn the cipher from small records. It decides by the number of calls, not of bytes: with full records the first hundred megabytes are sealed
 * twenty times slower than what comes after (OpenJDK 17: GHASH in Java until its caller is compiled).
 */
public final class CipherWarmth {
    private static final AtomicBoolean BEGUN = new AtomicBoolean();
    /** Measured: after so many the next 50 MiB take what all later ones do; half as many are too few. */
    private static final int RECORDS = 12_000;

    private static final int SAID = 64;

    private CipherWarmth() {}

    /** Begins it beside whatever the caller does next, once in a process. It takes a fifth of a second. */
    public static void begin() {
        if (BEGUN.compareAndSet(false, true)) {
            Thread thread = new Thread(CipherWarmth::seal, "cipher-warmth");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void seal() {
        RecordCipher cipher = new RecordCipher(new SecretKeySpec(new byte[MasterKey.BYTES], "AES"));
        ByteBuffer said = ByteBuffer.allocate(SAID);
        ByteBuffer sealed = ByteBuffer.allocate(SAID + SealedFormat.TAG);
        for (int record = 0; record < RECORDS; record++) {
            cipher.seal(record, false, said.clear(), sealed.clear());
            if (record % 2 == 0) {
                cipher.open(record, false, sealed.flip(), said.clear());
            }
        }
    }
}
