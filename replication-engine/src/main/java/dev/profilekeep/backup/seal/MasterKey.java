package dev.profilekeep.backup.seal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * The secret of a repository: 32 random bytes from which every other key comes (HKDF with SHA-256, RFC 5869). It never changes;
 * what changes is who may open it ({@link KeySlot}). Safe for several threads.
 */
public final class MasterKey {
    static final int BYTES = 32;
    private static final String FILE = "profilekeep sealed file";
    private static final String CHUNK_IDS = "profilekeep chunk ids";
    private static final String KEY_TAGS = "profilekeep key tags";

    private final byte[] secret;

    private MasterKey(byte[] secret) {
        this.secret = secret;
    }

    /** A new one. */
    public static MasterKey create(SecureRandom random) {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        return new MasterKey(secret);
    }

    /** @param secret taken over, not to be changed */
    static MasterKey of(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("a master key has " + BYTES + " bytes, not " + secret.length);
        }
        return new MasterKey(secret);
    }

    /** The key of one file. */
    SecretKey fileKey(SealedKind kind, byte[] salt) {
        byte[] name = FILE.getBytes(StandardCharsets.US_ASCII);
        byte[] info = Arrays.copyOf(name, name.length + 3);
        info[name.length + 1] = SealedFormat.VERSION;
        info[name.length + 2] = (byte) kind.code();
        return new SecretKeySpec(derived(salt, info), "AES");
    }

    /**
     * What turns the digest of a chunk into its name. Without it, whoever can read the repository could tell by a name that a
     * file they know is in it.
     */
    public SecretKey chunkIdKey() {
        return new SecretKeySpec(derived(new byte[0], CHUNK_IDS.getBytes(StandardCharsets.US_ASCII)), "HmacSHA256");
    }

    /** What proves that a slot is one of this key, to whoever has it already. */
    SecretKey keyTagKey() {
        return new SecretKeySpec(derived(new byte[0], KEY_TAGS.getBytes(StandardCharsets.US_ASCII)), "HmacSHA256");
    }

    /** Whether both are the same secret. */
    public boolean isSame(MasterKey other) {
        return MessageDigest.isEqual(secret, other.secret);
    }

    byte[] secret() {
        return secret.clone();
    }

    private byte[] derived(byte[] salt, byte[] info) {
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
        hkdf.init(new HKDFParameters(secret, salt, info));
        byte[] key = new byte[BYTES];
        hkdf.generateBytes(key, 0, BYTES);
        return key;
    }

    /** Says nothing of the secret. */
    @Override
    public String toString() {
        return "MasterKey";
    }
}
