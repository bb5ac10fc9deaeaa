package dev.profilekeep.backup.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.seal.SealException;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.store.Draft;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.MapDamagedException;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
    private final MemoryStorage storage = MemoryStorage.likeWindows();
    private final Random random = new Random(17);
    private Repository repository;

    @BeforeEach
    void make() throws IOException {
        repository = Repositories.create(storage);
    }

    private static ContentMap map(int number) {
        return new ContentMap(
                List.of("reason " + number),
                ChunkSizes.STANDARD,
                1L << 30,
                512,
                4096,
                Sha256.of(new byte[] {(byte) number}),
                Repositories.NOW,
                number,
                0,
                0,
                null,
                List.of(),
                List.of(),
                true);
    }

    private static ContainerBackup container(int number) {
        boolean odd = number % 2 == 1;
        StoredFile file = new StoredFile(
                StoragePath.of("Größe_S-1-5-21-1-2-3-" + number + "/Profile_\uD800\uFFFF.VHDX"),
                false,
                1L << 40,
                number,
                133_000_000_000_000_000L,
                -1,
                Long.MIN_VALUE,
                0xFFEE_0000_0000_0001L,
                odd ? -1 : 0x20);
        return new ContainerBackup(
                new ContainerFacts(
                        new ContainerIdentity(
                                "set",
                                odd ? ContainerKind.ODFC : ContainerKind.PROFILE,
                                odd ? "" : "S-1-5-21-1",
                                "Profile_Zoë"),
                        "site a",
                        odd
                                ? new SnapshotSource.OfStorage(Instant.parse("2026-11-21T22:00:00.0000001Z"))
                                : new SnapshotSource.Live(),
                        file,
                        new FileSecurity(odd ? null : "S-1-5-18", "S-1-5-32-544", new byte[] {1, 0, (byte) number})),
                map(number),
                odd ? new Envelope(3, new byte[number * 100]) : Envelope.NONE);
    }

    private static List<ContainerBackup> containers(int count) {
        List<ContainerBackup> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(container(i));
        }
        return all;
    }

    private SnapshotHead publish(int containers) throws IOException {
        try (WriteSession session = repository.begin("backup of shard 3")) {
            return repository.snapshots().publish(session, new ShardSnapshot("shard 3", containers(containers)));
        }
    }

    @Test
    void a_snapshot_is_read_as_it_was_written() throws IOException {
        for (int count : new int[] {0, 1, 5}) {
            SnapshotHead head = publish(count);
            assertThat(head.shard()).isEqualTo("shard 3");
            assertThat(head.host()).isEqualTo("node-1");
            try (Repository other = Repositories.open(storage);
                    OpenSnapshot snapshot = other.snapshots().open(head.id())) {
                assertThat(snapshot.head()).isEqualTo(head);
                assertThat(snapshot.containers()).hasSize(count);
                for (int i = 0; i < count; i++) {
                    ContainerBackup wanted = container(i);
                    assertThat(snapshot.containers().get(i))
                            .usingRecursiveComparison()
                            .isEqualTo(wanted.facts());
                    assertThat(snapshot.map(i)).isEqualTo(wanted.map());
                    assertThat(snapshot.envelope(i)).isEqualTo(wanted.envelope());
                }
            }
        }
        assertThat(repository.snapshots().list()).hasSize(3);
    }

    @Test
    void one_that_is_damaged_is_named_and_stops_nothing() throws IOException {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ids.add(publish(i).id());
        }
        try (OpenFile file = storage.openForWriting(StoragePath.of("snapshots/" + ids.get(1)), Sharing.ALL)) {
            file.resize(file.size() - 1);
        }
        storage.delete(StoragePath.of("snapshots/" + ids.get(2)));
        storage.rename(StoragePath.of("snapshots/" + ids.get(3)), StoragePath.of("snapshots/" + ids.get(2)));
        List<UUID> good = new ArrayList<>();
        List<String> damaged = new ArrayList<>();
        repository.snapshots().forEach(new Snapshots.Visitor() {
            @Override
            public void snapshot(OpenSnapshot snapshot) {
                good.add(snapshot.head().id());
            }

            @Override
            public void damaged(UUID id, IOException why) {
                assertThat(why.getMessage()).contains("snapshots/" + id);
                damaged.add(why.getMessage());
            }
        });
        assertThat(good).containsExactly(ids.get(0));
        assertThat(damaged).hasSize(2).anySatisfy(why -> assertThat(why).contains("under the name of another"));
        assertThatThrownBy(() -> repository.snapshots().open(ids.get(3))).isInstanceOf(StorageException.NotFound.class);
    }

    @Test
    void whatever_a_snapshot_says_it_is_read_or_refused() throws IOException {
        UUID id = publish(4).id();
        byte[] said;
        try (RepositoryFiles.Opened opened = repository.files().open(SealedKind.SNAPSHOT, id)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) opened.reader().size());
            opened.reader().readFully(0, bytes);
            said = bytes.array();
        }
        int refused = 0;
        for (int round = 0; round < 3_000; round++) {
            byte[] changed = said.clone();
            int from = random.nextBoolean() ? changed.length - 32 : 0;
            changed[from + random.nextInt(changed.length - from)] ^= (byte) (1 << random.nextInt(8));
            int cut = random.nextInt(6) == 0 ? random.nextInt(changed.length) : changed.length;
            repository.files().remove(SealedKind.SNAPSHOT, id);
            try (Draft draft = repository.files().begin(SealedKind.SNAPSHOT, id)) {
                draft.writer().write(ByteBuffer.wrap(changed, 0, cut));
                draft.publish();
            }
            try (OpenSnapshot snapshot = repository.snapshots().open(id)) {
                for (int i = 0; i < snapshot.containers().size(); i++) {
                    snapshot.envelope(i);
                    snapshot.map(i);
                }
            } catch (SnapshotDamagedException e) {
                assertThat(e).hasMessageContaining("snapshots/" + id);
                refused++;
            } catch (MapDamagedException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
        assertThat(refused).isGreaterThan(1_000);
    }

    @Test
    void a_snapshot_of_another_repository_is_refused() throws IOException {
        UUID id = publish(1).id();
        MemoryStorage other = MemoryStorage.likeWindows();
        Repository stranger = Repositories.create(other);
        other.createFolder(StoragePath.of("snapshots"));
        try (OpenFile from = storage.openForReading(StoragePath.of("snapshots/" + id), Sharing.ALL);
                OpenFile to = other.create(StoragePath.of("snapshots/" + id), Sharing.ALL)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) from.size());
            from.readFully(0, bytes);
            to.writeFully(0, bytes.flip());
        }
        assertThatThrownBy(() -> stranger.snapshots().open(id)).isInstanceOf(SealException.Broken.class);
    }
}
