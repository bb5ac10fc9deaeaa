package dev.profilekeep.backup.seal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** Seals and opens the records of one file. One thread. */
final class RecordCipher {
    private final SecretKey key;
    private final Cipher cipher;

    RecordCipher(SecretKey key) {
        this.key = key;
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM, this one says it does not", e);
        }
    }

    /** Writes the sealed record of all of {@code said} to {@code target}. */
    void seal(long number, boolean last, ByteBuffer said, ByteBuffer target) {
        try {
            begin(Cipher.ENCRYPT_MODE, number, last);
            cipher.doFinal(said, target);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("record " + number + " could not be sealed", e);
        }
    }

    /** @return whether all of {@code sealed} is the record that was written under that number; else {@code target} is as it was */
    boolean open(long number, boolean last, ByteBuffer sealed, ByteBuffer target) {
        int before = target.position();
        try {
            begin(Cipher.DECRYPT_MODE, number, last);
            cipher.doFinal(sealed, target);
            return true;
        } catch (AEADBadTagException e) {
            target.position(before);
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("record " + number + " could not be opened", e);
        }
    }

    private void begin(int mode, long number, boolean last) throws GeneralSecurityException {
        cipher.init(mode, key, new GCMParameterSpec(SealedFormat.TAG * 8, SealedFormat.nonce(number, last)));
    }
}
