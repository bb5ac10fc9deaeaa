package dev.profilekeep.backup.repo;

import static dev.profilekeep.backup.repo.Repositories.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.prune.PrunePlan;
import dev.profilekeep.backup.prune.PrunePlans;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.backup.writer.WriterLostException;
import dev.profilekeep.backup.writer.Writers;
import dev.profilekeep.content.ChunkId;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.disk.ntfs.Surgery;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a repository does wherever it lies. */
abstract class RepositoryContract {
    private final Random random = new Random(31);
    private StorageProvider storage;
    private StorageProvider others;

    /** An empty folder. */
    protected abstract StorageProvider connect() throws Exception;

    @BeforeEach
    void open() throws Exception {
        storage = connect();
        others = storage.onOwnConnection();
    }

    @AfterEach
    void close() throws IOException {
        others.close();
        storage.close();
    }

    private byte[] some(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void it_is_made_once_and_opened_by_its_keys() throws IOException {
        Repository made = Repositories.create(storage);
        assertThatThrownBy(() -> Repositories.create(others)).isInstanceOf(RepositoryException.Occupied.class);
        Secret.KeyText paper = Secret.KeyText.create(Repositories.RANDOM);
        made.keys().add(paper, KeySlot.Kind.RECOVERY, "safe");
        Keys keys = Repositories.open(others).keys();
        assertThat(keys.prove(paper.text()).proved()).isPresent();
        assertThat(keys.prove(paper.text()).proved()).as("again").isPresent();
        Secret.KeyText fresh = Secret.KeyText.create(Repositories.RANDOM);
        String daily = keys.list().stream()
                .filter(key -> key.kind() == KeySlot.Kind.KEY_FILE)
                .findFirst()
                .orElseThrow()
                .id();
        keys.change(daily, fresh);
        assertThatThrownBy(() -> Repositories.open(storage)).isInstanceOf(RepositoryException.WrongKey.class);
        assertThat(Repository.open(storage, fresh, Repositories.setting(new Repositories.Hearts()))
                        .id())
                .isEqualTo(made.id());
        assertThat(made.keys().damaged()).isEmpty();
    }

    @Test
    void disks_come_back_from_it() throws IOException {
        Surgery disk = new Surgery();
        UUID id;
        try (Repository repository = Repositories.create(storage);
                WriteSession session = repository.begin("backup")) {
            id = Disks.publish(
                            repository,
                            session,
                            Disks.make(session, disk.device(), null).map())
                    .id();
        }
        try (Repository repository = Repositories.open(others);
                OpenSnapshot snapshot = repository.snapshots().open(id)) {
            ContentMap map = snapshot.map(0);
            Disks.assertSame(repository, map, disk.device());
            assertThat(Duration.between(snapshot.head().made(), Instant.now()).abs())
                    .isLessThan(Duration.ofMinutes(1));
        }
        assertThat(Repositories.files(storage, "drafts")).isEmpty();
        assertThat(Repositories.files(storage, "writers")).isEmpty();
    }

    @Test
    void writers_are_dated_by_the_storage_and_learn_that_they_were_removed() throws IOException {
        Repository repository = Repositories.create(storage);
        Writers elsewhere = Repositories.open(others).writers();
        try (WriteSession session = repository.begin("backup")) {
            put(session, some(100));
            session.writer().requireCounted();
            assertThat(elsewhere.list()).singleElement().satisfies(found -> {
                assertThat(found.age()).isLessThan(Duration.ofMinutes(1));
                assertThat(found.file()).contains(session.writer().file());
            });
            elsewhere.remove(session.writer().file().id());
            assertThatThrownBy(session::flush).isInstanceOf(WriterLostException.class);
        }
        assertThat(elsewhere.list()).isEmpty();
        assertThat(Repositories.files(storage, "drafts")).isEmpty();
    }

    @Test
    void two_who_write_at_once_see_what_the_other_flushed_after_a_refresh() throws IOException {
        try (Repository one = Repositories.create(storage);
                Repository other = Repositories.open(others);
                WriteSession mine = one.begin("one");
                WriteSession theirs = other.begin("other")) {
            byte[] chunk = some(100_000);
            ChunkId name = put(mine, chunk);
            mine.flush();
            assertThat(theirs.has(name)).isFalse();
            theirs.refresh();
            assertThat(theirs.has(name)).isTrue();
            assertThat(theirs.get(name)).isEqualTo(chunk);
        }
    }

    @Test
    void what_is_marked_is_stored_again_and_read_when_it_was_removed() throws IOException {
        try (Repository one = Repositories.create(storage);
                Repository other = Repositories.open(others)) {
            byte[] chunk = some(100_000);
            ChunkId name;
            try (WriteSession session = one.begin("one")) {
                name = put(session, chunk);
                session.flush();
            }
            assertThat(other.chunks().get(name)).isEqualTo(chunk);
            UUID pack = one.files().list(SealedKind.PACK).get(0);
            new PrunePlans(one.files()).publish(new PrunePlan(UUID.randomUUID(), Repositories.NOW, Set.of(pack)));
            try (WriteSession session = other.begin("other")) {
                assertThat(session.has(name)).isFalse();
                put(session, chunk);
                session.flush();
            }
            other.close();
            one.files().remove(SealedKind.PACK, pack);
            assertThat(other.chunks().get(name)).isEqualTo(chunk);
        }
    }

    @Test
    void what_another_removed_is_not_taken_to_be_there_because_a_reader_has_it_open() throws IOException {
        try (Repository one = Repositories.create(storage);
                Repository other = Repositories.open(others)) {
            byte[] chunk = some(100_000);
            ChunkId name;
            try (WriteSession session = one.begin("one")) {
                name = put(session, chunk);
                session.flush();
            }
            assertThat(other.chunks().get(name)).isEqualTo(chunk);
            one.close();
            one.files()
                    .remove(SealedKind.INDEX, one.files().list(SealedKind.INDEX).get(0));
            one.files()
                    .remove(SealedKind.PACK, one.files().list(SealedKind.PACK).get(0));
            try (WriteSession session = other.begin("other")) {
                assertThat(session.has(name)).isFalse();
                put(session, chunk);
                session.flush();
            }
            other.close();
            assertThat(one.chunks().get(name)).isEqualTo(chunk);
        }
    }

    @Test
    void many_indexes_become_few_beside_a_reader() throws IOException {
        try (Repository one = Repositories.create(storage);
                Repository other = Repositories.open(others)) {
            List<ChunkId> names = new ArrayList<>();
            try (WriteSession session = one.begin("one")) {
                for (int i = 0; i < 51; i++) {
                    names.add(put(session, some(100)));
                    session.flush();
                }
                assertThat(other.chunks().get(names.get(0))).hasSize(100);
                assertThat(session.mergeIndexes()).isTrue();
                assertThat(session.has(names.get(7))).isTrue();
            }
            other.chunks().refresh();
            for (ChunkId name : names) {
                assertThat(other.chunks().get(name)).hasSize(100);
            }
            assertThat(Repositories.files(storage, "indexes")).hasSize(11);
        }
    }
}
