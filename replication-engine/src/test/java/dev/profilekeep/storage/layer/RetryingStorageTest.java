package dev.profilekeep.storage.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.ServerOpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.TrackingStorage;
import dev.profilekeep.storage.layer.RetryingStorage.Patience;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RetryingStorageTest {
    private static final StoragePath FILE = StoragePath.of("file");
    private static final Patience FOUR = new Patience(4, Duration.ofMillis(100), Duration.ofMillis(300));

    private final MemoryStorage server = MemoryStorage.likeWindows();
    private final FaultyStorage faulty = new FaultyStorage(server);
    private final TrackingStorage reached = new TrackingStorage(faulty);
    private final List<Long> pauses = new ArrayList<>();
    private final RetryingStorage storage = new RetryingStorage(reached, FOUR, new Pauses() {
        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public void pause(long nanos) {
            pauses.add(nanos / 1_000_000);
        }
    });

    private interface Verb {
        void on(StorageProvider storage) throws IOException;
    }

    private static final Map<String, Verb> READS = new LinkedHashMap<>();
    private static final Map<String, Verb> WRITES = new LinkedHashMap<>();

    static {
        READS.put("capabilities", StorageProvider::capabilities);
        READS.put("list", s -> s.list(StoragePath.ROOT));
        READS.put("stat", s -> s.stat(FILE));
        READS.put("openForReading", s -> s.openForReading(FILE, Sharing.ALL).close());
        READS.put("security", s -> s.security(FILE));
        READS.put("file.readFully", s -> open(s, file -> file.readFully(0, ByteBuffer.allocate(3))));
        READS.put("file.stat", s -> open(s, OpenFile::stat));
        READS.put("file.size", s -> open(s, OpenFile::size));
        WRITES.put("openForWriting", s -> s.openForWriting(FILE, Sharing.ALL));
        WRITES.put("create", s -> s.create(StoragePath.of("new"), Sharing.NONE));
        WRITES.put("createFolder", s -> s.createFolder(StoragePath.of("folder")));
        WRITES.put("rename", s -> s.rename(FILE, StoragePath.of("renamed")));
        WRITES.put("replace", s -> s.replace(FILE, StoragePath.of("target")));
        WRITES.put("hardLink", s -> s.hardLink(FILE, StoragePath.of("link")));
        WRITES.put("delete", s -> s.delete(FILE));
        WRITES.put("setAttributes", s -> s.setAttributes(FILE, 0));
        WRITES.put("setTimes", s -> s.setTimes(FILE, 0, 1));
        WRITES.put("setSecurity", s -> s.setSecurity(FILE, new FileSecurity("S-1-5-32-544", null, new byte[0])));
        WRITES.put("copy", s -> s.copy(FILE, StoragePath.of("copy")));
        WRITES.put("file.copyFrom", s -> write(s, file -> file.copyFrom(file, List.of(new CopyRange(0, 3, 3)))));
        WRITES.put("file.writeFully", s -> write(s, file -> file.writeFully(0, ByteBuffer.allocate(3))));
        WRITES.put("file.resize", s -> write(s, file -> file.resize(1)));
        WRITES.put("file.flush", s -> write(s, OpenFile::flush));
    }

    private interface Act {
        void on(OpenFile file) throws IOException;
    }

    private static void open(StorageProvider storage, Act act) throws IOException {
        try (OpenFile file = storage.openForReading(FILE, Sharing.ALL)) {
            act.on(file);
        }
    }

    private static void write(StorageProvider storage, Act act) throws IOException {
        try (OpenFile file = storage.openForWriting(FILE, Sharing.ALL)) {
            act.on(file);
        }
    }

    static Set<String> reads() {
        return READS.keySet();
    }

    static Set<String> writes() {
        return WRITES.keySet();
    }

    @BeforeEach
    void aFile() throws IOException {
        try (OpenFile file = server.create(FILE, Sharing.NONE)) {
            file.writeFully(0, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        }
    }

    @ParameterizedTest
    @MethodSource("reads")
    void reading_is_asked_again_until_the_server_is_back(String verb) {
        faulty.fail(verb, 3, FaultyStorage.unreachable());
        assertThatCode(() -> READS.get(verb).on(storage)).doesNotThrowAnyException();
        assertThat(reached.count(verb)).isEqualTo(4);
        assertThat(pauses).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("reads")
    void patience_ends(String verb) {
        faulty.fail(verb, 99, FaultyStorage.unreachable());
        assertThatThrownBy(() -> READS.get(verb).on(storage)).isInstanceOf(StorageException.Unreachable.class);
        assertThat(reached.count(verb)).isEqualTo(4);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void a_write_is_never_sent_twice(String verb) {
        faulty.fail(verb, 1, FaultyStorage.unreachable());
        assertThatThrownBy(() -> WRITES.get(verb).on(storage)).isInstanceOf(StorageException.Unreachable.class);
        assertThat(reached.count(verb)).isEqualTo(1);
        assertThat(pauses).isEmpty();
    }

    @Test
    void what_asking_again_cannot_cure_is_not_asked_again() {
        faulty.fail("stat", 1, new StorageException.Busy("held", null));
        assertThatThrownBy(() -> storage.stat(FILE)).isInstanceOf(StorageException.Busy.class);
        faulty.fail("stat", 1, new StorageException.Denied("denied", null));
        assertThatThrownBy(() -> storage.stat(FILE)).isInstanceOf(StorageException.Denied.class);
        assertThat(reached.count("stat")).isEqualTo(2);
    }

    @Test
    void a_listing_cut_off_is_begun_anew_and_gives_each_name_once() throws IOException {
        for (int i = 0; i < 20; i++) {
            server.create(StoragePath.of("f" + i), Sharing.NONE).close();
        }
        faulty.fail((verb, path) -> verb.equals("list.entry"), 10, 1, FaultyStorage.unreachable());
        List<StoredFile> listed = storage.list(StoragePath.ROOT);
        assertThat(listed).hasSize(21).extracting(StoredFile::name).doesNotHaveDuplicates();
        assertThat(reached.count("list")).isEqualTo(2);
    }

    @Test
    void a_buffer_half_filled_is_filled_from_its_beginning() throws IOException {
        RetryingStorage patient = new RetryingStorage(new HalfReads(server), FOUR, instantly());
        try (OpenFile file = patient.openForReading(FILE, Sharing.ALL)) {
            ByteBuffer target = ByteBuffer.allocate(4).position(1);
            file.readFully(0, target);
            assertThat(target.array()).containsExactly(0, 1, 2, 3);
            assertThat(target.hasRemaining()).isFalse();
        }
    }

    private static Pauses instantly() {
        return new Pauses() {
            @Override
            public long nanos() {
                return 0;
            }

            @Override
            public void pause(long nanos) {}
        };
    }

    /** Breaks the first read after two bytes. */
    private static final class HalfReads extends LayeredStorage {
        private boolean broken;

        HalfReads(StorageProvider storage) {
            super(storage);
        }

        @Override
        public StorageProvider onOwnConnection() {
            throw new UnsupportedOperationException();
        }

        @Override
        public StorageProvider onOwnConnection(ConnectionTerms terms) {
            throw new UnsupportedOperationException();
        }

        @Override
        public OpenFile openForReading(StoragePath path, Sharing sharing) throws IOException {
            return new LayeredFile(super.openForReading(path, sharing)) {
                @Override
                public void readFully(long offset, ByteBuffer target) throws IOException {
                    if (!broken) {
                        broken = true;
                        target.put((byte) 7).put((byte) 7);
                        throw FaultyStorage.unreachable();
                    }
                    super.readFully(offset, target);
                }
            };
        }
    }

    @Test
    void pauses_grow_to_their_longest_and_are_never_shorter_than_half() {
        faulty.fail("stat", 99, FaultyStorage.unreachable());
        assertThatThrownBy(() -> storage.stat(FILE)).isInstanceOf(StorageException.Unreachable.class);
        assertThat(pauses).hasSize(3);
        assertThat(pauses.get(0)).isBetween(50L, 100L);
        assertThat(pauses.get(1)).isBetween(100L, 200L);
        assertThat(pauses.get(2)).isBetween(150L, 300L);
    }

    @Test
    void a_probe_and_the_closing_of_a_handle_are_never_repeated() {
        faulty.fail("holder", 1, FaultyStorage.unreachable()).fail("server.close", 1, FaultyStorage.unreachable());
        assertThatThrownBy(() -> storage.holder(FILE)).isInstanceOf(StorageException.Unreachable.class);
        assertThatThrownBy(() -> storage.fileServer().close(new ServerOpenFile(1, FILE, "x", false, 0)))
                .isInstanceOf(StorageException.Unreachable.class);
        assertThat(pauses).isEmpty();
    }

    @Test
    void a_question_to_the_file_server_is_asked_again() throws IOException {
        faulty.fail("server.openFiles", 2, FaultyStorage.unreachable());
        assertThat(storage.fileServer().openFiles(StoragePath.ROOT)).isEmpty();
        assertThat(pauses).hasSize(2);
    }

    @Test
    void who_set_a_deadline_is_not_kept_waiting_by_repetition() throws IOException {
        StorageProvider hurried =
                storage.onOwnConnection(ConnectionTerms.usual().answeringWithin(Duration.ofSeconds(2)));
        faulty.fail("stat", 1, FaultyStorage.unreachable());
        assertThatThrownBy(() -> hurried.stat(FILE)).isInstanceOf(StorageException.Unreachable.class);
        assertThat(pauses).isEmpty();
    }

    @Test
    void an_interrupted_thread_does_not_go_on() {
        faulty.fail("stat", 99, FaultyStorage.unreachable());
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> storage.stat(FILE)).isInstanceOf(StorageException.Unreachable.class);
            assertThat(reached.count("stat")).isEqualTo(1);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
