package dev.profilekeep.lease;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * JSON lines beside the copies. A line is on the server's disk before what it says is done; one that was cut off while it was
 * written was of something that was not begun.
 */
final class SwapJournal {
    private static final int LARGEST = 1 << 20;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private SwapJournal() {}

    /** Makes the journal with its first line. */
    static void begin(StorageProvider storage, StoragePath path, SwapEntry entry) throws IOException {
        try (OpenFile file = storage.create(path, Sharing.READ)) {
            write(file, 0, entry);
        }
    }

    static void append(StorageProvider storage, StoragePath path, SwapEntry entry) throws IOException {
        try (OpenFile file = storage.openForWriting(path, Sharing.READ)) {
            write(file, file.size(), entry);
        }
    }

    /** The line begins with a line break, so that it is whole even after one that was cut off. */
    private static void write(OpenFile file, long at, SwapEntry entry) throws IOException {
        file.writeFully(at, ByteBuffer.wrap(("\n" + json(entry) + "\n").getBytes(StandardCharsets.UTF_8)));
        file.flush();
    }

    private static String json(SwapEntry entry) {
        try {
            return JSON.writeValueAsString(entry);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * All whole lines, oldest first.
     *
     * @throws StorageException.Failed if it was written by a newer version or changed by hand
     */
    static List<SwapEntry> read(StorageProvider storage, StoragePath path) throws IOException {
        byte[] bytes = bytes(storage, path);
        List<SwapEntry> entries = new ArrayList<>();
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
            if (line.isBlank()) {
                continue;
            }
            JsonNode whole;
            try {
                whole = JSON.readTree(line);
            } catch (JsonProcessingException e) {
                continue; // cut off while it was written: what it says was not begun
            }
            entries.add(entry(path, whole));
        }
        return entries;
    }

    /** A line that is whole and says nothing known must not be passed over: what it says may have been done. */
    private static SwapEntry entry(StoragePath path, JsonNode line) throws StorageException {
        if (line.path("v").asInt() > SwapEntry.WITH_OTHERS) {
            throw new StorageException.Failed(
                    "read " + path + ": it was written by a newer ProfileKeep; settle it with that version", null);
        }
        try {
            return JSON.treeToValue(line, SwapEntry.class);
        } catch (JsonProcessingException e) {
            throw new StorageException.Failed("read " + path + ": a line of it is none of ProfileKeep's", e);
        }
    }

    /**
     * The folder of the swap that a sign tells of; empty if it was cut off before it was written, as nothing or as zeros where a server lost power after its length and before its bytes.
     */
    static String signed(StorageProvider storage, StoragePath sign) throws IOException {
        return new String(bytes(storage, sign), StandardCharsets.UTF_8)
                .replace("\0", "")
                .strip();
    }

    static byte[] bytes(StorageProvider storage, StoragePath path) throws IOException {
        try (OpenFile file = storage.openForReading(path, Sharing.ALL)) {
            ByteBuffer all = ByteBuffer.allocate((int) Math.min(LARGEST, file.size()));
            file.readFully(0, all);
            return all.array();
        }
    }
}
