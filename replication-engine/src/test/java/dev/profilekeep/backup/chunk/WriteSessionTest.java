package dev.profilekeep.backup.chunk;

import static dev.profilekeep.backup.repo.Repositories.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.index.IndexEntry;
import dev.profilekeep.backup.pack.ChunkCodec;
import dev.profilekeep.backup.pack.PackReader;
import dev.profilekeep.backup.prune.PrunePlan;
import dev.profilekeep.backup.prune.PrunePlans;
import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.backup.writer.WriterLostException;
import dev.profilekeep.backup.writer.Writers;
import dev.profilekeep.content.ChunkId;
import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.LayeredFile;
import dev.profilekeep.storage.layer.LayeredStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WriteSessionTest {
    private final MemoryStorage memory = MemoryStorage.likeWindows();
    private final FaultyStorage storage = new FaultyStorage(memory);
    private final Random random = new Random(3);
    private Repository repository;

    @BeforeEach
    void make() throws IOException {
        repository = Repositories.create(storage);
    }

    private byte[] some(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private List<String> files(String folder) throws IOException {
        try {
            return Repositories.files(memory, folder);
        } catch (StorageException.NotFound e) {
            return List.of();
        }
    }

    /** What all packs hold, each as often as it lies there. */
    private List<ChunkId> stored() throws IOException {
        List<ChunkId> all = new ArrayList<>();
        for (UUID pack : repository.files().list(SealedKind.PACK)) {
            try (RepositoryFiles.Opened opened = repository.files().open(SealedKind.PACK, pack)) {
                new PackReader(pack, opened.reader())
                        .entries().stream().map(IndexEntry::id).forEach(all::add);
            }
        }
        return all;
    }

    private UUID packOf(ChunkId id) throws IOException {
        for (UUID pack : repository.files().list(SealedKind.PACK)) {
            try (RepositoryFiles.Opened opened = repository.files().open(SealedKind.PACK, pack)) {
                if (new PackReader(pack, opened.reader())
                        .entries().stream().anyMatch(entry -> entry.id().equals(id))) {
                    return pack;
                }
            }
        }
        throw new AssertionError("no pack has " + id);
    }

    private void mark(UUID... packs) throws IOException {
        new PrunePlans(repository.files()).publish(new PrunePlan(UUID.randomUUID(), Repositories.NOW, Set.of(packs)));
    }

    @Test
    void what_was_flushed_is_there_for_everybody() throws IOException {
        List<byte[]> chunks = new ArrayList<>();
        List<ChunkId> names = new ArrayList<>();
        try (WriteSession session = repository.begin("test")) {
            for (int size : new int[] {1, 100, 70_000, 3_000_000}) {
                chunks.add(some(size));
                names.add(put(session, chunks.get(chunks.size() - 1)));
            }
            assertThat(files("indexes")).isEmpty();
            session.flush();
            assertThat(files("indexes")).hasSize(1);
            session.flush();
            assertThat(files("indexes")).as("nothing new").hasSize(1);
        }
        try (Repository other = Repositories.open(memory)) {
            for (int i = 0; i < chunks.size(); i++) {
                assertThat(other.chunks().get(names.get(i))).isEqualTo(chunks.get(i));
            }
            assertThatThrownBy(() -> other.chunks().get(new ChunkId(1, 2, 3)))
                    .isInstanceOf(ChunkMissingException.class)
                    .hasMessageContaining("no index lists it");
        }
        assertThat(files("drafts")).isEmpty();
        assertThat(files("writers")).isEmpty();
    }

    @Test
    void a_session_reads_its_own_chunks_before_they_are_flushed() throws IOException {
        try (WriteSession session = repository.begin("test")) {
            byte[] chunk = some(5_000);
            ChunkId name = put(session, chunk);
            assertThat(session.has(name)).isTrue();
            assertThat(session.get(name)).isEqualTo(chunk);
            assertThat(session.get(name)).isEqualTo(chunk);
            ChunkId next = put(session, some(5_000));
            session.flush();
            assertThat(session.has(name)).isTrue();
            assertThat(session.get(next)).hasSize(5_000);
            assertThat(files("indexes")).hasSize(1);
        }
    }

    @Test
    void what_was_not_flushed_is_dropped() throws IOException {
        try (WriteSession session = repository.begin("test")) {
            put(session, some(2_000_000));
            assertThat(files("drafts")).isNotEmpty();
        }
        assertThat(files("drafts")).isEmpty();
        assertThat(files("packs")).isEmpty();
    }

    @Test
    void a_full_pack_is_published_and_the_next_one_begun() throws IOException {
        try (WriteSession session = repository.begin("test")) {
            for (int i = 0; i < 70; i++) {
                put(session, some(1 << 20));
            }
            assertThat(files("packs")).hasSize(1);
            assertThat(memory.stat(StoragePath.of(files("packs").get(0))).size())
                    .isBetween(FillingPack.FULL, FillingPack.FULL + (2 << 20));
            session.flush();
            assertThat(files("packs")).hasSize(2);
        }
    }

    @Test
    void what_several_threads_put_at_once_lies_there_once() throws Exception {
        List<byte[]> chunks = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            chunks.add(some(20_000));
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (WriteSession session = repository.begin("test")) {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                tasks.add(() -> {
                    for (byte[] chunk : chunks) {
                        put(session, chunk);
                    }
                    return true;
                });
            }
            for (Future<Boolean> task : threads.invokeAll(tasks)) {
                task.get();
            }
            session.flush();
        } finally {
            threads.shutdown();
        }
        assertThat(stored()).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void a_chunk_in_a_marked_pack_is_stored_again_and_read_when_that_pack_is_gone() throws IOException {
        byte[] chunk = some(9_000);
        ChunkId name;
        try (WriteSession session = repository.begin("first")) {
            name = put(session, chunk);
            session.flush();
        }
        UUID pack = packOf(name);
        mark(pack);
        Repository reader = Repositories.open(memory);
        assertThat(reader.chunks().get(name)).isEqualTo(chunk);
        try (WriteSession session = repository.begin("second")) {
            assertThat(session.has(name)).isFalse();
            put(session, chunk);
            assertThat(session.has(name)).isTrue();
            session.flush();
            assertThat(session.has(name)).isTrue();
        }
        assertThat(stored()).containsExactly(name, name);
        repository.close();
        reader.close();
        repository.files().remove(SealedKind.PACK, pack);
        assertThat(reader.chunks().get(name)).isEqualTo(chunk);
    }

    @Test
    void what_was_marked_once_is_avoided_until_the_session_ends() throws IOException {
        ChunkId name;
        try (WriteSession session = repository.begin("first")) {
            name = put(session, some(9_000));
            session.flush();
        }
        mark(packOf(name));
        try (WriteSession session = repository.begin("second")) {
            PrunePlans plans = new PrunePlans(repository.files());
            PrunePlan plan = plans.all().plans().get(0);
            assertThat(plan.made()).isEqualTo(Repositories.NOW);
            plans.remove(plan.id());
            session.refresh();
            assertThat(session.has(name)).isFalse();
        }
        try (WriteSession session = repository.begin("third")) {
            assertThat(session.has(name)).as("that prune was given up").isTrue();
        }
    }

    @Test
    void with_a_plan_that_cannot_be_read_nothing_of_others_is_relied_on() throws IOException {
        byte[] chunk = some(9_000);
        ChunkId name;
        try (WriteSession session = repository.begin("first")) {
            name = put(session, chunk);
            session.flush();
        }
        UUID id = UUID.randomUUID();
        try (var draft = repository.files().begin(SealedKind.PRUNE, id)) {
            draft.writer().write(ByteBuffer.wrap(some(96)));
            draft.publish();
        }
        UUID first = packOf(name);
        try (WriteSession session = repository.begin("second")) {
            assertThat(session.has(name)).isFalse();
            put(session, chunk);
            session.flush();
            assertThat(session.has(name)).as("it is its own").isTrue();
            session.refresh();
            assertThat(session.has(name)).isTrue();
            new PrunePlans(repository.files()).remove(id);
            session.refresh();
            assertThat(session.isThere(name)).isTrue();
        }
        repository.files().remove(SealedKind.PACK, first);
        try (Repository other = Repositories.open(memory)) {
            assertThat(other.chunks().get(name)).isEqualTo(chunk);
        }
    }

    @Test
    void what_lay_in_a_pack_that_is_missing_is_stored_again() throws IOException {
        byte[] chunk = some(9_000);
        ChunkId name;
        try (WriteSession session = repository.begin("first")) {
            name = put(session, chunk);
            session.flush();
        }
        UUID pack = packOf(name);
        repository.files().remove(SealedKind.PACK, pack);
        assertThatThrownBy(() -> repository.chunks().get(name))
                .isInstanceOf(ChunkMissingException.class)
                .hasMessageContaining(pack.toString());
        try (WriteSession session = repository.begin("second")) {
            assertThat(session.has(name)).isFalse();
            put(session, chunk);
            session.flush();
        }
        assertThat(repository.chunks().get(name)).isEqualTo(chunk);
    }

    @Test
    void a_frozen_writer_publishes_nothing_more() throws IOException {
        try (WriteSession session = repository.begin("backup of shard 3")) {
            put(session, some(9_000));
            memory.later(Writers.LEASE.plusMinutes(1));
            assertThatThrownBy(session::flush).isInstanceOf(WriterLostException.class);
            assertThatThrownBy(() -> put(session, some(10))).isInstanceOf(WriterLostException.class);
            assertThatThrownBy(session::flush).isInstanceOf(WriterLostException.class);
        }
        assertThat(files("packs")).isEmpty();
        assertThat(files("indexes")).isEmpty();
        assertThat(files("drafts")).isEmpty();
    }

    /** Freezes the process in the middle of a rename. */
    private final class Freezing extends LayeredStorage {
        private final String folder;

        Freezing(String folder) {
            super(memory);
            this.folder = folder;
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
            if (to.value().startsWith(folder)) {
                memory.later(Duration.ofHours(2));
            }
            super.rename(from, to);
        }
    }

    @Test
    void what_was_published_while_the_process_was_frozen_is_withdrawn() throws IOException {
        try (Repository slow = Repositories.open(new Freezing("indexes"));
                WriteSession session = slow.begin("test")) {
            put(session, some(9_000));
            assertThatThrownBy(session::flush).isInstanceOf(WriterLostException.class);
        }
        assertThat(files("indexes")).isEmpty();
    }

    @Test
    void after_a_failure_of_the_storage_nothing_more_is_taken_and_what_was_flushed_stays() throws IOException {
        byte[] good = some(9_000);
        ChunkId name;
        try (WriteSession session = repository.begin("test")) {
            name = put(session, good);
            session.flush();
            storage.fail("file.writeFully", 1, FaultyStorage.unreachable());
            assertThatThrownBy(() -> put(session, some(3 << 20))).isInstanceOf(StorageException.Unreachable.class);
            assertThatThrownBy(() -> put(session, some(10))).hasMessageContaining("the server is gone");
            assertThatThrownBy(session::flush).hasMessageContaining("nothing more is stored");
            assertThat(session.get(name)).isEqualTo(good);
        }
        assertThat(files("drafts")).isEmpty();
        assertThat(Repositories.open(memory).chunks().get(name)).isEqualTo(good);
    }

    @Test
    void two_sessions_at_once_do_not_harm_each_other() throws IOException {
        byte[] common = some(9_000);
        byte[] own = some(9_000);
        Repository elsewhere = Repositories.open(memory);
        try (WriteSession one = repository.begin("one");
                WriteSession other = elsewhere.begin("other")) {
            ChunkId name = put(one, common);
            put(other, common);
            ChunkId ownName = put(other, own);
            assertThat(one.has(ownName)).isFalse();
            one.flush();
            other.flush();
            one.refresh();
            assertThat(one.has(ownName)).isTrue();
            assertThat(one.get(ownName)).isEqualTo(own);
            assertThat(other.get(name)).isEqualTo(common);
            assertThat(repository.writers().list()).hasSize(2);
        }
    }

    private List<ChunkId> manyIndexes(int count) throws IOException {
        List<ChunkId> names = new ArrayList<>();
        try (WriteSession session = repository.begin("test")) {
            for (int i = 0; i < count; i++) {
                names.add(put(session, some(100)));
                session.flush();
            }
        }
        return names;
    }

    @Test
    void many_indexes_become_few_and_readers_that_lost_theirs_go_on() throws IOException {
        List<ChunkId> names = manyIndexes(IndexMerging.MOST);
        try (WriteSession session = repository.begin("test")) {
            assertThat(session.mergeIndexes()).isFalse();
        }
        names.addAll(manyIndexes(1));
        FaultyStorage below = new FaultyStorage(memory);
        try (Repository reader = Repositories.open(below)) {
            reader.chunks().get(names.get(0));
            try (WriteSession session = repository.begin("test")) {
                mark(UUID.randomUUID());
                assertThat(session.mergeIndexes()).as("a prune is under way").isFalse();
                PrunePlans plans = new PrunePlans(repository.files());
                plans.remove(plans.all().plans().get(0).id());
                assertThat(session.mergeIndexes()).isTrue();
            }
            below.fail(
                    (verb, path) ->
                            verb.equals("file.readFully") && path.value().startsWith("indexes/"),
                    0,
                    1,
                    new StorageException.NotFound("planned: the file is gone", null));
            for (ChunkId name : names) {
                assertThat(reader.chunks().get(name)).hasSize(100);
            }
        }
        for (ChunkId name : names) {
            assertThat(Repositories.open(memory).chunks().get(name)).hasSize(100);
        }
        assertThat(files("indexes")).hasSize(IndexMerging.STAY + 1);
    }

    @Test
    void that_indexes_cannot_be_merged_does_no_harm_to_what_was_published() throws IOException {
        List<ChunkId> names = manyIndexes(IndexMerging.MOST + 1);
        FaultyStorage below = new FaultyStorage(memory);
        try (Repository opened = Repositories.open(below);
                WriteSession session = opened.begin("test")) {
            List<String> failed = new ArrayList<>();
            below.fail(
                    (verb, path) -> {
                        boolean reads =
                                verb.equals("file.readFully") && path.value().startsWith("indexes/");
                        if (reads) {
                            failed.add(path.value());
                        }
                        return reads;
                    },
                    0,
                    1,
                    new StorageException.Unreachable("planned: the server is gone", null));
            session.tryToMergeIndexes();
            assertThat(failed).isNotEmpty();
        }
        assertThat(files("indexes")).hasSize(IndexMerging.MOST + 1);
        try (Repository opened = Repositories.open(memory)) {
            for (ChunkId name : names) {
                assertThat(opened.chunks().get(name)).hasSize(100);
            }
        }
    }

    @Test
    void wherever_a_merge_dies_every_chunk_is_found() throws IOException {
        List<ChunkId> names = manyIndexes(IndexMerging.MOST + 1);
        int deaths = 0;
        for (int change = 5; change < 60; change += 3) {
            MemoryStorage copy = MemoryStorage.likeWindows();
            copyAll(StoragePath.ROOT, copy);
            var dying = new dev.profilekeep.backup.DyingStorage(copy, change, change % 2 == 0);
            try (Repository opened = Repositories.open(dying);
                    WriteSession session = opened.begin("test")) {
                session.mergeIndexes();
            } catch (StorageException.Unreachable e) {
                deaths++;
            }
            try (Repository opened = Repositories.open(copy)) {
                for (ChunkId name : names) {
                    assertThat(opened.chunks().get(name)).hasSize(100);
                }
            }
        }
        assertThat(deaths).isGreaterThan(10);
    }

    private void copyAll(StoragePath folder, StorageProvider to) throws IOException {
        for (var entry : memory.list(folder)) {
            if (entry.directory()) {
                to.createFolder(entry.path());
                copyAll(entry.path(), to);
            } else {
                try (OpenFile from = memory.openForReading(entry.path(), Sharing.ALL);
                        OpenFile into = to.create(entry.path(), Sharing.ALL)) {
                    ByteBuffer bytes = ByteBuffer.allocate((int) from.size());
                    from.readFully(0, bytes);
                    into.writeFully(0, bytes.flip());
                }
            }
        }
    }

    @Test
    void a_damaged_index_is_named_and_what_it_lists_is_stored_again() throws IOException {
        byte[] chunk = some(9_000);
        ChunkId name;
        try (WriteSession session = repository.begin("test")) {
            name = put(session, chunk);
            session.flush();
        }
        repository.close();
        String index = files("indexes").get(0);
        try (OpenFile file = memory.openForWriting(StoragePath.of(index), Sharing.ALL)) {
            file.writeFully(100, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        }
        try (Repository opened = Repositories.open(memory)) {
            assertThatThrownBy(() -> opened.chunks().get(name))
                    .isInstanceOf(ChunkMissingException.class)
                    .hasMessageContaining(index);
            try (WriteSession session = opened.begin("test")) {
                assertThat(session.has(name)).isFalse();
                session.put(name, ChunkCodec.encode(chunk));
                session.flush();
            }
            assertThat(opened.chunks().get(name)).isEqualTo(chunk);
            assertThat(opened.chunks().damagedIndexes()).hasSize(1);
        }
    }

    /** Notes in which order files of writers are dated, and drafts of snapshots are written and named. */
    private static final class Noting extends LayeredStorage {
        private final List<String> notes = new ArrayList<>();

        Noting(StorageProvider below) {
            super(below);
        }

        private OpenFile noting(StoragePath path, OpenFile file) {
            String what = path.value().startsWith("writers/")
                    ? "writer"
                    : path.value().startsWith("drafts/snapshot") ? "draft" : "other";
            return new LayeredFile(file) {
                @Override
                public void writeFully(long offset, ByteBuffer source) throws IOException {
                    notes.add(what);
                    super.writeFully(offset, source);
                }

                @Override
                public void flush() throws IOException {
                    notes.add(what);
                    super.flush();
                }
            };
        }

        @Override
        public OpenFile create(StoragePath path, Sharing sharing) throws IOException {
            return noting(path, super.create(path, sharing));
        }

        @Override
        public OpenFile openForWriting(StoragePath path, Sharing sharing) throws IOException {
            return noting(path, super.openForWriting(path, sharing));
        }

        @Override
        public void rename(StoragePath from, StoragePath to) throws IOException {
            if (to.value().startsWith("snapshots/")) {
                notes.add("named");
            }
            super.rename(from, to);
        }

        @Override
        public StorageProvider onOwnConnection() {
            throw new UnsupportedOperationException("nobody asks for it here");
        }

        @Override
        public StorageProvider onOwnConnection(ConnectionTerms terms) {
            throw new UnsupportedOperationException("nobody asks for it here");
        }
    }

    @Test
    void after_a_writer_was_found_to_count_nothing_is_written_before_the_name() throws IOException {
        Noting noting = new Noting(memory);
        try (Repository opened = Repositories.open(noting);
                WriteSession session = opened.begin("night")) {
            session.publish(SealedKind.SNAPSHOT, UUID.randomUUID(), target -> target.write(ByteBuffer.wrap(some(100))));
        }
        int named = noting.notes.indexOf("named");
        assertThat(noting.notes.subList(0, named)).contains("draft");
        assertThat(noting.notes.get(named - 1)).isEqualTo("writer");
    }
}
