package dev.profilekeep.storage.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.layer.StorageUse.Operation;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObservedStorageTest {
    private static final StoragePath FILE = StoragePath.of("file");
    private final ObservedStorage storage = new ObservedStorage(MemoryStorage.likeWindows());

    @Test
    void counts_what_is_asked_and_what_it_moves() throws IOException {
        try (OpenFile file = storage.create(FILE, Sharing.NONE)) {
            file.writeFully(0, ByteBuffer.allocate(1000));
            file.writeFully(1000, ByteBuffer.allocate(24));
            file.flush();
        }
        StorageUse written = storage.use();
        assertThat(written.of(Operation.CHANGE).count()).isEqualTo(1);
        assertThat(written.of(Operation.WRITE).count()).isEqualTo(2);
        assertThat(written.of(Operation.FLUSH).count()).isEqualTo(1);
        assertThat(written.of(Operation.CLOSE).count()).isEqualTo(1);
        assertThat(written.bytesWritten()).isEqualTo(1024);
        assertThat(written.bytesRead()).isZero();
        try (OpenFile file = storage.openForReading(FILE, Sharing.ALL)) {
            file.readFully(24, ByteBuffer.allocate(100));
        }
        storage.list(StoragePath.ROOT);
        StorageUse since = storage.use().since(written);
        assertThat(since.of(Operation.OPEN).count()).isEqualTo(1);
        assertThat(since.of(Operation.READ).count()).isEqualTo(1);
        assertThat(since.of(Operation.LIST).count()).isEqualTo(1);
        assertThat(since.entriesListed()).isEqualTo(1);
        assertThat(since.bytesRead()).isEqualTo(100);
        assertThat(since.bytesWritten()).isZero();
        assertThat(since.count()).isEqualTo(4);
        assertThat(since.of(Operation.READ).mean()).isPositive();
        assertThat(since.of(Operation.READ).longest()).isPositive();
    }

    @Test
    void what_the_server_copies_is_neither_read_nor_written() throws IOException {
        try (OpenFile file = storage.create(FILE, Sharing.NONE)) {
            file.resize(1000);
        }
        StorageUse before = storage.use();
        try (OpenFile source = storage.openForReading(FILE, Sharing.ALL);
                OpenFile target = storage.create(StoragePath.of("copy"), Sharing.NONE)) {
            target.copyFrom(source, List.of(new CopyRange(0, 500, 300), new CopyRange(900, 0, 100)));
        }
        StorageUse since = storage.use().since(before);
        assertThat(since.of(Operation.COPY).count()).isEqualTo(1);
        assertThat(since.bytesCopied()).isEqualTo(400);
        assertThat(since.bytesRead()).isZero();
        assertThat(since.bytesWritten()).isZero();
    }

    @Test
    void failures_are_counted_and_what_came_before_them() throws IOException {
        storage.create(FILE, Sharing.NONE).close();
        assertThatThrownBy(() -> storage.stat(StoragePath.of("none"))).isInstanceOf(StorageException.NotFound.class);
        try (OpenFile file = storage.openForWriting(FILE, Sharing.ALL)) {
            file.resize(10);
            assertThatThrownBy(() -> file.readFully(0, ByteBuffer.allocate(11))).isInstanceOf(EOFException.class);
        }
        assertThat(storage.use().of(Operation.STAT).failures()).isEqualTo(1);
        assertThat(storage.use().of(Operation.READ).failures()).isEqualTo(1);
        assertThat(storage.use().failures()).isEqualTo(2);
        assertThat(storage.use().bytesRead()).isEqualTo(10);
    }

    @Test
    void probes_and_questions_to_the_server_are_counted() throws IOException {
        storage.create(FILE, Sharing.NONE).close();
        StorageUse before = storage.use();
        storage.holder(FILE);
        storage.holder(FILE);
        storage.fileServer().openFiles(StoragePath.ROOT);
        storage.roundTrip();
        StorageUse since = storage.use().since(before);
        assertThat(since.of(Operation.PROBE).count()).isEqualTo(2);
        assertThat(since.of(Operation.SERVER).count()).isEqualTo(1);
        assertThat(since.of(Operation.ECHO).count()).isEqualTo(1);
        assertThat(since.count()).isEqualTo(4);
    }

    @Test
    void other_connections_are_counted_with_it() throws IOException {
        storage.onOwnConnection().list(StoragePath.ROOT);
        assertThat(storage.use().of(Operation.LIST).count()).isEqualTo(1);
    }
}
