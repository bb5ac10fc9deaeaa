package dev.profilekeep.storage.smb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.storage.Encryption;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.TcpProxy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers die, lines are cut, answers get lost. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SmbReconnectIT {
    private static final int MIB = 1024 * 1024;
    private static final StoragePath FILE = StoragePath.of("Profile_somebody.vhdx");

    private static SambaServer server;
    private static int folders;

    private TcpProxy line;
    private String name;
    private Path folder;
    private StorageProvider storage;

    @BeforeAll
    static void startServer() {
        server = SambaServer.builder().share("profiles").start();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void connect() throws Exception {
        if (!server.isRunning()) {
            server.start();
        }
        line = new TcpProxy(server.port());
        name = "folder" + folders++;
        folder = Files.createDirectory(server.folder("profiles").resolve(name));
        storage = Storages.connect(line.through(server.address("profiles", name)), quick());
    }

    @AfterEach
    void disconnect() throws IOException {
        if (storage != null) {
            storage.close();
        }
        if (line != null) {
            line.close();
        }
    }

    private StorageOptions quick() {
        return server.options().toBuilder()
                .connectTimeout(Duration.ofSeconds(2))
                .responseTimeout(Duration.ofSeconds(2))
                .reconnectFor(Duration.ofSeconds(20))
                .build();
    }

    private byte[] profile(int length) throws IOException {
        byte[] content = new byte[length];
        new Random(7).nextBytes(content);
        Files.write(folder.resolve(FILE.value()), content);
        return content;
    }

    private static byte[] read(OpenFile file, long offset, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        file.readFully(offset, target);
        return target.array();
    }

    @Test
    void a_read_cut_off_goes_on_over_a_new_connection() throws IOException {
        byte[] content = profile(24 * MIB);
        try (OpenFile file = storage.openForReading(FILE, Sharing.ALL)) {
            line.cutToClientAfter(9 * MIB);
            assertThat(ByteBuffer.wrap(read(file, 0, content.length))).isEqualTo(ByteBuffer.wrap(content));
            assertThat(line.connections()).isEqualTo(2);
            assertThat(line.bytesToClient()).as("read on, not again").isLessThan(30L * MIB);
            assertThat(file.stat().size()).isEqualTo(content.length);
        }
    }

    @Test
    void a_server_killed_while_it_is_read_from_and_started_again_is_not_noticed() throws Exception {
        byte[] content = profile(16 * MIB);
        storage = Storages.connect(server.address("profiles", name), quick());
        CompletableFuture<Void> started = new CompletableFuture<>();
        try (OpenFile file = storage.openForReading(FILE, Sharing.ALL)) {
            for (int slice = 0; slice < 16; slice++) {
                if (slice == 5) {
                    server.kill();
                    started = CompletableFuture.runAsync(() -> {
                        try {
                            server.start();
                        } catch (IOException | InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    });
                }
                assertThat(ByteBuffer.wrap(read(file, (long) slice * MIB, MIB)))
                        .isEqualTo(ByteBuffer.wrap(content, slice * MIB, MIB));
            }
        }
        started.get();
        assertThat(storage.list(StoragePath.ROOT)).hasSize(1);
    }

    @Test
    void many_threads_share_the_new_connection() throws Exception {
        byte[] content = profile(16 * MIB);
        ExecutorService readers = Executors.newFixedThreadPool(8);
        try (OpenFile file = storage.openForReading(FILE, Sharing.ALL)) {
            line.cutToClientAfter(5 * MIB);
            List<Future<Boolean>> answers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                int from = i * MIB;
                answers.add(readers.submit(
                        () -> ByteBuffer.wrap(read(file, from, MIB)).equals(ByteBuffer.wrap(content, from, MIB))));
            }
            for (Future<Boolean> answer : answers) {
                assertThat(answer.get()).isTrue();
            }
            assertThat(line.connections()).isEqualTo(2);
        } finally {
            readers.shutdownNow();
        }
    }

    @Test
    void a_listing_cut_off_gives_every_entry_once() throws IOException {
        for (int i = 0; i < 10_000; i++) {
            Files.createFile(folder.resolve("S-1-5-21-1111111111-2222222222-3333333333-" + i + "_somebody"));
        }
        storage.stat(StoragePath.ROOT);
        line.cutToClientAfter(1_200_000);
        List<StoredFile> listed = storage.list(StoragePath.ROOT);
        assertThat(line.connections()).isEqualTo(2);
        assertThat(listed).hasSize(10_000).extracting(StoredFile::name).doesNotHaveDuplicates();
    }

    @Test
    void a_file_changed_meanwhile_is_not_read_on() throws Exception {
        profile(4 * MIB);
        try (OpenFile file = storage.openForReading(FILE, Sharing.ALL)) {
            read(file, 0, MIB);
            server.kill();
            Path copy = folder.resolve("copy");
            Files.copy(folder.resolve(FILE.value()), copy);
            Files.move(copy, folder.resolve(FILE.value()), StandardCopyOption.REPLACE_EXISTING);
            server.start();
            assertThatThrownBy(() -> read(file, MIB, MIB))
                    .isInstanceOf(StorageException.Unreachable.class)
                    .hasMessageContaining("changed or replaced");
        }
        try (OpenFile file = storage.openForReading(FILE, Sharing.ALL)) {
            assertThat(read(file, MIB, MIB)).hasSize(MIB);
        }
    }

    @Test
    void a_hold_on_a_file_does_not_come_back_by_itself() throws Exception {
        profile(MIB);
        for (Sharing sharing : List.of(Sharing.READ, Sharing.NONE)) {
            try (OpenFile held = storage.openForReading(FILE, sharing)) {
                line.cutToClientAfter(0);
                assertThatThrownBy(() -> read(held, 0, 10)).isInstanceOf(StorageException.Unreachable.class);
                assertThatThrownBy(() -> read(held, 0, 10)).isInstanceOf(StorageException.Unreachable.class);
            }
            assertThat(storage.stat(FILE).size()).isEqualTo(MIB);
        }
    }

    @Test
    void a_write_cut_off_is_reported_as_unknown_and_never_repeated() throws IOException {
        OpenFile file = storage.create(FILE, Sharing.NONE);
        line.cutToServerAfter(5 * MIB);
        ByteBuffer source = ByteBuffer.allocate(16 * MIB);
        assertThatThrownBy(() -> file.writeFully(0, source))
                .isInstanceOf(StorageException.Unreachable.class)
                .hasMessageContaining("unknown")
                .hasMessageContaining(FILE.value());
        assertThat(source.remaining()).isEqualTo(16 * MIB);
        assertThat(line.connections()).isEqualTo(1);
        assertThatThrownBy(() -> file.writeFully(0, ByteBuffer.allocate(1)))
                .isInstanceOf(StorageException.Unreachable.class);
        assertThatThrownBy(file::flush).isInstanceOf(StorageException.Unreachable.class);
        file.close();
        assertThat(line.connections()).isEqualTo(1);
        assertThat(storage.stat(FILE).size()).as("the storage goes on").isLessThan(16L * MIB);
        assertThat(line.connections()).isEqualTo(2);
    }

    /** The act was done, its answer lost: doing it again would fail as "not found", and a retry would show itself so. */
    @Test
    void an_act_whose_answer_was_lost_is_not_sent_again() throws Exception {
        profile(10);
        storage.stat(FILE);
        StoragePath renamed = StoragePath.of("renamed");
        line.cutToClientAfter(400); // the answer to opening it passes, the answer to renaming it does not
        assertThatThrownBy(() -> storage.rename(FILE, renamed))
                .isInstanceOf(StorageException.Unreachable.class)
                .hasMessageContaining("unknown");
        assertThat(line.connections()).isEqualTo(1);
        assertThat(storage.list(StoragePath.ROOT)).hasSize(1);
    }

    @Test
    void every_write_verb_is_sent_once() throws Exception {
        profile(10);
        StoragePath other = StoragePath.of("other");
        interface Verb {
            void run() throws IOException;
        }
        List<Verb> verbs = List.of(
                () -> storage.create(other, Sharing.NONE),
                () -> storage.createFolder(other),
                () -> storage.rename(FILE, other),
                () -> storage.replace(FILE, other),
                () -> storage.hardLink(FILE, other),
                () -> storage.delete(FILE),
                () -> storage.setAttributes(FILE, 0),
                () -> storage.setTimes(FILE, 0, 1),
                () -> storage.openForWriting(FILE, Sharing.NONE));
        for (Verb verb : verbs) {
            storage.stat(FILE);
            int before = line.connections();
            line.cutToClientAfter(0);
            assertThatThrownBy(verb::run).isInstanceOf(StorageException.Unreachable.class);
            assertThat(line.connections()).isEqualTo(before);
            Files.deleteIfExists(folder.resolve("other"));
            profile(10);
        }
    }

    @Test
    void a_server_restarted_while_nobody_looked_is_not_noticed() throws Exception {
        profile(10);
        assertThat(storage.stat(FILE).size()).isEqualTo(10);
        server.restart();
        assertThat(storage.stat(FILE).size()).isEqualTo(10);
        server.restart();
        storage.setTimes(FILE, 0, 133_000_000_000_000_000L);
        assertThat(storage.stat(FILE).lastWriteTime()).isEqualTo(133_000_000_000_000_000L);
    }

    @Test
    void a_server_that_is_not_there_is_told_at_first_use_and_at_once() throws IOException {
        server.kill();
        StorageProvider absent = Storages.connect(server.address("profiles", name), quick());
        long begun = System.nanoTime();
        assertThatThrownBy(() -> absent.list(StoragePath.ROOT))
                .isInstanceOf(StorageException.Unreachable.class)
                .hasMessageContaining("127.0.0.1:" + server.port());
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void a_server_that_hangs_is_told_within_the_timeout_to_all_who_wait() throws Exception {
        profile(10);
        StorageOptions options = quick().toBuilder()
                .connectTimeout(Duration.ofSeconds(1))
                .reconnectFor(Duration.ZERO)
                .build();
        try (StorageProvider connected = Storages.connect(server.address("profiles", name), options);
                StorageProvider fresh = Storages.connect(server.address("profiles", name), options)) {
            connected.stat(FILE);
            server.freeze();
            try {
                assertUnreachableWithin(Duration.ofMillis(2000 + 2000 + 1500), () -> connected.stat(FILE));
                ExecutorService callers = Executors.newFixedThreadPool(6);
                try {
                    List<Future<?>> answers = new ArrayList<>();
                    for (int i = 0; i < 6; i++) {
                        answers.add(callers.submit(
                                () -> assertUnreachableWithin(Duration.ofSeconds(3), () -> fresh.stat(FILE))));
                    }
                    for (Future<?> answer : answers) {
                        answer.get();
                    }
                } finally {
                    callers.shutdownNow();
                }
            } finally {
                server.thaw();
            }
            assertThat(connected.stat(FILE).size()).isEqualTo(10);
            assertThat(fresh.stat(FILE).size()).isEqualTo(10);
        }
    }

    private interface Ask {
        void run() throws IOException;
    }

    private static void assertUnreachableWithin(Duration longest, Ask ask) {
        long begun = System.nanoTime();
        assertThatThrownBy(ask::run).isInstanceOf(StorageException.Unreachable.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(longest);
    }

    @ParameterizedTest
    @EnumSource(
            value = Encryption.class,
            names = {"OFF", "REQUIRED"})
    void a_message_falsified_on_its_way_is_never_taken(Encryption encryption) throws Exception {
        byte[] content = profile(8 * MIB);
        StorageOptions options = quick().toBuilder()
                .encryption(encryption)
                .responseTimeout(Duration.ofSeconds(1))
                .build();
        try (StorageProvider share = Storages.connect(line.through(server.address("profiles", name)), options);
                OpenFile file = share.openForReading(FILE, Sharing.ALL)) {
            assertThat(share.capabilities().encrypted()).isEqualTo(encryption == Encryption.REQUIRED);
            line.corruptToClientAfter(3 * MIB);
            assertThat(ByteBuffer.wrap(read(file, 0, content.length))).isEqualTo(ByteBuffer.wrap(content));
            assertThat(line.bytesToClient()).as("read on, not again").isBetween(8L * MIB, 14L * MIB);
        }
        // nothing of ours is left open: another may have the file to itself
        try (StorageProvider other = Storages.connect(server.address("profiles", name), quick())) {
            other.openForWriting(FILE, Sharing.NONE).close();
        }
    }

    @Test
    void a_quiet_line_is_asked_whether_it_lives_before_it_is_used() throws Exception {
        profile(10);
        for (Encryption encryption : List.of(Encryption.OFF, Encryption.REQUIRED)) {
            StorageOptions options = quick().toBuilder()
                    .encryption(encryption)
                    .idleAfter(Duration.ofNanos(1))
                    .build();
            int before = line.connections();
            try (StorageProvider share = Storages.connect(line.through(server.address("profiles", name)), options)) {
                for (int i = 0; i < 10; i++) {
                    assertThat(share.stat(FILE).size()).isEqualTo(10);
                }
                assertThat(line.connections()).as("it lives").isEqualTo(before + 1);
                line.cutToClientAfter(0);
                share.setTimes(FILE, 0, 133_000_000_000_000_000L);
                assertThat(line.connections())
                        .as("a write found it dead before it was sent")
                        .isEqualTo(before + 2);
            }
        }
    }

    /** Only one answer was lost: the file opened anew leaves no second handle behind while the first is still in use. */
    @Test
    void a_handle_given_up_is_closed_at_the_server() throws Exception {
        byte[] content = profile(4 * MIB);
        StorageOptions options = quick().toBuilder()
                .encryption(Encryption.OFF)
                .responseTimeout(Duration.ofSeconds(1))
                .build();
        try (StorageProvider share = Storages.connect(line.through(server.address("profiles", name)), options)) {
            try (OpenFile file = share.openForReading(FILE, Sharing.ALL)) {
                line.corruptToClientAfter(2 * MIB);
                assertThat(ByteBuffer.wrap(read(file, 0, content.length))).isEqualTo(ByteBuffer.wrap(content));
            }
            assertThat(line.connections()).as("the connection was kept").isEqualTo(1);
            try (StorageProvider other = Storages.connect(server.address("profiles", name), quick())) {
                other.openForWriting(FILE, Sharing.NONE).close();
            }
        }
    }

    @Test
    void waiting_for_a_server_ends_when_the_thread_is_interrupted() throws Exception {
        profile(MIB);
        try (OpenFile file = storage.openForReading(FILE, Sharing.ALL)) {
            server.kill();
            ExecutorService reader = Executors.newSingleThreadExecutor();
            try {
                Future<?> waiting = reader.submit(() -> read(file, 0, 10));
                assertThatThrownBy(() -> waiting.get(300, TimeUnit.MILLISECONDS))
                        .isInstanceOf(TimeoutException.class);
                reader.shutdownNow();
                assertThat(reader.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
                assertThatThrownBy(waiting::get).hasCauseInstanceOf(StorageException.Unreachable.class);
            } finally {
                reader.shutdownNow();
            }
        }
    }
}
