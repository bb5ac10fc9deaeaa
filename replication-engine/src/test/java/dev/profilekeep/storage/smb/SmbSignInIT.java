package dev.profilekeep.storage.smb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.profilekeep.storage.Capabilities;
import dev.profilekeep.storage.Credentials;
import dev.profilekeep.storage.Encryption;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.Secret;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import dev.profilekeep.storage.TcpProxy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Who is let in, and whether what is said there is signed and encrypted. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SmbSignInIT {
    private static SambaServer usual;

    @BeforeAll
    static void startServer() {
        usual = SambaServer.builder().share("profiles").readOnlyShare("archive").start();
    }

    @AfterAll
    static void stopServer() {
        if (usual != null) {
            usual.close();
        }
    }

    private static StorageOptions with(SambaServer server, Encryption encryption) {
        return server.options().toBuilder().encryption(encryption).build();
    }

    private static Capabilities capabilities(SambaServer server, StorageOptions options) throws IOException {
        try (StorageProvider storage = Storages.connect(server.address("profiles"), options)) {
            byte[] content = new byte[3_000_000];
            new Random(3).nextBytes(content);
            try (OpenFile file = storage.create(StoragePath.of("file"), Sharing.NONE)) {
                file.writeFully(0, ByteBuffer.wrap(content));
                ByteBuffer back = ByteBuffer.allocate(content.length);
                file.readFully(0, back);
                assertThat(back.flip()).isEqualTo(ByteBuffer.wrap(content));
            }
            storage.delete(StoragePath.of("file"));
            return storage.capabilities();
        }
    }

    /** Every dialect signs and encrypts in its own way: HMAC-SHA256, AES-CMAC; AES-CCM, AES-GCM. */
    @ParameterizedTest
    @CsvSource({
        "SMB2_02, SMB 2.0.2, false",
        "SMB2_10, SMB 2.1, false",
        "SMB3_00, SMB 3.0, true",
        "SMB3_02, SMB 3.0.2, true",
        "SMB3_11, SMB 3.1.1, true"
    })
    void every_dialect_is_signed_and_encrypted_where_it_can_be(String dialect, String name, boolean encrypted)
            throws IOException {
        try (SambaServer server = SambaServer.builder()
                .share("profiles")
                .global("server min protocol", "SMB2_02")
                .global("server max protocol", dialect)
                .start()) {
            Capabilities preferred = capabilities(server, with(server, Encryption.PREFERRED));
            assertThat(preferred.server()).endsWith(name);
            assertThat(preferred.signed()).isTrue();
            assertThat(preferred.encrypted()).isEqualTo(encrypted);
            Capabilities off = capabilities(server, with(server, Encryption.OFF));
            assertThat(off.signed()).isTrue();
            assertThat(off.encrypted()).isFalse();
        }
    }

    @Test
    void signing_is_required_even_of_a_server_that_does_not_care() throws IOException {
        try (SambaServer server = SambaServer.builder()
                .share("profiles")
                .signing("disabled")
                .encryption("off")
                .start()) {
            assertThat(capabilities(server, server.options()).signed()).isTrue();
            StorageOptions waived =
                    server.options().toBuilder().signingRequired(false).build();
            assertThat(capabilities(server, waived).signed()).isFalse();
        }
    }

    @Test
    void what_requires_encryption_and_what_has_none_do_not_meet() throws IOException {
        try (SambaServer plain =
                SambaServer.builder().share("profiles").encryption("off").start()) {
            assertThat(capabilities(plain, with(plain, Encryption.PREFERRED)).encrypted())
                    .isFalse();
            assertThatThrownBy(() -> capabilities(plain, with(plain, Encryption.REQUIRED)))
                    .isInstanceOf(StorageException.Denied.class)
                    .hasMessageContaining("does not encrypt")
                    .hasMessageContaining("PREFERRED");
        }
        try (SambaServer strict =
                SambaServer.builder().share("profiles").encryption("required").start()) {
            assertThat(capabilities(strict, with(strict, Encryption.PREFERRED)).encrypted())
                    .isTrue();
            assertThat(capabilities(strict, with(strict, Encryption.REQUIRED)).encrypted())
                    .isTrue();
            assertThatThrownBy(() -> capabilities(strict, with(strict, Encryption.OFF)))
                    .isInstanceOf(StorageException.Denied.class)
                    .hasMessageContaining("insists on encryption");
        }
    }

    @Test
    void a_wrong_password_is_told_with_advice_and_not_tried_again() throws IOException {
        try (TcpProxy line = new TcpProxy(usual.port())) {
            Credentials wrong = new Credentials(SambaServer.USER, "", Secret.of("tr0ub4dor&3"));
            StorageAddress.Smb address = line.through(usual.address("profiles"));
            try (StorageProvider storage = Storages.connect(address, StorageOptions.of(wrong))) {
                for (int i = 0; i < 5; i++) {
                    assertThatThrownBy(() -> storage.list(StoragePath.ROOT))
                            .isInstanceOf(StorageException.Denied.class)
                            .hasMessageContaining("user name or password is wrong")
                            .hasMessageContaining(SambaServer.USER)
                            .hasMessageContaining("127.0.0.1")
                            .hasMessageNotContaining("tr0ub4dor");
                }
            }
            assertThat(line.connections()).as("attempts that the server counts").isEqualTo(1);
            Credentials nobody = new Credentials("no.such.user", "", Secret.of("x"));
            try (StorageProvider storage = Storages.connect(address, StorageOptions.of(nobody))) {
                assertThatThrownBy(() -> storage.list(StoragePath.ROOT)).isInstanceOf(StorageException.Denied.class);
            }
        }
    }

    @Test
    void a_share_that_is_not_there_is_named() throws IOException {
        try (StorageProvider storage = Storages.connect(usual.address("profils"), usual.options())) {
            assertThatThrownBy(() -> storage.list(StoragePath.ROOT))
                    .isInstanceOf(StorageException.NotFound.class)
                    .hasMessageContaining("profils")
                    .hasMessageContaining("no share of that name");
        }
    }

    @Test
    void a_folder_that_is_not_there_is_named() throws IOException {
        try (StorageProvider storage = Storages.connect(usual.address("profiles", "no/such"), usual.options())) {
            assertThatThrownBy(() -> storage.list(StoragePath.ROOT))
                    .isInstanceOf(StorageException.NotFound.class)
                    .hasMessageContaining("no/such");
        }
    }

    @Test
    void a_session_as_guest_is_refused_unless_signing_is_waived() throws IOException {
        try (SambaServer server = SambaServer.builder()
                .share("profiles", "guest ok = yes")
                .signing("auto")
                .global("map to guest", "bad user")
                .start()) {
            Credentials mistyped = new Credentials("engin", "", server.password());
            assertThatThrownBy(() -> Storages.connect(server.address("profiles"), StorageOptions.of(mistyped))
                            .list(StoragePath.ROOT))
                    .isInstanceOf(StorageException.Denied.class)
                    .hasMessageContaining("guest")
                    .hasMessageContaining("leave the account out")
                    .hasMessageNotContaining("waive");
            StorageOptions waived = StorageOptions.builder()
                    .credentials(Credentials.guest())
                    .signingRequired(false)
                    .encryption(Encryption.OFF)
                    .build();
            try (StorageProvider storage = Storages.connect(server.address("profiles"), waived)) {
                assertThat(storage.list(StoragePath.ROOT)).isEmpty();
            }
        }
    }

    /** What a home NAS or a lab does; Samba lets in whom it does not know, and nobody. */
    @ParameterizedTest
    @CsvSource({"bad user, SMB3_11", "bad user, SMB3_00", "bad user, SMB2_10", "never, SMB3_11", "never, SMB2_10"})
    void a_share_for_guests_is_read_without_an_account(String mapping, String dialect) throws IOException {
        try (SambaServer server = SambaServer.builder()
                .share("profiles", "guest ok = yes")
                .signing("auto")
                .encryption("desired")
                .global("guest account", System.getProperty("user.name"))
                .global("map to guest", mapping)
                .global("server min protocol", "SMB2_02")
                .global("server max protocol", dialect)
                .start()) {
            byte[] content = new byte[3_000_000];
            new Random(4).nextBytes(content);
            Files.write(server.folder("profiles").resolve("file"), content);
            StorageOptions nobody = StorageOptions.builder()
                    .credentials(Credentials.anonymous())
                    .signingRequired(false)
                    .build();
            try (StorageProvider storage = Storages.connect(server.address("profiles"), nobody)) {
                assertThat(storage.list(StoragePath.ROOT)).hasSize(1);
                try (OpenFile file = storage.openForReading(StoragePath.of("file"), Sharing.ALL)) {
                    ByteBuffer back = ByteBuffer.allocate(content.length);
                    file.readFully(0, back);
                    assertThat(back.flip()).isEqualTo(ByteBuffer.wrap(content));
                }
                assertThat(storage.capabilities().signed()).isFalse();
                assertThat(storage.capabilities().encrypted()).isFalse();
            }
        }
    }

    @Test
    void a_share_that_wants_an_account_says_so_to_nobody_and_is_not_asked_again() throws IOException {
        StorageOptions nobody = StorageOptions.builder()
                .credentials(Credentials.anonymous())
                .signingRequired(false)
                .build();
        try (TcpProxy line = new TcpProxy(usual.port());
                StorageProvider storage = Storages.connect(line.through(usual.address("profiles")), nobody)) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> storage.list(StoragePath.ROOT))
                        .isInstanceOf(StorageException.Denied.class)
                        .hasMessageContaining("give an account")
                        .hasMessageContaining("--user");
            }
            assertThat(line.connections())
                    .as("as nobody and as guest, once each")
                    .isEqualTo(2);
        }
    }

    @Test
    void a_missing_right_is_named() throws Exception {
        Files.writeString(usual.folder("archive").resolve("file"), "x");
        try (StorageProvider archive = usual.connect("archive")) {
            assertThat(archive.stat(StoragePath.of("file")).size()).isEqualTo(1);
            assertThatThrownBy(() -> archive.openForWriting(StoragePath.of("file"), Sharing.ALL))
                    .isInstanceOf(StorageException.Denied.class);
            assertThatThrownBy(() -> archive.create(StoragePath.of("new"), Sharing.NONE))
                    .isInstanceOf(StorageException.Denied.class)
                    .hasMessageContaining("Create files");
            assertThatThrownBy(() -> archive.delete(StoragePath.of("file")))
                    .isInstanceOf(StorageException.Denied.class);
        }
        try (StorageProvider owner = usual.connect("profiles");
                StorageProvider other =
                        Storages.connect(usual.address("profiles"), StorageOptions.of(usual.otherCredentials()))) {
            owner.create(StoragePath.of("private"), Sharing.NONE).close();
            Files.setPosixFilePermissions(
                    usual.folder("profiles").resolve("private"), PosixFilePermissions.fromString("rw-------"));
            assertThatThrownBy(() -> other.openForReading(StoragePath.of("private"), Sharing.ALL))
                    .isInstanceOf(StorageException.Denied.class)
                    .hasMessageContaining("'Read data'")
                    .hasMessageContaining("private");
        }
    }

    @Test
    void a_password_is_in_no_log_at_any_level() throws IOException {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        Logger smbj = (Logger) LoggerFactory.getLogger("com.hierynomus");
        ListAppender<ILoggingEvent> seen = new ListAppender<>();
        Level rootLevel = root.getLevel();
        Level smbjLevel = smbj.getLevel();
        boolean additive = smbj.isAdditive();
        seen.start();
        smbj.setAdditive(false);
        smbj.addAppender(seen);
        smbj.setLevel(Level.ALL);
        root.addAppender(seen);
        try (StorageProvider storage = usual.connect("profiles")) {
            ((Logger) LoggerFactory.getLogger("dev.profilekeep")).setLevel(Level.ALL);
            storage.list(StoragePath.ROOT);
            String password = usual.password().use(String::new);
            assertThat(seen.list).isNotEmpty().allSatisfy(event -> assertThat(event.getFormattedMessage())
                    .doesNotContain(password));
        } finally {
            smbj.setLevel(smbjLevel);
            smbj.setAdditive(additive);
            smbj.detachAppender(seen);
            root.detachAppender(seen);
            root.setLevel(rootLevel);
            ((Logger) LoggerFactory.getLogger("dev.profilekeep")).setLevel(null);
        }
    }
}
