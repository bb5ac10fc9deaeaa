package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.Guids;
import dev.profilekeep.disk.io.WritableBlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Changes metadata through the log, [MS-VHDX] 2.3. Each entry is a sequence of its own: its tail is itself, for everything
 * that entries before it changed is in its place, and durable, before it is written. An entry takes at most a third of the
 * log and does not wrap, so that it never overlaps the one before it, which stays whole until the new one is durable.
 */
final class LogWriter {
    private static final int HEADER_BYTES = 64;
    private static final int DESCRIPTOR_BYTES = 32;
    private static final int SECTOR = Layout.LOG_SECTOR;
    /** One entry of so many changes takes less than a third of the smallest log. */
    static final int MAX_SECTORS = 64;

    private final WritableBlockDevice file;
    private final HeaderPair headers;
    private final ByteRange log;
    private @Nullable UUID guid;
    private int next;
    private long sequence;

    LogWriter(WritableBlockDevice file, HeaderPair headers) {
        this.file = file;
        this.headers = headers;
        this.log = headers.current().log();
    }

    /** Whether the header names the log: it holds what may not be in its place yet. */
    boolean isActive() {
        return guid != null;
    }

    /**
     * Makes the change durable in the log, then writes the sectors to their places. All that was written before must be
     * durable: the changes before this one, and the data that this one refers to.
     *
     * @param sectors 4 KiB each, by their place in the file; at most {@link #MAX_SECTORS}
     * @param fileSize of the file, which is durable
     */
    void change(SortedMap<Long, byte[]> sectors, long fileSize) throws IOException {
        UUID id = guid == null ? UUID.randomUUID() : guid;
        byte[] entry = entry(sectors, id, fileSize);
        file.write(log.start() + next, ByteBuffer.wrap(entry));
        file.flush();
        next += entry.length;
        if (guid == null) {
            // Only now: a header that names a log without a sound entry would be a corrupt file.
            headers.update(header -> header.withLogGuid(id));
            guid = id;
        }
        for (Map.Entry<Long, byte[]> sector : sectors.entrySet()) {
            file.write(sector.getKey(), ByteBuffer.wrap(sector.getValue()));
        }
    }

    /** Everything is in its place, and durable: the log is not needed any more. */
    void close() throws IOException {
        if (guid != null) {
            headers.update(header -> header.withLogGuid(Guids.ZERO));
            guid = null;
        }
    }

    private byte[] entry(SortedMap<Long, byte[]> sectors, UUID id, long fileSize) {
        int descriptors = (HEADER_BYTES + sectors.size() * DESCRIPTOR_BYTES + SECTOR - 1) / SECTOR * SECTOR;
        int length = descriptors + sectors.size() * SECTOR;
        if (sectors.isEmpty() || length > log.length() / 3) {
            throw new IllegalArgumentException("a log entry of " + sectors.size() + " sectors");
        }
        if (next + length > log.length()) {
            next = 0;
        }
        sequence++;
        var entry = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        put(entry, 0, "loge");
        entry.putInt(8, length);
        entry.putInt(12, next);
        entry.putLong(16, sequence);
        entry.putInt(24, sectors.size());
        entry.put(32, Guids.toBytes(id));
        entry.putLong(48, fileSize);
        entry.putLong(56, fileSize);
        int descriptor = HEADER_BYTES;
        int data = descriptors;
        for (Map.Entry<Long, byte[]> sector : sectors.entrySet()) {
            byte[] bytes = sector.getValue();
            put(entry, descriptor, "desc");
            entry.put(descriptor + 4, bytes, SECTOR - 4, 4);
            entry.put(descriptor + 8, bytes, 0, 8);
            entry.putLong(descriptor + 16, sector.getKey());
            entry.putLong(descriptor + 24, sequence);
            put(entry, data, "data");
            entry.putInt(data + 4, (int) (sequence >>> 32));
            entry.put(data + 8, bytes, 8, SECTOR - 12);
            entry.putInt(data + SECTOR - 4, (int) sequence);
            descriptor += DESCRIPTOR_BYTES;
            data += SECTOR;
        }
        Checksum.set(entry.array());
        return entry.array();
    }

    private static void put(ByteBuffer bytes, int at, String signature) {
        bytes.put(at, signature.getBytes(StandardCharsets.US_ASCII));
    }
}
