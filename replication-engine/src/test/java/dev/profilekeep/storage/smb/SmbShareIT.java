package dev.profilekeep.storage.smb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.profilekeep.storage.Capabilities;
import dev.profilekeep.storage.CapabilityProbe;
import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.SmbClientCli;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.TcpProxy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only a share shows; seen from the other side too. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SmbShareIT {
    private static SambaServer server;
    private static int folders;

    private StorageProvider storage;
    private Path folder;
    private String name;

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
    void emptyFolder() throws IOException {
        name = "folder" + folders++;
        folder = Files.createDirectory(server.folder("profiles").resolve(name));
        storage = Storages.connect(server.address("profiles", name), server.options());
    }

    private void write(String file, String content) throws IOException {
        try (OpenFile open = storage.create(StoragePath.of(file), Sharing.NONE)) {
            open.writeFully(0, ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void ten_thousand_entries_arrive_in_pages() throws IOException {
        for (int i = 0; i < 10_000; i++) {
            Files.createFile(folder.resolve("S-1-5-21-1111111111-2222222222-3333333333-" + i + "_somebody"));
        }
        try (TcpProxy line = new TcpProxy(server.port());
                StorageProvider share =
                        Storages.connect(line.through(server.address("profiles", name)), server.options())) {
            List<Long> arrived = new ArrayList<>();
            share.list(StoragePath.ROOT, file -> arrived.add(line.bytesToClient()));
            assertThat(arrived).hasSize(10_000);
            assertThat(line.bytesToClient()).isGreaterThan(2_000_000);
            assertThat(arrived.get(0)).as("bytes before the first entry").isLessThan(1_300_000);
            assertThat(arrived.stream().distinct().count()).as("pages").isGreaterThan(1);
        }
    }

    @Test
    void smbclient_sees_what_we_wrote() throws Exception {
        write("grüße 😀.vhdx", "hello");
        storage.setAttributes(StoragePath.of("grüße 😀.vhdx"), StoredFile.READONLY | StoredFile.HIDDEN);
        StoredFile ours = storage.stat(StoragePath.of("grüße 😀.vhdx"));
        String theirs = new SmbClientCli(server, "profiles").run("cd " + name + "; ls; allinfo \"grüße 😀.vhdx\"");
        assertThat(theirs).contains("grüße 😀.vhdx").contains("attributes: RH").containsPattern("\\sR?H\\w*\\s+5 ");
        assertThat(ours.size()).isEqualTo(5);
    }

    @Test
    void names_come_as_the_server_gives_them() throws IOException {
        List<String> odd = List.of("ends with dot.", "ends with space ", " starts with space", "..three", "tab\tname");
        for (String file : odd) {
            Files.writeString(folder.resolve(file), file);
        }
        List<StoredFile> listed = storage.list(StoragePath.ROOT);
        assertThat(listed).hasSize(odd.size());
        for (StoredFile file : listed) {
            assertThat(storage.stat(file.path())).isEqualTo(file);
            try (OpenFile open = storage.openForReading(file.path(), Sharing.ALL)) {
                ByteBuffer content = ByteBuffer.allocate((int) open.size());
                open.readFully(0, content);
                assertThat(odd).contains(new String(content.array(), StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void streams_and_backslashes_are_not_reached_by_a_name() throws IOException {
        write("file", "x");
        for (String wrong : List.of("file:stream", "file::$DATA", "..\\secret", "a\\b")) {
            assertThatThrownBy(() -> storage.openForReading(StoragePath.of(wrong), Sharing.ALL))
                    .isInstanceOf(StorageException.Failed.class)
                    .hasMessageContaining("backslash or a colon");
            assertThatThrownBy(() -> storage.create(StoragePath.of(wrong), Sharing.ALL))
                    .isInstanceOf(StorageException.Failed.class);
            assertThatThrownBy(() -> storage.rename(StoragePath.of("file"), StoragePath.of(wrong)))
                    .isInstanceOf(StorageException.Failed.class);
        }
        assertThatThrownBy(() -> storage.create(StoragePath.of("what?*"), Sharing.ALL))
                .isInstanceOf(StorageException.Failed.class)
                .hasMessageContaining("does not accept such a name");
    }

    @Test
    void a_sparse_file_says_so_and_what_it_takes() throws IOException {
        SmbSessions sessions =
                new SmbSessions(server.address("profiles", name), server.options(), ConnectionTerms.usual());
        write("sparse", "x");
        SmbSession.Ask ask = new SmbSession.Ask("make sparse", "");
        SmbSession session = sessions.current();
        SmbRequests.Opening opening = SmbRequests.Opening.existing(0x2 | 0x100, 0);
        session.with(ask, opening, name + "\\sparse", id -> session.control(ask, id, 0x000900C4L, new byte[0], 0));
        sessions.close();
        try (OpenFile file = storage.openForWriting(StoragePath.of("sparse"), Sharing.NONE)) {
            file.writeFully(1L << 30, ByteBuffer.wrap(new byte[100]));
        }
        StoredFile sparse = storage.stat(StoragePath.of("sparse"));
        assertThat(sparse.has(StoredFile.SPARSE)).isTrue();
        assertThat(sparse.allocated()).isLessThan(1024 * 1024);
        assertThat(storage.list(StoragePath.ROOT)).containsExactly(sparse);
    }

    @Test
    void a_full_volume_is_told_as_such(@TempDir Path mount) throws Exception {
        assumeTrue(SambaServer.isRoot(), "a small volume needs root");
        int mounted = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", mount.toString())
                .start()
                .waitFor();
        assumeTrue(mounted == 0, "no tmpfs can be mounted here");
        try (SambaServer small = SambaServer.builder().shareOf("small", mount).start();
                StorageProvider full = small.connect("small")) {
            try (OpenFile file = full.create(StoragePath.of("big"), Sharing.NONE)) {
                assertThatThrownBy(() -> file.writeFully(0, ByteBuffer.allocate(16 * 1024 * 1024)))
                        .isInstanceOf(StorageException.Full.class)
                        .hasMessageContaining("big");
                assertThat(file.size()).as("the file is still in hand").isNotNegative();
            }
            full.delete(StoragePath.of("big"));
            try (OpenFile file = full.create(StoragePath.of("half"), Sharing.NONE)) {
                file.writeFully(0, ByteBuffer.allocate(5 * 1024 * 1024));
            }
            assertThatThrownBy(() -> full.copy(StoragePath.of("half"), StoragePath.of("copy")))
                    .isInstanceOf(StorageException.Full.class);
            assertThat(full.list(StoragePath.ROOT)).as("half a copy is removed").hasSize(1);
        } finally {
            new ProcessBuilder("umount", mount.toString()).inheritIO().start().waitFor();
        }
    }

    @Test
    void a_copy_does_not_move_the_bytes_through_here() throws IOException {
        try (TcpProxy line = new TcpProxy(server.port());
                StorageProvider share =
                        Storages.connect(line.through(server.address("profiles", name)), server.options())) {
            Files.write(folder.resolve("source"), new byte[40_000_000]);
            share.copy(StoragePath.of("source"), StoragePath.of("copy"));
            assertThat(Files.size(folder.resolve("copy"))).isEqualTo(40_000_000);
            assertThat(line.bytesToClient() + line.bytesToServer()).isLessThan(100_000);
        }
    }

    @Test
    void another_can_be_made_the_owner_where_our_account_may() throws IOException {
        assumeTrue(SambaServer.isRoot(), "setting another's name as owner needs root");
        String other;
        Path shared = Files.createDirectory(folder.resolve("theirs"));
        Files.setAttribute(shared, "unix:mode", 01777);
        try (StorageProvider theirs = Storages.connect(
                server.address("profiles", name + "/theirs"),
                server.options().toBuilder()
                        .credentials(server.otherCredentials())
                        .build())) {
            theirs.create(StoragePath.of("file"), Sharing.NONE).close();
            other = theirs.security(StoragePath.of("file")).ownerSid();
            write("ours", "x");
            assertThatThrownBy(() -> theirs.setSecurity(
                            StoragePath.of("file"),
                            new FileSecurity(
                                    storage.security(StoragePath.of("ours")).ownerSid(), null, new byte[0])))
                    .isInstanceOf(StorageException.Denied.class);
        }
        storage.setSecurity(StoragePath.of("ours"), new FileSecurity(other, null, new byte[0]));
        assertThat(storage.security(StoragePath.of("ours")).ownerSid()).isEqualTo(other);
        assertThat(Files.getAttribute(folder.resolve("ours"), "unix:uid"))
                .isEqualTo(Files.getAttribute(shared.resolve("file"), "unix:uid"));
        Capabilities found = CapabilityProbe.run(storage, StoragePath.ROOT, other);
        assertThat(found.setsOwner()).isTrue();
        assertThat(storage.capabilities().setsOwner())
                .as("not proved by asking")
                .isFalse();
    }

    @Test
    void a_link_out_of_the_share_is_not_followed(@TempDir Path outside) throws IOException {
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createSymbolicLink(folder.resolve("link"), outside);
        Files.createSymbolicLink(folder.resolve("file-link"), outside.resolve("secret"));
        for (String path : List.of("link/secret", "file-link")) {
            assertThatThrownBy(() -> storage.openForReading(StoragePath.of(path), Sharing.ALL))
                    .isInstanceOf(StorageException.class)
                    .isNotInstanceOf(StorageException.Unreachable.class);
        }
    }

    @Test
    void a_delete_on_a_read_only_file_is_refused_and_leaves_it() throws IOException {
        write("kept", "x");
        storage.setAttributes(StoragePath.of("kept"), StoredFile.READONLY);
        assertThatThrownBy(() -> storage.delete(StoragePath.of("kept"))).isInstanceOf(StorageException.Denied.class);
        assertThat(Files.exists(folder.resolve("kept"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
    }
}
