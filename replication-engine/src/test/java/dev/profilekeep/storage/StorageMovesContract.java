package dev.profilekeep.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Names that change: taken, renamed, replaced, linked, deleted. What every storage does. */
abstract class StorageMovesContract extends StorageRangesContract {
    @Test
    void a_name_that_is_taken_is_never_taken_again() throws IOException {
        write("a", "a");
        write("b", "b");
        storage.createFolder(path("folder"));
        assertThatThrownBy(() -> storage.create(path("a"), Sharing.NONE)).isInstanceOf(StorageException.Exists.class);
        assertThatThrownBy(() -> storage.create(path("folder"), Sharing.NONE))
                .isInstanceOf(StorageException.Exists.class);
        assertThatThrownBy(() -> storage.createFolder(path("a"))).isInstanceOf(StorageException.Exists.class);
        assertThatThrownBy(() -> storage.createFolder(path("folder"))).isInstanceOf(StorageException.Exists.class);
        assertThatThrownBy(() -> storage.rename(path("a"), path("b"))).isInstanceOf(StorageException.Exists.class);
        assertThatThrownBy(() -> storage.hardLink(path("a"), path("b"))).isInstanceOf(StorageException.Exists.class);
        assertThatThrownBy(() -> storage.copy(path("a"), path("b"))).isInstanceOf(StorageException.Exists.class);
        assertThat(read("a")).isEqualTo("a");
        assertThat(read("b")).isEqualTo("b");
        assertThat(names("")).containsExactly("a", "b", "folder");
    }

    @Test
    void renaming_moves_files_and_folders() throws IOException {
        storage.createFolder(path("from"));
        storage.createFolder(path("to"));
        write("from/file", "content");
        StoredFile before = storage.stat(path("from/file"));
        storage.rename(path("from/file"), path("to/renamed"));
        StoredFile after = storage.stat(path("to/renamed"));
        assertThat(after.fileId()).isEqualTo(before.fileId());
        assertThat(after.lastWriteTime()).isEqualTo(before.lastWriteTime());
        assertThat(names("from")).isEmpty();
        storage.rename(path("to"), path("moved"));
        assertThat(read("moved/renamed")).isEqualTo("content");
        assertThat(names("")).containsExactly("from", "moved");
    }

    @Test
    void replacing_puts_one_file_in_the_place_of_another() throws IOException {
        storage.createFolder(path("txn"));
        write("profile", "old");
        write("txn/new", "new");
        storage.replace(path("txn/new"), path("profile"));
        assertThat(read("profile")).isEqualTo("new");
        assertThat(names("txn")).isEmpty();
        write("txn/first", "first");
        storage.replace(path("txn/first"), path("no-predecessor"));
        assertThat(read("no-predecessor")).isEqualTo("first");
    }

    @Test
    void replacing_a_file_that_another_holds_goes_as_the_kind_of_server_says() throws IOException {
        assumeTrue(can(Capabilities::seesOtherOpens), "this kind of storage does not see who has a file open");
        write("profile", "old");
        write("new", "new");
        try (OpenFile holder = other.openForWriting(path("profile"), Sharing.NONE)) {
            if (can(Capabilities::replacesOpenFiles)) {
                storage.replace(path("new"), path("profile"));
                assertThat(read("profile")).isEqualTo("new");
            } else {
                assertThatThrownBy(() -> storage.replace(path("new"), path("profile")))
                        .isInstanceOf(StorageException.Busy.class);
                assertThat(names("")).containsExactly("new", "profile");
            }
        }
        assertThat(read("profile")).isEqualTo(can(Capabilities::replacesOpenFiles) ? "new" : "old");
    }

    /** FSLogix makes a new, empty profile the moment the name is free. */
    @Test
    void the_name_never_vanishes_while_its_file_is_replaced() throws Exception {
        write("profile", "0");
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch looking = new CountDownLatch(1);
        ExecutorService host = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> created = host.submit(() -> {
                int made = 0;
                while (!done.get()) {
                    try {
                        other.create(path("profile"), Sharing.ALL).close();
                        made++;
                    } catch (StorageException.Exists | StorageException.Busy e) {
                        looking.countDown();
                    }
                }
                return made;
            });
            looking.await();
            for (int i = 1; i <= 100; i++) {
                write("new", Integer.toString(i));
                storage.replace(path("new"), path("profile"));
            }
            done.set(true);
            assertThat(created.get()).as("times the name was free").isZero();
        } finally {
            done.set(true);
            host.shutdownNow();
        }
        assertThat(read("profile")).isEqualTo("100");
    }

    @Test
    void a_hard_link_is_a_second_name() throws IOException {
        assumeTrue(can(Capabilities::hardLinks), "no hard links here");
        storage.createFolder(path("kept"));
        write("file", "content");
        storage.hardLink(path("file"), path("kept/second"));
        assertThat(storage.stat(path("kept/second")).fileId())
                .isEqualTo(storage.stat(path("file")).fileId());
        write("new", "new");
        storage.replace(path("new"), path("file"));
        assertThat(read("kept/second")).isEqualTo("content");
        assertThat(read("file")).isEqualTo("new");
        assertThatThrownBy(() -> storage.hardLink(path("none"), path("x")))
                .isInstanceOf(StorageException.NotFound.class);
    }

    @Test
    void files_and_empty_folders_are_deleted() throws IOException {
        storage.createFolder(path("folder"));
        write("folder/file", "x");
        assertThatThrownBy(() -> storage.delete(path("folder")))
                .isInstanceOf(StorageException.Failed.class)
                .hasMessageContaining("not empty");
        storage.delete(path("folder/file"));
        storage.delete(path("folder"));
        assertThat(names("")).isEmpty();
        assertThatThrownBy(() -> storage.delete(StoragePath.ROOT)).isInstanceOf(StorageException.Denied.class);
    }
}
