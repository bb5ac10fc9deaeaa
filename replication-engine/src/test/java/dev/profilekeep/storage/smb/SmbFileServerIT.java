package dev.profilekeep.storage.smb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.storage.Ability;
import dev.profilekeep.storage.Credentials;
import dev.profilekeep.storage.FileServer;
import dev.profilekeep.storage.Held;
import dev.profilekeep.storage.HoldingProcess;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.ServerOpenFile;
import dev.profilekeep.storage.ServerSession;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a real Samba's server service tells, with files held by other processes. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SmbFileServerIT {
    private static final StoragePath DISK = StoragePath.of("S-1-5-21-1-2-3-1001_jürgen/Profile_jürgen.VHDX");

    private static SambaServer server;

    @BeforeAll
    static void startServer() throws IOException {
        server = SambaServer.builder()
                .share("profiles")
                .share("other")
                .administrator()
                .start();
        for (String share : List.of("profiles", "other")) {
            Path folder =
                    server.folder(share).resolve("Site A").resolve(DISK.parent().value());
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(DISK.name()), "disk");
            Files.writeString(folder.resolve("Profile_jürgen.VHDX.lock"), "lock");
            for (Path each = folder; !each.equals(server.folder(share).getParent()); each = each.getParent()) {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxrwxrwx"));
            }
            Files.setPosixFilePermissions(folder.resolve(DISK.name()), PosixFilePermissions.fromString("rw-rw-rw-"));
        }
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    private static StorageProvider connect(Credentials credentials) {
        return Storages.connect(server.address("profiles", "site a"), StorageOptions.of(credentials));
    }

    private static StorageProvider connect() {
        return Storages.connect(server.address("profiles", "Site A"), server.options());
    }

    @Test
    void what_another_process_holds_is_listed_and_no_longer_after_it_died() throws Exception {
        try (StorageProvider storage = connect()) {
            FileServer asked = storage.fileServer();
            assertThat(asked.listsOpenFiles()).isEqualTo(Ability.yes());
            assertThat(asked.openFiles(StoragePath.ROOT)).isEmpty();
            try (HoldingProcess holder =
                    HoldingProcess.hold(server, "profiles", "Site A", DISK.value(), server.credentials())) {
                ServerOpenFile open = asked.openFiles(DISK).get(0);
                assertThat(open.path()).isEqualTo(DISK);
                assertThat(open.writes()).isTrue();
                assertThat(open.locks()).isZero();
                assertThat(open.account()).isNotEmpty();
                assertThat(asked.openFiles(StoragePath.ROOT)).containsExactly(open);
                assertThat(asked.openFiles(DISK.parent())).containsExactly(open);
                assertThat(asked.openFiles(StoragePath.of("S-1-5-21-1-2-3-1001")))
                        .as("no part of a name")
                        .isEmpty();
                assertThat(storage.holder(DISK).state()).isEqualTo(Held.State.HELD);
                holder.kill();
            }
            while (storage.holder(DISK).state() == Held.State.HELD) {
                Thread.onSpinWait();
            }
            assertThat(asked.openFiles(StoragePath.ROOT)).isEmpty();
        }
    }

    @Test
    void only_this_location_is_listed() throws Exception {
        try (StorageProvider storage = connect();
                StorageProvider elsewhere = Storages.connect(server.address("other", "Site A"), server.options());
                OpenFile open = elsewhere.openForReading(DISK, Sharing.ALL)) {
            assertThat(elsewhere.fileServer().openFiles(StoragePath.ROOT)).hasSize(1);
            assertThat(storage.fileServer().openFiles(StoragePath.ROOT)).isEmpty();
            assertThat(open.size()).isEqualTo(4);
        }
    }

    @Test
    void thousands_of_open_files_are_listed() throws Exception {
        StoragePath lock = DISK.parent().child(DISK.name() + ".lock");
        try (StorageProvider storage = connect()) {
            OpenFile[] all = new OpenFile[2500];
            for (int i = 0; i < all.length; i++) {
                all[i] = storage.openForReading(i % 2 == 0 ? DISK : lock, Sharing.ALL);
            }
            assertThat(storage.fileServer().openFiles(StoragePath.ROOT)).hasSize(2500);
            assertThat(storage.fileServer().openFiles(lock)).hasSize(1250);
            for (OpenFile each : all) {
                each.close();
            }
        }
    }

    @Test
    void sessions_name_clients_and_accounts() throws Exception {
        try (StorageProvider storage = connect();
                HoldingProcess holder =
                        HoldingProcess.hold(server, "profiles", "Site A", DISK.value(), server.credentials())) {
            assertThat(holder.isAlive()).isTrue();
            assertThat(storage.fileServer().listsSessions()).isEqualTo(Ability.yes());
            List<ServerSession> sessions = storage.fileServer().sessions();
            assertThat(sessions).hasSizeGreaterThanOrEqualTo(2).allSatisfy(session -> {
                assertThat(session.client()).contains("127.0.0.1").doesNotStartWith("\\");
                assertThat(session.account()).isNotEmpty();
                assertThat(session.connected()).isLessThan(Duration.ofMinutes(10));
            });
        }
    }

    @Test
    void who_may_not_ask_is_told_so_and_gets_no_empty_list() throws Exception {
        try (StorageProvider storage = connect(server.otherCredentials())) {
            FileServer asked = storage.fileServer();
            Ability lists = asked.listsOpenFiles();
            assertThat(lists.can()).isFalse();
            assertThat(lists.why())
                    .isEqualTo("open files cannot be listed here: the account somebody is no administrator of the file"
                            + " server (ERROR_ACCESS_DENIED)");
            assertThatThrownBy(() -> asked.openFiles(StoragePath.ROOT))
                    .isInstanceOf(StorageException.Denied.class)
                    .hasMessage(lists.why());
            assertThat(asked.listsSessions().why()).contains("somebody").contains("ERROR_ACCESS_DENIED");
            assertThat(asked.closesHandles().why()).contains("somebody").contains("ERROR_ACCESS_DENIED");
            assertThat(asked.clock()).isNotNull();
        }
    }

    @Test
    void a_handle_of_another_process_is_closed_and_that_one_only() throws Exception {
        StoragePath lock = DISK.parent().child(DISK.name() + ".lock");
        try (StorageProvider storage = connect();
                OpenFile bystander = storage.openForReading(lock, Sharing.ALL);
                HoldingProcess holder =
                        HoldingProcess.hold(server, "profiles", "Site A", DISK.value(), server.credentials())) {
            FileServer asked = storage.fileServer();
            assertThat(asked.closesHandles()).isEqualTo(Ability.yes());
            assertThat(asked.openFiles(DISK)).as("asking closed nothing").hasSize(1);
            ServerOpenFile open = asked.openFiles(DISK).get(0);
            asked.close(open);
            assertThat(asked.openFiles(StoragePath.ROOT))
                    .extracting(ServerOpenFile::path)
                    .containsExactly(lock);
            assertThat(storage.holder(DISK).state()).isEqualTo(Held.State.FREE);
            assertThat(holder.isAlive()).isTrue();
            assertThat(bystander.size()).isEqualTo(4);
            assertThatThrownBy(() -> asked.close(open)).isInstanceOf(StorageException.NotFound.class);
            assertThat(asked.closesHandles())
                    .as("that it was closed before says nothing against the server")
                    .isEqualTo(Ability.yes());
        }
    }

    @Test
    void a_handle_is_not_closed_if_its_number_means_another_one_now() throws Exception {
        StoragePath lock = DISK.parent().child(DISK.name() + ".lock");
        try (StorageProvider storage = connect();
                OpenFile held = storage.openForReading(DISK, Sharing.ALL)) {
            FileServer asked = storage.fileServer();
            ServerOpenFile open = asked.openFiles(DISK).get(0);
            for (ServerOpenFile wrong : List.of(
                    new ServerOpenFile(open.id(), lock, open.account(), false, 0),
                    new ServerOpenFile(open.id(), DISK, "somebody", false, 0),
                    new ServerOpenFile(open.id() ^ 1, DISK, open.account(), false, 0))) {
                assertThatThrownBy(() -> asked.close(wrong)).isInstanceOf(StorageException.NotFound.class);
            }
            assertThat(asked.openFiles(DISK)).containsExactly(open);
            assertThat(held.size()).isEqualTo(4);
        }
    }

    @Test
    void samba_lets_its_builtin_administrators_ask_and_not_its_admin_users() throws Exception {
        String everybody = "root games " + SambaServer.USER + " " + SambaServer.OTHER_USER;
        try (SambaServer asAdminUser = SambaServer.builder()
                .global("admin users", everybody)
                .share("profiles", "admin users = " + everybody)
                .start()) {
            assertThat(listsOpenFiles(asAdminUser, asAdminUser.credentials()).why())
                    .contains("ERROR_ACCESS_DENIED");
            assertThat(listsOpenFiles(asAdminUser, asAdminUser.otherCredentials())
                            .why())
                    .contains("ERROR_ACCESS_DENIED");
        }
        try (SambaServer asMember =
                SambaServer.builder().share("profiles").administrator().start()) {
            Credentials other = asMember.otherCredentials();
            assertThat(listsOpenFiles(asMember, other).can()).isFalse();
            asMember.letOtherAdministrate();
            assertThat(listsOpenFiles(asMember, other)).isEqualTo(Ability.yes());
        }
    }

    private static Ability listsOpenFiles(SambaServer asked, Credentials credentials) throws IOException {
        Files.setPosixFilePermissions(asked.folder("profiles"), PosixFilePermissions.fromString("rwxrwxrwx"));
        try (StorageProvider storage = Storages.connect(asked.address("profiles"), StorageOptions.of(credentials))) {
            return storage.fileServer().listsOpenFiles();
        }
    }
}
