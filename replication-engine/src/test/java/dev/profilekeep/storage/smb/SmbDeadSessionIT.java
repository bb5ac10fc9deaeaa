package dev.profilekeep.storage.smb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.Encryption;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What becomes of a node that was taken for dead and lives: its session was ended by the next one. Signed, a server says so
 * without a signature, for the key is gone; encrypted, it hangs up.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SmbDeadSessionIT {
    private static final StoragePath FILE = StoragePath.of("disk");
    /** Far below every timeout: 10 s for an answer, 60 s for a write. */
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    private static SambaServer server;

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
    void write() throws IOException {
        Files.writeString(stored(), "content");
    }

    private static Path stored() {
        return server.folder("profiles").resolve(FILE.value());
    }

    /** What a node does that does not know that it is dead. */
    private record Late(String what, boolean toRemove, Act act) {
        @Override
        public String toString() {
            return what;
        }
    }

    private interface Act {
        void on(OpenFile file) throws IOException;
    }

    private static List<Late> lateCalls() {
        return List.of(
                new Late("write", false, file -> file.writeFully(0, ByteBuffer.wrap(new byte[] {'y'}))),
                new Late("write 8 MiB", false, file -> file.writeFully(0, ByteBuffer.allocate(8 << 20))),
                new Late("read", false, file -> file.readFully(0, ByteBuffer.allocate(7))),
                new Late("stat", false, OpenFile::stat),
                new Late("resize", false, file -> file.resize(0)),
                new Late("flush", false, OpenFile::flush),
                new Late("close", false, OpenFile::close),
                new Late("remove when closed", true, OpenFile::removeWhenClosed));
    }

    static Stream<Object[]> everyLateCall() {
        return Stream.of(Encryption.OFF, Encryption.REQUIRED)
                .flatMap(encryption -> lateCalls().stream().map(late -> new Object[] {encryption, late}));
    }

    private static StorageProvider connect(Encryption encryption) {
        StorageOptions options =
                server.options().toBuilder().encryption(encryption).build();
        return Storages.connect(server.address("profiles"), options);
    }

    private static void end(StorageProvider dead) throws IOException {
        long session = dead.sessionId().orElseThrow();
        try (StorageProvider next = dead.onOwnConnection(ConnectionTerms.usual().ending(session))) {
            assertThat(next.sessionId().orElseThrow()).isNotEqualTo(session);
        }
    }

    @ParameterizedTest(name = "{1}, encryption {0}")
    @MethodSource("everyLateCall")
    void a_late_call_is_unreachable_at_once_and_changes_nothing(Encryption encryption, Late late) throws Exception {
        try (StorageProvider dead = connect(encryption)) {
            OpenFile file = late.toRemove ? dead.openToRemove(FILE) : dead.openForWriting(FILE, Sharing.NONE);
            end(dead);
            long begun = System.nanoTime();
            assertThatThrownBy(() -> late.act.on(file)).isInstanceOf(StorageException.Unreachable.class);
            assertThatThrownBy(file::stat).as("and for good").isInstanceOf(StorageException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(AT_ONCE);
            assertThat(dead.stat(FILE).size()).as("asked anew it signs in anew").isEqualTo(7);
        }
        assertThat(Files.readString(stored())).isEqualTo("content");
    }

    @ParameterizedTest
    @EnumSource(
            value = Encryption.class,
            names = {"OFF", "REQUIRED"})
    void what_only_reads_goes_on_over_a_new_session(Encryption encryption) throws Exception {
        try (StorageProvider dead = connect(encryption);
                OpenFile file = dead.openForReading(FILE, Sharing.ALL)) {
            end(dead);
            long begun = System.nanoTime();
            ByteBuffer content = ByteBuffer.allocate(7);
            file.readFully(0, content);
            assertThat(new String(content.array(), StandardCharsets.US_ASCII)).isEqualTo("content");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(AT_ONCE);
        }
    }
}
