package dev.profilekeep.storage.smb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots of the storage, as Samba's shadow_copy2 shows them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SmbMomentsIT {
    private static final Instant MONDAY = Instant.parse("2026-11-16T01:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-17T01:00:00Z");
    private static final StoragePath DISK = StoragePath.of("S-1-5-21-1_anna/Profile_grüße.vhdx");

    private static SambaServer server;

    @BeforeAll
    static void startServer(@TempDir Path folder) throws IOException {
        server = SambaServer.builder()
                .shareOf(
                        "profiles",
                        folder,
                        "shadow:mountpoint = " + folder,
                        "vfs objects = shadow_copy2 acl_xattr streams_xattr",
                        "shadow:snapdir = .snapshots",
                        "shadow:sort = desc")
                .share("plain")
                .start();
        write("", "now, and longer");
        write(".snapshots/@GMT-2026.11.16-01.00.00", "monday");
        write(".snapshots/@GMT-2026.11.17-01.00.00", "tuesday");
        Files.createDirectories(server.folder("profiles").resolve(".snapshots/@GMT-2026.11.17-01.00.00/only then"));
    }

    private static void write(String folder, String content) throws IOException {
        Path file = server.folder("profiles").resolve(folder).resolve(DISK.value());
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    private static String read(StorageProvider storage, StoragePath path) throws IOException {
        try (OpenFile open = storage.openForReading(path, Sharing.ALL)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) open.size());
            open.readFully(0, bytes);
            return new String(bytes.array(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void moments_are_listed_the_latest_first_and_each_shows_what_was() throws IOException {
        try (StorageProvider storage = server.connect("profiles")) {
            assertThat(storage.moments()).containsExactly(TUESDAY, MONDAY);
            assertThat(read(storage, DISK)).isEqualTo("now, and longer");
            assertThat(read(storage.asOf(MONDAY), DISK)).isEqualTo("monday");
            StorageProvider tuesday = storage.asOf(TUESDAY);
            assertThat(read(tuesday, DISK)).isEqualTo("tuesday");
            assertThat(tuesday.stat(DISK).size()).isEqualTo(7);
            assertThat(tuesday.list(StoragePath.ROOT).stream().map(StoredFile::name))
                    .contains("only then", "S-1-5-21-1_anna");
            assertThat(tuesday.security(DISK).ownerSid()).isNotNull();
        }
    }

    @Test
    void what_was_not_there_is_not_found_and_neither_is_a_moment_that_there_is_not() throws IOException {
        try (StorageProvider storage = server.connect("profiles")) {
            assertThatThrownBy(() -> storage.asOf(MONDAY).stat(StoragePath.of("only then")))
                    .isInstanceOf(StorageException.NotFound.class);
            assertThatThrownBy(() ->
                            storage.asOf(Instant.parse("2020-01-01T00:00:00Z")).openForReading(DISK, Sharing.ALL))
                    .isInstanceOf(StorageException.NotFound.class);
        }
    }

    @Test
    void nothing_of_what_was_can_be_changed() throws IOException {
        try (StorageProvider storage = server.connect("profiles")) {
            StorageProvider monday = storage.asOf(MONDAY);
            assertThatThrownBy(() -> monday.openForWriting(DISK, Sharing.ALL))
                    .isInstanceOf(StorageException.Denied.class);
            assertThatThrownBy(() -> monday.delete(DISK)).isInstanceOf(StorageException.Denied.class);
            assertThatThrownBy(() -> monday.rename(DISK, StoragePath.of("x")))
                    .isInstanceOf(StorageException.Denied.class);
            monday.close();
            assertThat(read(storage, DISK)).as("the connection is not its own").isEqualTo("now, and longer");
        }
    }

    @Test
    void somebody_who_holds_the_disk_now_keeps_nobody_from_what_was() throws IOException {
        try (StorageProvider holder = server.connect("profiles");
                OpenFile held = holder.openForWriting(DISK, Sharing.NONE);
                StorageProvider storage = server.connect("profiles")) {
            assertThat(held.size()).isPositive();
            assertThatThrownBy(() -> storage.openForReading(DISK, Sharing.ALL))
                    .isInstanceOf(StorageException.Busy.class);
            assertThat(read(storage.asOf(TUESDAY), DISK)).isEqualTo("tuesday");
        }
    }

    @Test
    void a_folder_of_the_share_has_the_moments_of_its_share() throws IOException {
        try (StorageProvider storage =
                Storages.connect(server.address("profiles", "S-1-5-21-1_anna"), server.options())) {
            assertThat(storage.moments()).containsExactly(TUESDAY, MONDAY);
            assertThat(read(storage.asOf(MONDAY), StoragePath.of(DISK.name()))).isEqualTo("monday");
        }
    }

    @Test
    void a_share_without_snapshots_has_no_moments() throws IOException {
        try (StorageProvider storage = server.connect("plain")) {
            assertThat(storage.moments()).isEqualTo(List.of());
        }
    }
}
