package dev.profilekeep.storage.smb;

import com.hierynomus.security.AEADBlockCipher;
import com.hierynomus.security.Mac;
import com.hierynomus.security.SecurityException;
import com.hierynomus.security.bc.BCSecurityProvider;
import com.hierynomus.security.jce.JceSecurityProvider;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * SMBJ's cryptography with the two things that cost time, AES-CMAC and AES-GCM, done by the JDK, which uses the processor's
 * AES instructions. The rest (MD4, RC4, CCM, key derivation) stays with Bouncy Castle, which has all of it.
 */
final class FastSecurityProvider extends BCSecurityProvider {
    private static final String GCM = "AES/GCM/NoPadding";
    private static final AtomicBoolean WARMED_UP = new AtomicBoolean();

    /** Enough calls for the compiler to take notice, wherever it does; but no longer than this. */
    private static final int WARM_UP_MESSAGES = 6000;

    private static final long WARM_UP_NANOS = 3_000_000_000L;

    private final JceSecurityProvider jdk = new JceSecurityProvider();

    @Override
    public Mac getMac(String name) {
        if (!name.equalsIgnoreCase("AesCmac")) {
            return super.getMac(name);
        }
        try {
            return new AesCmac();
        } catch (SecurityException e) {
            throw new IllegalStateException("this JDK has no AES", e);
        }
    }

    @Override
    public AEADBlockCipher getAEADBlockCipher(String name) {
        if (!name.equals(GCM)) {
            return super.getAEADBlockCipher(name);
        }
        try {
            return jdk.getAEADBlockCipher(name);
        } catch (SecurityException e) {
            throw new IllegalStateException("this JDK has no AES-GCM", e);
        }
    }

    /**
     * Gets AES-GCM compiled, once in a process, beside the work. Given only the large messages of SMB it stays interpreted
     * for hundreds of megabytes (77 MB/s); with small ones it is compiled after some thousand.
     */
    static void warmUp() {
        if (WARMED_UP.compareAndSet(false, true)) {
            Thread thread = new Thread(FastSecurityProvider::useOften, "smb-crypto-warm-up");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void useOften() {
        try {
            SecretKeySpec key = new SecretKeySpec(new byte[16], "AES");
            byte[] message = new byte[16 * 1024];
            Cipher cipher = Cipher.getInstance(GCM);
            long end = System.nanoTime() + WARM_UP_NANOS;
            for (int i = 0; i < WARM_UP_MESSAGES && System.nanoTime() < end; i++) {
                byte[] nonce = {(byte) i, (byte) (i >> 8), (byte) (i >> 16), 0, 0, 0, 0, 0, 0, 0, 0, 0};
                GCMParameterSpec parameters = new GCMParameterSpec(128, nonce);
                cipher.init(Cipher.ENCRYPT_MODE, key, parameters);
                byte[] secret = cipher.doFinal(message);
                cipher.init(Cipher.DECRYPT_MODE, key, parameters);
                cipher.update(secret, 0, message.length);
                cipher.doFinal(secret, message.length, secret.length - message.length);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not work in this JDK", e);
        }
    }
}
