package dev.profilekeep.storage.smb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hierynomus.mssmb2.SMB2FileId;
import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.Held;
import dev.profilekeep.storage.HoldingProcess;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import dev.profilekeep.storage.TcpProxy;
import dev.profilekeep.storage.smb.SmbRequests.Opening;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a lease needs of a real Samba, with handles of another JVM. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SmbLeaseIT {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static SambaServer server;

    private final StoragePath file = StoragePath.of("file" + NAMES.incrementAndGet());

    @BeforeAll
    static void startServer() throws IOException {
        server = SambaServer.builder().share("profiles").start();
        Files.setPosixFilePermissions(server.folder("profiles"), PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void write() throws IOException {
        Path stored = server.folder("profiles").resolve(file.value());
        Files.writeString(stored, "content");
        Files.setPosixFilePermissions(stored, PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    private HoldingProcess held() throws IOException {
        return HoldingProcess.hold(server, "profiles", "", file.value(), server.credentials());
    }

    @Test
    void what_a_frozen_node_holds_falls_to_the_next_one_at_once() throws Exception {
        try (HoldingProcess dead = held();
                StorageProvider storage = server.connect("profiles")) {
            dead.freeze();
            assertThat(storage.holder(file).state()).isEqualTo(Held.State.HELD);
            long begun = System.nanoTime();
            ConnectionTerms taking =
                    ConnectionTerms.usual().ending(dead.sessionId()).answeringWithin(Duration.ofSeconds(2));
            try (StorageProvider next = storage.onOwnConnection(taking);
                    OpenFile taken = next.openForWriting(file, Sharing.NONE)) {
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
                assertThat(taken.size()).isEqualTo(7);
                assertThat(dead.isAlive()).isTrue();
            }
            assertThat(storage.holder(file).state()).isEqualTo(Held.State.FREE);
        }
    }

    @Test
    void the_session_of_another_account_is_left_alone() throws Exception {
        try (HoldingProcess holder = held();
                StorageProvider other =
                        Storages.connect(server.address("profiles"), StorageOptions.of(server.otherCredentials()));
                StorageProvider next =
                        other.onOwnConnection(ConnectionTerms.usual().ending(holder.sessionId()))) {
            assertThat(next.list(StoragePath.ROOT)).isNotEmpty();
            assertThat(next.holder(file).state()).isEqualTo(Held.State.HELD);
        }
    }

    @Test
    void a_deadline_holds_although_the_server_hangs() throws Exception {
        try (StorageProvider storage = server.connect("profiles");
                StorageProvider hurried =
                        storage.onOwnConnection(ConnectionTerms.usual().answeringWithin(Duration.ofSeconds(1)))) {
            OpenFile open = hurried.openToRemove(file);
            server.freeze();
            try {
                long begun = System.nanoTime();
                assertThatThrownBy(open::removeWhenClosed)
                        .isInstanceOf(StorageException.Unreachable.class)
                        .hasMessageContaining("unknown");
                assertThatThrownBy(open::close).isInstanceOf(StorageException.Unreachable.class);
                assertThatThrownBy(() -> hurried.stat(file)).isInstanceOf(StorageException.Unreachable.class);
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
            } finally {
                server.thaw();
            }
            assertThat(hurried.capabilities().server())
                    .as("it connects again when asked")
                    .isNotEmpty();
        }
    }

    @Test
    void what_the_account_may_not_read_is_neither_held_nor_free() throws Exception {
        Path secret = server.folder("profiles").resolve(file.value());
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        try (StorageProvider storage =
                Storages.connect(server.address("profiles"), StorageOptions.of(server.otherCredentials()))) {
            Held held = storage.holder(file);
            assertThat(held.state()).isEqualTo(Held.State.UNTOLD);
            assertThat(held.why()).contains("Read data").contains("ACCESS_DENIED");
        }
    }

    @Test
    void removal_is_not_said_to_be_done_while_somebody_still_has_the_file() throws Exception {
        SmbSessions sessions = new SmbSessions(server.address("profiles"), server.options(), ConnectionTerms.usual());
        SmbSession.Ask ask = new SmbSession.Ask("look", "");
        try (StorageProvider storage = server.connect("profiles")) {
            SmbSession session = sessions.current();
            // attributes only: in nobody's way, and still a handle
            SMB2FileId looking = session.open(ask, Opening.existing(0x100080, 0), file.value());
            OpenFile open = storage.openToRemove(file);
            open.removeWhenClosed();
            assertThatThrownBy(open::close)
                    .isInstanceOf(StorageException.Busy.class)
                    .hasMessageContaining("lets go");
            assertThat(storage.holder(file).state()).isEqualTo(Held.State.GOING);
            session.close(ask, looking);
            assertThat(storage.holder(file).state()).isEqualTo(Held.State.ABSENT);
        } finally {
            sessions.close();
        }
    }

    @Test
    void a_read_only_file_is_not_removed_and_the_right_said() throws Exception {
        try (StorageProvider storage = server.connect("profiles")) {
            storage.setAttributes(file, 1);
            OpenFile open = storage.openToRemove(file);
            assertThatThrownBy(open::removeWhenClosed).isInstanceOf(StorageException.Denied.class);
            open.close();
            assertThat(storage.stat(file).size()).isEqualTo(7);
        }
    }

    private static final Duration DEADLINE = Duration.ofSeconds(2);
    /** For a machine that is busy with other things. */
    private static final Duration SLACK = Duration.ofMillis(1500);

    private static void assertUnreachableInTime(ThrowableAssert.ThrowingCallable call) {
        long begun = System.nanoTime();
        assertThatThrownBy(call).isInstanceOf(StorageException.Unreachable.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(DEADLINE.plus(SLACK));
    }

    private static StorageProvider hurried(StorageProvider storage) throws IOException {
        return storage.onOwnConnection(ConnectionTerms.usual().answeringWithin(DEADLINE));
    }

    /** Six answers are needed to connect and look, each 0.6 s late: none too late, and all of them together. */
    @Test
    void a_deadline_covers_connecting_and_all_messages_of_a_call() throws Exception {
        try (TcpProxy line = new TcpProxy(server.port());
                StorageProvider slow = Storages.connect(line.through(server.address("profiles")), server.options());
                StorageProvider lease = hurried(slow)) {
            line.delayToClient(Duration.ofMillis(600));
            assertUnreachableInTime(() -> lease.stat(file));
            assertUnreachableInTime(lease::sessionId);
            line.delayToClient(Duration.ZERO);
            assertThat(lease.stat(file).size()).isEqualTo(7);
            line.delayToClient(Duration.ofMillis(800)); // open, look, close: 2.4 s
            assertUnreachableInTime(() -> lease.stat(file));
        }
    }

    @Test
    void a_deadline_holds_at_a_server_that_takes_no_more_bytes() throws Exception {
        try (StorageProvider storage = server.connect("profiles");
                StorageProvider lease = hurried(storage)) {
            OpenFile open = lease.openForWriting(file, Sharing.NONE);
            ByteBuffer much = ByteBuffer.allocate(64 << 20);
            server.freeze();
            try {
                assertUnreachableInTime(() -> open.writeFully(0, much));
                assertUnreachableInTime(open::stat);
                assertUnreachableInTime(lease::sessionId);
                long begun = System.nanoTime();
                lease.close();
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SLACK);
            } finally {
                server.thaw();
            }
        }
    }

    @Test
    void a_deadline_holds_for_each_of_several_threads_at_a_server_that_hangs() throws Exception {
        try (StorageProvider storage = server.connect("profiles");
                StorageProvider lease = hurried(storage)) {
            ExecutorService callers = Executors.newFixedThreadPool(4);
            server.freeze();
            try {
                List<Future<?>> answers = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    answers.add(callers.submit(() -> assertUnreachableInTime(() -> lease.stat(file))));
                }
                for (Future<?> answer : answers) {
                    answer.get();
                }
            } finally {
                server.thaw();
                callers.shutdownNow();
            }
            assertThat(lease.stat(file).size()).isEqualTo(7);
        }
    }
}
