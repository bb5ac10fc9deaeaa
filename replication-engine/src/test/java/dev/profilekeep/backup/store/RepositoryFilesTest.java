package dev.profilekeep.backup.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.DyingStorage;
import dev.profilekeep.backup.seal.MasterKey;
import dev.profilekeep.backup.seal.SealException;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RepositoryFilesTest {
    private final SecureRandom secure = new SecureRandom();
    private final MasterKey key = MasterKey.create(secure);
    private final Random random = new Random(9);
    private final StorageProvider storage = empty();
    private final RepositoryFiles files = new RepositoryFiles(storage, key, secure);

    /** The folder of a repository that has nothing yet. */
    private static StorageProvider empty() {
        StorageProvider storage = MemoryStorage.likeWindows();
        try {
            storage.create(RepositoryNames.REPOSITORY, Sharing.NONE).close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return storage;
    }

    private byte[] some(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void write(RepositoryFiles files, SealedKind kind, UUID id, byte[] said) throws IOException {
        try (Draft draft = files.begin(kind, id)) {
            draft.writer().write(ByteBuffer.wrap(said));
            draft.publish();
        }
    }

    private static byte[] read(RepositoryFiles files, SealedKind kind, UUID id) throws IOException {
        try (RepositoryFiles.Opened opened = files.open(kind, id)) {
            ByteBuffer said = ByteBuffer.allocate((int) opened.reader().size());
            opened.reader().readFully(0, said);
            return said.array();
        }
    }

    private static List<String> everything(StorageProvider storage, StoragePath folder) throws IOException {
        List<String> all = new ArrayList<>();
        for (StoredFile entry : storage.list(folder)) {
            if (entry.directory()) {
                all.addAll(everything(storage, entry.path()));
            } else {
                all.add(entry.path().value());
            }
        }
        return all;
    }

    @Test
    void what_was_published_is_there_under_its_name_and_says_what_was_written() throws IOException {
        for (SealedKind kind : SealedKind.values()) {
            Set<UUID> ids = new HashSet<>();
            for (int size : new int[] {0, 1, 100_000, 3_000_000}) {
                UUID id = UUID.randomUUID();
                byte[] said = some(size);
                write(files, kind, id, said);
                assertThat(read(files, kind, id)).isEqualTo(said);
                assertThat(files.find(kind, id)).isPresent();
                ids.add(id);
            }
            assertThat(files.list(kind)).containsExactlyInAnyOrderElementsOf(ids);
        }
        assertThat(storage.list(StoragePath.of("drafts"))).isEmpty();
    }

    @Test
    void a_draft_that_is_closed_leaves_nothing() throws IOException {
        UUID id = UUID.randomUUID();
        try (Draft draft = files.begin(SealedKind.PACK, id)) {
            draft.writer().write(ByteBuffer.wrap(some(5_000_000)));
        }
        assertThat(everything(storage, StoragePath.ROOT)).containsExactly("repository");
        assertThat(files.find(SealedKind.PACK, id)).isEmpty();
        assertThat(files.list(SealedKind.PACK)).isEmpty();
        assertThatThrownBy(() -> files.open(SealedKind.PACK, id)).isInstanceOf(StorageException.NotFound.class);
    }

    @Test
    void what_others_laid_there_is_passed_over() throws IOException {
        UUID id = UUID.fromString("ab000000-0000-4000-8000-000000000001");
        write(files, SealedKind.PACK, id, some(10));
        for (String name : List.of("packs/thumbs.db", "packs/ab/" + id + ".old", "packs/cd")) {
            if (name.equals("packs/cd")) {
                storage.createFolder(StoragePath.of(name));
                storage.create(StoragePath.of("packs/cd/" + id), Sharing.ALL).close();
            } else {
                storage.create(StoragePath.of(name), Sharing.ALL).close();
            }
        }
        assertThat(files.list(SealedKind.PACK)).containsExactly(id);
    }

    @Test
    void a_file_under_the_name_of_another_is_told_to_be_damaged_if_its_kind_differs() throws IOException {
        UUID id = UUID.randomUUID();
        write(files, SealedKind.INDEX, id, some(100));
        storage.createFolder(StoragePath.of("snapshots"));
        storage.rename(StoragePath.of("indexes/" + id), StoragePath.of("snapshots/" + id));
        assertThatThrownBy(() -> files.open(SealedKind.SNAPSHOT, id))
                .isInstanceOf(SealException.Broken.class)
                .hasMessageContaining("snapshots/" + id);
    }

    @Test
    void wherever_the_process_dies_a_file_is_whole_or_not_there() throws IOException {
        boolean ended = false;
        int whole = 0;
        int absent = 0;
        for (int change = 0; !ended; change++) {
            for (boolean after : new boolean[] {false, true}) {
                StorageProvider below = empty();
                UUID id = UUID.randomUUID();
                byte[] said = some(2_500_000);
                boolean died = false;
                try {
                    write(
                            new RepositoryFiles(new DyingStorage(below, change, after), key, secure),
                            SealedKind.PACK,
                            id,
                            said);
                } catch (StorageException.Unreachable e) {
                    died = true;
                }
                RepositoryFiles next = new RepositoryFiles(below, key, secure);
                if (next.find(SealedKind.PACK, id).isPresent()) {
                    assertThat(read(next, SealedKind.PACK, id)).isEqualTo(said);
                    whole++;
                } else {
                    assertThat(died).isTrue();
                    absent++;
                }
                ended = !died;
            }
        }
        assertThat(whole).isGreaterThan(1);
        assertThat(absent).isGreaterThan(8);
    }

    @Test
    void where_the_repository_itself_is_gone_nothing_is_said_to_be_missing_or_empty() throws IOException {
        UUID id = UUID.randomUUID();
        assertThat(files.list(SealedKind.SNAPSHOT)).isEmpty();
        assertThat(files.find(SealedKind.PACK, id)).isEmpty();
        assertThatThrownBy(() -> files.open(SealedKind.PACK, id)).isInstanceOf(StorageException.NotFound.class);

        storage.delete(RepositoryNames.REPOSITORY);

        assertThatThrownBy(() -> files.list(SealedKind.SNAPSHOT))
                .isInstanceOf(StorageException.Unreachable.class)
                .hasMessageContaining("not in its folder any more");
        assertThatThrownBy(() -> files.find(SealedKind.PACK, id)).isInstanceOf(StorageException.Unreachable.class);
        assertThatThrownBy(() -> files.open(SealedKind.PACK, id)).isInstanceOf(StorageException.Unreachable.class);
        assertThatThrownBy(files::trash).isInstanceOf(StorageException.Unreachable.class);
    }
}
