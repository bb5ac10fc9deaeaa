package dev.profilekeep.lock;

import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a lock file held, for the audit: nobody knows what its bytes mean, and somebody may want to know later.
 *
 * @param content its first 64 KiB
 */
record LockBytes(long size, Instant created, Instant written, byte[] content) {
    private static final int MOST = 64 * 1024;

    static LockBytes read(OpenFile file, StoredFile now) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(MOST, now.size()));
        if (buffer.capacity() > 0) {
            file.readFully(0, buffer);
        }
        return new LockBytes(now.size(), StoredFile.toInstant(now.creationTime()), now.lastWritten(), buffer.array());
    }

    Map<String, String> evidence() {
        Map<String, String> evidence = new TreeMap<>();
        evidence.put("size", Long.toString(size));
        evidence.put("created", created.toString());
        evidence.put("written", written.toString());
        evidence.put("sha256", Planning.sha256(content));
        evidence.put("bytes", Base64.getEncoder().encodeToString(content));
        if (size > content.length) {
            evidence.put("cut", "only the first " + content.length + " bytes are kept");
        }
        return evidence;
    }
}
