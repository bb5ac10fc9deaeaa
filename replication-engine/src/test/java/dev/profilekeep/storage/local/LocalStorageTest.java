package dev.profilekeep.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageContract;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageTest extends StorageContract {
    @TempDir
    Path folder;

    @TempDir
    Path outside;

    @Override
    protected StorageProvider empty() {
        return Storages.connect(new StorageAddress.Local(folder), StorageOptions.local());
    }

    @Override
    protected boolean keepsCreationTime() {
        return false;
    }

    @Override
    protected boolean keepsAttributes() {
        return false;
    }

    @Override
    protected boolean hasConnections() {
        return false;
    }

    @Override
    protected boolean copiesRanges() {
        return false;
    }

    @Test
    void says_that_it_cannot_see_who_has_a_file_open() throws IOException {
        assertThat(storage().capabilities().seesOtherOpens()).isFalse();
        write("file", "x");
        storage().openForWriting(path("file"), Sharing.NONE).close();
        assertThat(storage().capabilities().signed()).isFalse();
    }

    @Test
    void tells_inode_and_change_time_as_the_system_does() throws IOException {
        Files.writeString(folder.resolve("file"), "x");
        StoredFile file = storage().stat(path("file"));
        assertThat(file.fileId()).isEqualTo(Files.getAttribute(folder.resolve("file"), "unix:ino"));
        FileTime changed = (FileTime) Files.getAttribute(folder.resolve("file"), "unix:ctime");
        assertThat(file.changeTime()).isEqualTo(StoredFile.fromInstant(changed.toInstant()));
    }

    @Test
    void keeps_times_from_1970_to_far_ahead() throws IOException {
        write("file", "x");
        for (String time : new String[] {"1970-01-01T00:00:00.000000100Z", "2261-12-31T23:59:59.999999900Z"}) {
            storage().setTimes(path("file"), 0, StoredFile.fromInstant(Instant.parse(time)));
            assertThat(storage().stat(path("file")).lastWritten()).isEqualTo(time);
        }
    }

    @Test
    void a_link_that_leads_out_is_listed_but_not_followed() throws IOException {
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createSymbolicLink(folder.resolve("file-link"), outside.resolve("secret"));
        Files.createSymbolicLink(folder.resolve("folder-link"), outside);
        assertThat(storage().list(StoragePath.ROOT))
                .hasSize(2)
                .allMatch(file -> file.has(StoredFile.REPARSE_POINT))
                .allMatch(file -> file.directory() == file.name().equals("folder-link"), "a folder if it leads to one");
        assertDenied(() -> storage().openForReading(path("file-link"), Sharing.ALL));
        assertDenied(() -> storage().openForWriting(path("file-link"), Sharing.ALL));
        assertDenied(() -> storage().copy(path("file-link"), path("copy")));
        assertDenied(() -> storage().hardLink(path("file-link"), path("copy")));
        assertDenied(() -> storage().list(path("folder-link")));
        assertDenied(() -> storage().stat(path("folder-link/secret")));
        assertDenied(() -> storage().openForReading(path("folder-link/secret"), Sharing.ALL));
        assertDenied(() -> storage().create(path("folder-link/new"), Sharing.ALL));
        assertDenied(() -> storage().createFolder(path("folder-link/new")));
        assertDenied(() -> storage().delete(path("folder-link/secret")));
        assertDenied(() -> storage().rename(path("folder-link/secret"), path("mine")));
        assertDenied(() -> storage().setAttributes(path("folder-link/secret"), StoredFile.READONLY));
        assertThat(outside).isDirectoryContaining(file -> file.endsWith("secret"));
        assertThat(outside.resolve("secret")).hasContent("secret");
        storage().delete(path("file-link"));
        assertThat(outside.resolve("secret")).exists();
    }

    private interface Act {
        void run() throws IOException;
    }

    private static void assertDenied(Act act) {
        assertThatThrownBy(act::run).isInstanceOf(StorageException.Denied.class).hasMessageContaining("link");
    }

    @Test
    void a_link_within_the_location_is_followed() throws IOException {
        write("real", "content");
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));
        assertThat(read("link")).isEqualTo("content");
    }

    /** Opening a pipe waits for somebody to write into it, which may be for ever. */
    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_pipe_is_never_opened_whatever_it_is_called() throws Exception {
        Path pipe = folder.resolve("Profile_anna.vhdx");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Files.createSymbolicLink(folder.resolve("link.vhdx"), pipe);
        for (String name : new String[] {"Profile_anna.vhdx", "link.vhdx"}) {
            for (Act act : new Act[] {
                () -> storage().openForReading(path(name), Sharing.ALL),
                () -> storage().openForWriting(path(name), Sharing.NONE),
                () -> storage().copy(path(name), path("copy"))
            }) {
                assertThatThrownBy(act::run)
                        .isInstanceOf(StorageException.Failed.class)
                        .hasMessageContaining(name)
                        .hasMessageContaining("not an ordinary file");
            }
        }
        assertThat(storage().stat(path("Profile_anna.vhdx")).has(StoredFile.DEVICE))
                .isTrue();
        assertThat(storage().stat(path("Profile_anna.vhdx")).directory()).isFalse();
    }

    @Test
    void refuses_windows_security_rather_than_losing_it() throws IOException {
        write("file", "x");
        FileSecurity none = storage().security(path("file"));
        assertThat(none.ownerSid()).isNull();
        storage().setSecurity(path("file"), none);
        assertThatThrownBy(() ->
                        storage().setSecurity(path("file"), new FileSecurity("S-1-5-21-1-2-3-4", null, new byte[0])))
                .isInstanceOf(StorageException.Failed.class)
                .hasMessageContaining("no Windows owner");
    }

    @Test
    void a_folder_that_is_not_there_is_found_missing_at_first_use_only() {
        StorageProvider missing = new LocalStorage(folder.resolve("not-yet"));
        assertThatThrownBy(() -> missing.list(StoragePath.ROOT)).isInstanceOf(StorageException.NotFound.class);
    }
}
