package dev.profilekeep.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** One location and two connections to it. What differs by kind is asked of {@link Capabilities} or below. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
abstract class StorageLocation {
    static final int SEED = Integer.getInteger("tests.seed", 20);

    StorageProvider storage;
    StorageProvider other;

    /** An empty location. */
    protected abstract StorageProvider empty() throws Exception;

    /** Whether the time of creation can be set. */
    protected boolean keepsCreationTime() {
        return true;
    }

    /** Whether HIDDEN and SYSTEM are kept; READONLY is by all. */
    protected boolean keepsAttributes() {
        return true;
    }

    /** Whether a file closed over one connection fails on it afterwards. */
    protected boolean hasConnections() {
        return true;
    }

    /** Whether ranges of open files are copied at the server. */
    protected boolean copiesRanges() {
        return true;
    }

    @BeforeEach
    void connect() throws Exception {
        storage = empty();
        other = storage.onOwnConnection();
    }

    @AfterEach
    void disconnect() throws IOException {
        if (other != null) {
            other.close();
        }
        if (storage != null) {
            storage.close();
        }
    }

    protected final StorageProvider storage() {
        return storage;
    }

    protected final StorageProvider other() {
        return other;
    }

    boolean can(Function<Capabilities, Boolean> what) throws IOException {
        return what.apply(storage.capabilities());
    }

    protected static StoragePath path(String value) {
        return StoragePath.of(value);
    }

    protected final void write(String name, String content) throws IOException {
        try (OpenFile file = storage.create(path(name), Sharing.NONE)) {
            file.writeFully(0, ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
        }
    }

    protected final String read(String name) throws IOException {
        try (OpenFile file = storage.openForReading(path(name), Sharing.ALL)) {
            return new String(bytes(file, 0, (int) file.size()), StandardCharsets.UTF_8);
        }
    }

    protected static byte[] bytes(OpenFile file, long offset, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        file.readFully(offset, target);
        assertThat(target.hasRemaining()).isFalse();
        return target.array();
    }

    List<String> names(String folder) throws IOException {
        return storage.list(path(folder)).stream()
                .map(StoredFile::name)
                .sorted()
                .toList();
    }

    byte[] random(String name, int length) throws IOException {
        byte[] bytes = new byte[length];
        new Random(SEED).nextBytes(bytes);
        try (OpenFile file = storage.create(path(name), Sharing.NONE)) {
            file.writeFully(0, ByteBuffer.wrap(bytes));
        }
        return bytes;
    }
}
