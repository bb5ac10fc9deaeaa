package dev.profilekeep.backup.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.DyingStorage;
import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.layer.LayeredStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NewRepositoryTest {
    private final StorageProvider storage = MemoryStorage.likeWindows();

    private void write(String path, String content) throws IOException {
        try (OpenFile file = storage.create(StoragePath.of(path), Sharing.ALL)) {
            file.writeFully(0, ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void a_repository_is_made_in_an_empty_folder_and_has_one_key() throws IOException {
        Repository made = Repositories.create(storage);
        assertThat(storage.list(StoragePath.ROOT))
                .extracting(StoredFile::name)
                .containsExactlyInAnyOrder("repository", "keys", "drafts");
        assertThat(made.keys().list()).hasSize(1);
        assertThat(Repositories.files(storage, "drafts")).isEmpty();
        assertThat(Repositories.open(storage).id()).isEqualTo(made.id());
    }

    @Test
    void a_folder_with_something_in_it_is_refused_with_what_it_is() throws IOException {
        write("letter.docx", "");
        storage.createFolder(StoragePath.of("keys"));
        write("keys/car.txt", "");
        assertThatThrownBy(() -> Repositories.create(storage))
                .isInstanceOf(RepositoryException.Occupied.class)
                .hasMessageContaining("letter.docx")
                .hasMessageContaining("keys/car.txt");
        assertThat(Repositories.files(storage, "")).hasSize(2);
    }

    @Test
    void a_folder_with_a_repository_is_refused() throws IOException {
        Repository made = Repositories.create(storage);
        assertThatThrownBy(() -> Repositories.create(storage))
                .isInstanceOf(RepositoryException.Occupied.class)
                .hasMessageContaining("a backup repository in this folder already");
        assertThat(Repositories.open(storage).id()).isEqualTo(made.id());
    }

    @Test
    void a_folder_without_one_is_told() {
        assertThatThrownBy(() -> Repositories.open(storage))
                .isInstanceOf(RepositoryException.NotThere.class)
                .hasMessageContaining("no file repository");
    }

    @Test
    void another_version_and_damage_are_told_apart() throws IOException {
        write("repository", "{\"format\": \"ProfileKeep backup repository\", \"version\": 2}");
        assertThatThrownBy(() -> Repositories.open(storage))
                .isInstanceOf(RepositoryException.TooNew.class)
                .hasMessageContaining("version 2");
        for (String damaged : new String[] {
            "",
            "{",
            "[]",
            "null",
            "{\"version\": \"1\"}",
            "{\"version\": 1}",
            "{\"version\": 1, \"format\": \"restic\"}",
            "{\"version\":1,\"format\":\"ProfileKeep backup repository\",\"id\":7,\"created\":\"2026-11-22T08:00:00Z\"}",
            "x".repeat(70_000)
        }) {
            storage.delete(StoragePath.of("repository"));
            write("repository", damaged);
            assertThatThrownBy(() -> Repositories.open(storage))
                    .as(damaged)
                    .isInstanceOf(RepositoryException.Damaged.class)
                    .hasMessageContaining("repository");
        }
    }

    @Test
    void wherever_making_one_dies_it_is_whole_or_the_next_attempt_makes_one() throws IOException {
        boolean ended = false;
        int whole = 0;
        int again = 0;
        for (int change = 0; !ended; change++) {
            for (boolean after : new boolean[] {false, true}) {
                MemoryStorage below = MemoryStorage.likeWindows();
                DyingStorage dying = new DyingStorage(below, change, after);
                try {
                    Repositories.create(dying);
                } catch (StorageException.Unreachable e) {
                    assertThat(dying.isDead()).isTrue();
                }
                try (Repository opened = Repositories.open(below)) {
                    assertThat(opened.keys().list()).hasSize(1);
                    whole++;
                } catch (RepositoryException.NotThere e) {
                    again++;
                    Repository made = Repositories.create(below);
                    assertThat(Repositories.open(below).id()).isEqualTo(made.id());
                    assertThat(Repositories.files(below, "")).hasSize(2);
                    assertThat(made.keys().damaged()).isEmpty();
                }
                ended = !dying.isDead();
            }
        }
        assertThat(whole).isPositive();
        assertThat(again).isGreaterThan(8);
    }

    /** Runs something before the first rename to a name. */
    private static final class Overtaken extends LayeredStorage {
        private final StoragePath name;
        private Runnable first;

        Overtaken(StorageProvider storage, StoragePath name, Runnable first) {
            super(storage);
            this.name = name;
            this.first = first;
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
        public void rename(StoragePath from, StoragePath to) throws IOException {
            if (to.equals(name)) {
                Runnable now = first;
                first = () -> {};
                now.run();
            }
            super.rename(from, to);
        }
    }

    @Test
    void of_two_who_make_one_at_once_one_succeeds_and_has_its_key() throws IOException {
        Repository[] quicker = new Repository[1];
        StorageProvider slow = new Overtaken(storage, RepositoryFile.PATH, () -> {
            try {
                quicker[0] = Repositories.create(storage);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        assertThatThrownBy(() -> Repositories.create(slow)).isInstanceOf(RepositoryException.Occupied.class);
        assertThat(Repositories.open(storage).id()).isEqualTo(quicker[0].id());
        assertThat(Repositories.files(storage, "keys")).hasSize(1);
    }
}
