package dev.profilekeep.backup.pack;

import dev.profilekeep.backup.seal.MasterKey;
import dev.profilekeep.content.ChunkId;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;

/** Gives chunks their names in one repository. One thread. */
public final class ChunkNames {
    private final MessageDigest digest;
    private final Mac mac;

    public ChunkNames(MasterKey key) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
            mac = Mac.getInstance("HmacSHA256");
            mac.init(key.chunkIdKey());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256, this one says it does not", e);
        }
    }

    /** The name of a chunk. */
    public ChunkId of(byte[] chunk) {
        return ofDigest(digest.digest(chunk));
    }

    /** The name of the chunk with that digest (SHA-256). */
    public ChunkId ofDigest(byte[] sha256) {
        if (sha256.length != 32) {
            throw new IllegalArgumentException("a digest has 32 bytes, not " + sha256.length);
        }
        return ChunkId.of(mac.doFinal(sha256));
    }
}
