package dev.profilekeep.backup.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.prune.PrunePlan;
import dev.profilekeep.backup.prune.PrunePlans;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.SealException;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.backup.store.PlainFiles;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.ntfs.Surgery;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One bit of one file changed: it is found, with the file's name, and nothing false is ever read. */
class FlippedBitsTest {
    private final MemoryStorage storage = MemoryStorage.likeWindows();
    private final Random random = new Random(41);
    private Surgery disk;
    private Map<String, BlockDevice> disks;

    @BeforeEach
    void backUp() throws IOException {
        disk = new Surgery();
        try (Repository repository = Repositories.create(storage)) {
            try (WriteSession session = repository.begin("test")) {
                ContentMap map = Disks.make(session, disk.device(), null).map();
                disks = Map.of(map.root().toString(), disk.device());
                Disks.publish(repository, session, map);
            }
            new PrunePlans(repository.files())
                    .publish(new PrunePlan(UUID.randomUUID(), Repositories.NOW, Set.of(UUID.randomUUID())));
            repository.decisions().decide("test", "", new Decision.Hold("a".repeat(32)));
        }
    }

    private static void readAll(RepositoryFiles files, SealedKind kind, UUID id) throws IOException {
        try (RepositoryFiles.Opened opened = files.open(kind, id)) {
            opened.reader()
                    .readFully(0, ByteBuffer.allocate((int) opened.reader().size()));
        }
    }

    private void flip(StoragePath path, long at, int bit) throws IOException {
        try (OpenFile file = storage.openForWriting(path, Sharing.ALL)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            file.readFully(at, one);
            one.put(0, (byte) (one.get(0) ^ 1 << bit)).flip();
            file.writeFully(at, one);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_flipped_bit_is_found_and_named(SealedKind kind) throws IOException {
        RepositoryFiles files = Repositories.open(storage).files();
        for (RepositoryFiles.Listed listed : files.listed(kind)) {
            StoragePath path = listed.file().path();
            for (int round = 0; round < 60; round++) {
                long at =
                        round < 32 ? round : random.nextInt((int) listed.file().size());
                int bit = random.nextInt(8);
                flip(path, at, bit);
                assertThatThrownBy(() -> readAll(files, kind, listed.id()))
                        .as("byte %d of %s", at, path)
                        .isInstanceOf(SealException.class)
                        .hasMessageContaining(path.value());
                if (round % 3 == 0) {
                    readAsUsual(path);
                }
                flip(path, at, bit);
                readAll(files, kind, listed.id());
            }
        }
    }

    @Test
    void a_flipped_bit_in_the_file_that_makes_it_a_repository_is_named_or_changes_nothing() throws IOException {
        UUID id = Repositories.open(storage).id();
        StoragePath path = StoragePath.of("repository");
        long size = storage.stat(path).size();
        byte[] good = new PlainFiles(storage).read(path);
        int refused = 0;
        for (long at = 0; at < size; at++) {
            int bit = random.nextInt(8);
            flip(path, at, bit);
            try (Repository opened = Repositories.open(storage)) {
                assertThat(opened.id()).isEqualTo(id);
            } catch (RepositoryException.Damaged | RepositoryException.TooNew e) {
                assertThat(e.getMessage())
                        .contains("repository", "backup check --repair")
                        .doesNotContain("dev.profile", "JSON parse", "Unexpected", "Cannot");
                refused++;
                if (e instanceof RepositoryException.Damaged) {
                    assertThat(mend(Repositories.KEY)).isTrue();
                    assertThat(Repositories.open(storage).id()).isEqualTo(id);
                    assertThat(storage.stat(path).size()).isEqualTo(size);
                    write(path, good);
                    flip(path, at, bit);
                }
            }
            flip(path, at, bit);
        }
        assertThat(mend(Repositories.KEY)).isFalse();
        assertThat(refused).isGreaterThan(80);
        assertThat(Repositories.open(storage).id()).isEqualTo(id);
    }

    private boolean mend(Secret secret) throws IOException {
        return Repository.mend(storage, secret, Repositories.setting(new Repositories.Hearts()));
    }

    private void write(StoragePath path, byte[] content) throws IOException {
        new PlainFiles(storage).replace(path, content);
    }

    @Test
    void a_lost_file_is_written_anew_by_whoever_has_a_key_and_by_nobody_else() throws IOException {
        UUID id = Repositories.open(storage).id();
        StoragePath path = StoragePath.of("repository");
        storage.delete(path);
        assertThatThrownBy(() -> Repositories.open(storage))
                .isInstanceOf(RepositoryException.NotThere.class)
                .hasMessageContaining("backup check --repair");
        Secret.KeyText other = Secret.KeyText.create(Repositories.RANDOM);
        assertThatThrownBy(() -> mend(other)).isInstanceOf(RepositoryException.WrongKey.class);

        MemoryStorage elsewhere = MemoryStorage.likeWindows();
        try (Repository foreign = Repositories.create(elsewhere)) {
            foreign.keys().add(other, KeySlot.Kind.KEY_FILE, "of another repository");
        }
        for (String key : Repositories.files(elsewhere, "keys")) {
            new PlainFiles(storage).publish(StoragePath.of(key), new PlainFiles(elsewhere).read(StoragePath.of(key)));
        }
        assertThatThrownBy(() -> mend(other))
                .isInstanceOf(RepositoryException.Damaged.class)
                .hasMessageContaining("key of another repository");
        assertThat(storage.list(StoragePath.ROOT)).noneMatch(file -> file.path().equals(path));

        assertThat(mend(Repositories.KEY)).isTrue(); // it opens keys of both
        try (Repository opened = Repositories.open(storage)) {
            assertThat(opened.id()).isEqualTo(id);
            assertThat(Disks.whole(opened, disks)).hasSize(1);
        }
    }

    @Test
    void a_folder_that_is_no_repository_does_not_become_one() throws IOException {
        MemoryStorage empty = MemoryStorage.likeWindows();
        var setting = Repositories.setting(new Repositories.Hearts());
        assertThatThrownBy(() -> Repository.mend(empty, Repositories.KEY, setting))
                .isInstanceOf(RepositoryException.NotThere.class)
                .hasMessageContaining("no file repository");
        new PlainFiles(empty).publish(StoragePath.of("repository"), new byte[] {1});
        assertThatThrownBy(() -> Repository.mend(empty, Repositories.KEY, setting))
                .isInstanceOf(RepositoryException.Damaged.class)
                .hasMessageContaining("no key is there");

        MemoryStorage died = MemoryStorage.likeWindows();
        Repositories.create(died).close();
        died.delete(StoragePath.of("repository"));
        assertThatThrownBy(() -> Repository.mend(died, Repositories.KEY, setting))
                .isInstanceOf(RepositoryException.NotThere.class)
                .hasMessageContaining("backup init");
        assertThat(Repositories.files(died, "")).singleElement().asString().startsWith("keys/");
        Repositories.create(died).close();
    }

    /** Whoever reads a snapshot gets what was on the disk, or is told. */
    private void readAsUsual(StoragePath path) throws IOException {
        try (Repository repository = Repositories.open(storage)) {
            assertThat(Disks.whole(repository, disks)).hasSize(1);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining(path.name());
        }
    }
}
