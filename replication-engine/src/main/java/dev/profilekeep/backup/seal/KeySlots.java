package dev.profilekeep.backup.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * Seals a repository's master key for somebody, and opens it again.
 *
 * <pre>
 * wrapping key := PASSPHRASE  Argon2id(passphrase as UTF-8 in NFC, salt, memory, passes, lanes, 32 bytes), version 0x13
 *                 others      HKDF-SHA-256(the 32 bytes, salt, "profilekeep key slot", 32 bytes)
 * sealed       := AES-256-GCM(wrapping key, nonce of 12 zero bytes, master key)
 *                 with the repository's id, the slot's id, and kind, memory, passes, lanes as additional data
 * </pre>
 *
 * The wrapping key is used once, as its salt is random. The additional data ties a slot to its repository and to its cost.
 */
public final class KeySlots {
    /** KiB that a key of this program takes. RFC 9106, second recommended option: 64 MiB, three passes, four lanes. */
    public static final int MEMORY = 64 * 1024;

    private static final int PASSES = 3;
    private static final int LANES = 4;
    private static final byte[] INFO = "profilekeep key slot".getBytes(StandardCharsets.US_ASCII);

    private final UUID repository;
    private final SecureRandom random;

    /** @param repository whose keys these are */
    public KeySlots(UUID repository, SecureRandom random) {
        this.repository = repository;
        this.random = random;
    }

    /**
     * Seals the master key. Takes about a second for a passphrase.
     *
     * @throws IllegalArgumentException if a passphrase is too short, or the kind is not that of the secret
     */
    public KeySlot seal(MasterKey master, Secret secret, KeySlot.Kind kind, String label, Instant now) {
        boolean typed = secret instanceof Secret.Passphrase;
        if (typed != (kind == KeySlot.Kind.PASSPHRASE)) {
            throw new IllegalArgumentException("a key of kind " + kind + " is not opened by that secret");
        }
        if (secret instanceof Secret.Passphrase passphrase) {
            passphrase.requireLong();
        }
        byte[] salt = new byte[KeySlot.SALT];
        random.nextBytes(salt);
        KeySlot open = new KeySlot(
                UUID.randomUUID().toString(),
                kind,
                label,
                now,
                typed ? MEMORY : 0,
                typed ? PASSES : 0,
                typed ? LANES : 0,
                salt,
                new byte[KeySlot.SEALED]);
        byte[] sealed;
        try {
            sealed = cipher(Cipher.ENCRYPT_MODE, open, secret).doFinal(master.secret());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key could not be sealed", e);
        }
        return new KeySlot(open.id(), kind, label, now, open.memory(), open.passes(), open.lanes(), salt, sealed);
    }

    /**
     * Opens it. Takes about a second for a passphrase.
     *
     * @throws SealException.WrongKey if that secret does not open this slot, or somebody changed the slot
     */
    public MasterKey open(KeySlot slot, Secret secret) throws SealException.WrongKey {
        if (secret instanceof Secret.Passphrase != (slot.kind() == KeySlot.Kind.PASSPHRASE)) {
            throw new SealException.WrongKey("key " + slot.id() + " is opened by another kind of secret");
        }
        try {
            return MasterKey.of(cipher(Cipher.DECRYPT_MODE, slot, secret).doFinal(slot.sealed()));
        } catch (AEADBadTagException e) {
            throw new SealException.WrongKey("that does not open key " + slot.id());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key could not be opened", e);
        }
    }

    /**
     * Proves, to whoever has the master key, that it was sealed in this slot, without the secret that opens it: an HMAC over all that the slot says.
     *
     * @return 32 bytes in Base64
     */
    public String tag(MasterKey master, KeySlot slot) {
        byte[] label = slot.label().getBytes(StandardCharsets.UTF_8);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(master.keyTagKey());
            mac.update(tied(slot));
            mac.update(slot.salt());
            mac.update(slot.sealed());
            mac.update(ByteBuffer.allocate(12)
                    .putLong(slot.created().getEpochSecond())
                    .putInt(label.length)
                    .flip());
            return Base64.getEncoder().encodeToString(mac.doFinal(label));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key could not be proved", e);
        }
    }

    private Cipher cipher(int mode, KeySlot slot, Secret secret) throws GeneralSecurityException {
        byte[] wrapping = wrapping(slot, secret);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode,
                new SecretKeySpec(wrapping, "AES"),
                new GCMParameterSpec(SealedFormat.TAG * 8, new byte[SealedFormat.NONCE]));
        cipher.updateAAD(tied(slot));
        Arrays.fill(wrapping, (byte) 0);
        return cipher;
    }

    private byte[] tied(KeySlot slot) {
        byte[] id = slot.id().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(16 + 4 + id.length + 16)
                .putLong(repository.getMostSignificantBits())
                .putLong(repository.getLeastSignificantBits())
                .putInt(id.length)
                .put(id)
                .putInt(slot.kind().ordinal() + 1)
                .putInt(slot.memory())
                .putInt(slot.passes())
                .putInt(slot.lanes())
                .array();
    }

    private static byte[] wrapping(KeySlot slot, Secret secret) {
        byte[] key = new byte[MasterKey.BYTES];
        if (secret instanceof Secret.Passphrase passphrase) {
            Argon2BytesGenerator argon = new Argon2BytesGenerator();
            argon.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(slot.memory())
                    .withIterations(slot.passes())
                    .withParallelism(slot.lanes())
                    .withSalt(slot.salt())
                    .build());
            argon.generateBytes(passphrase.letters(), key);
        } else {
            HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
            hkdf.init(new HKDFParameters(((Secret.KeyText) secret).bits(), slot.salt(), INFO));
            hkdf.generateBytes(key, 0, key.length);
        }
        return key;
    }
}
