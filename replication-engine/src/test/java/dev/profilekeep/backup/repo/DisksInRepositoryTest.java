package dev.profilekeep.backup.repo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.index.IndexEntry;
import dev.profilekeep.backup.pack.PackReader;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.content.ChunkId;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.EntryCursor;
import dev.profilekeep.content.MadeMap;
import dev.profilekeep.content.MapEntry;
import dev.profilekeep.content.MapReader;
import dev.profilekeep.disk.ntfs.NtfsFile;
import dev.profilekeep.disk.ntfs.Surgery;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real volume, day after day, from the disk into a repository and back. */
class DisksInRepositoryTest {
    private final StorageProvider storage = MemoryStorage.likeWindows();
    private final Surgery first;

    DisksInRepositoryTest() throws IOException {
        first = new Surgery();
    }

    private UUID snapshot;

    @BeforeEach
    void firstDay() throws IOException {
        try (Repository repository = Repositories.create(storage);
                WriteSession session = repository.begin("first day")) {
            MadeMap made = Disks.make(session, first.device(), null);
            snapshot = Disks.publish(repository, session, made.map()).id();
        }
    }

    private static Surgery changed() throws IOException {
        Surgery later = new Surgery();
        NtfsFile file = later.plain(0);
        int at = later.contentAt(file.number(), 0);
        later.bytes().put(at, (byte) ~later.bytes().get(at));
        later.record(file.number(), record -> record.put(8, (byte) (record.get(8) + 1))); // its place in the log
        return later;
    }

    private static Set<IndexEntry> stored(Repository repository) throws IOException {
        Set<IndexEntry> all = new HashSet<>();
        for (UUID pack : repository.files().list(SealedKind.PACK)) {
            try (RepositoryFiles.Opened opened = repository.files().open(SealedKind.PACK, pack)) {
                all.addAll(new PackReader(pack, opened.reader()).entries());
            }
        }
        return all;
    }

    private static List<MapEntry> entries(Repository repository, ContentMap map) throws IOException {
        List<MapEntry> all = new ArrayList<>();
        EntryCursor cursor = new MapReader(repository.content()).entries(map);
        for (MapEntry entry = cursor.next(); entry != null; entry = cursor.next()) {
            all.add(entry);
        }
        return all;
    }

    @Test
    void every_byte_that_counts_comes_back() throws IOException {
        try (Repository repository = Repositories.open(storage);
                OpenSnapshot opened = repository.snapshots().open(snapshot)) {
            ContentMap map = opened.map(0);
            Disks.assertSame(repository, map, first.device());
            List<MapEntry> entries = entries(repository, map);
            assertThat(entries).as("in bundles").anyMatch(entry -> entry.place() != null);
            assertThat(entries).as("by name").anyMatch(entry -> entry.place() == null);
        }
    }

    @Test
    void the_next_day_stores_what_is_new_and_nothing_else() throws IOException {
        Surgery second = changed();
        try (Repository repository = Repositories.open(storage);
                WriteSession session = repository.begin("second day")) {
            Set<IndexEntry> before = stored(repository);
            ContentMap known;
            try (OpenSnapshot opened = repository.snapshots().open(snapshot)) {
                known = opened.map(0);
            }
            MadeMap made = Disks.make(session, second.device(), known);
            Disks.publish(repository, session, made.map());

            assertThat(made.map().root()).isNotEqualTo(known.root());
            Disks.assertSame(repository, made.map(), second.device());
            Disks.assertSame(repository, known, first.device());

            List<MapEntry> news = entries(repository, made.map());
            news.removeAll(entries(repository, known));
            long newBytes = news.stream().mapToLong(MapEntry::length).sum();
            assertThat(news).as("the file, and what the file system says of it").hasSizeBetween(2, 4);
            Set<IndexEntry> added = stored(repository);
            added.removeAll(before);
            long nodes = 1;
            long bundles = 1;
            long named = news.stream().filter(entry -> entry.place() == null).count();
            assertThat(added).hasSize((int) (named + bundles + nodes));
            assertThat(added.stream().mapToLong(IndexEntry::length).sum()).isLessThan(newBytes + 20_000);
        }
    }

    @Test
    void a_day_without_a_change_stores_nothing() throws IOException {
        try (Repository repository = Repositories.open(storage);
                WriteSession session = repository.begin("second day")) {
            Set<IndexEntry> before = stored(repository);
            ContentMap known;
            try (OpenSnapshot opened = repository.snapshots().open(snapshot)) {
                known = opened.map(0);
            }
            MadeMap made = Disks.make(session, first.device(), known);
            Disks.publish(repository, session, made.map());
            assertThat(stored(repository)).isEqualTo(before);
            assertThat(repository.snapshots().list()).hasSize(2);
            Disks.assertSame(repository, made.map(), first.device());
        }
    }

    @Test
    void a_map_whose_nodes_are_lost_or_damaged_is_made_anew() throws IOException {
        for (boolean lost : new boolean[] {true, false}) {
            try (Repository repository = Repositories.open(storage)) {
                ContentMap known;
                try (OpenSnapshot opened = repository.snapshots().open(snapshot)) {
                    known = opened.map(0);
                }
                UUID pack = packOf(repository, known.entries().place().bundle());
                if (lost) {
                    repository.files().remove(SealedKind.PACK, pack);
                } else {
                    StoragePath path = StoragePath.of("packs/" + pack.toString().substring(0, 2) + "/" + pack);
                    try (OpenFile file = storage.openForWriting(path, Sharing.ALL)) {
                        file.writeFully(40, ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
                    }
                }
                try (WriteSession session = repository.begin("second day")) {
                    MadeMap made = Disks.make(session, first.device(), known);
                    assertThat(made.sparedBytes()).isZero();
                    assertThat(made.map().root()).isEqualTo(known.root());
                    snapshot = Disks.publish(repository, session, made.map()).id();
                    Disks.assertSame(repository, made.map(), first.device());
                }
            }
        }
    }

    private static UUID packOf(Repository repository, ChunkId chunk) throws IOException {
        return stored(repository).stream()
                .filter(entry -> entry.id().equals(chunk))
                .findFirst()
                .orElseThrow()
                .pack();
    }

    @Test
    void large_chunks_that_another_container_has_are_not_stored_again() throws IOException {
        try (Repository repository = Repositories.open(storage);
                WriteSession session = repository.begin("somebody else")) {
            Set<IndexEntry> before = stored(repository);
            MadeMap made = Disks.make(session, first.device(), null);
            Disks.publish(repository, session, made.map());
            long small = entries(repository, made.map()).stream()
                    .filter(entry -> entry.place() != null)
                    .mapToLong(MapEntry::length)
                    .sum();
            Set<IndexEntry> added = stored(repository);
            added.removeAll(before);
            assertThat(added.size()).as("bundles").isLessThanOrEqualTo((int) (small / (900 << 10)) + 3);
            Disks.assertSame(repository, made.map(), first.device());
        }
    }
}
