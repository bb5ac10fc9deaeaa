package dev.profilekeep.backup.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.index.IndexEntry;
import dev.profilekeep.backup.index.IndexWriter;
import dev.profilekeep.backup.seal.MasterKey;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.store.Draft;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.content.ChunkId;
import dev.profilekeep.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 10,000 people of whom each has 20,000 chunks, 30 days of change among them: 2·10⁸. Fifty times fewer here, in as many indexes; memory is
 * in proportion to their number.
 */
class ManyChunksTest {
    private static final int INDEXES = 20;
    private static final int EACH = 200_000;

    @TempDir
    Path folder;

    private static ChunkId id(int index, long number) {
        // spread evenly and in order
        long high = number * (Long.MAX_VALUE / EACH) * 2 + index;
        return new ChunkId(high, high * 0x9E37_79B9_7F4A_7C15L, index);
    }

    @Test
    void each_takes_less_than_two_bytes_of_memory() throws IOException {
        SecureRandom random = new SecureRandom();
        MasterKey key = MasterKey.create(random);
        Files.createFile(folder.resolve("repository"));
        RepositoryFiles files = new RepositoryFiles(new LocalStorage(folder), key, random);
        UUID pack = UUID.randomUUID();
        for (int index = 0; index < INDEXES; index++) {
            try (Draft draft = files.begin(SealedKind.INDEX, UUID.randomUUID())) {
                IndexWriter writer = new IndexWriter(draft.writer(), EACH);
                for (int i = 0; i < EACH; i++) {
                    writer.add(new IndexEntry(id(index, i), pack, i, 1));
                }
                writer.finish();
                draft.publish();
            }
        }
        long before = used();
        try (ChunkStore store = new ChunkStore(files, key, random)) {
            store.refresh();
            for (int i = 0; i < 1_000; i++) {
                Optional<IndexEntry> found = store.indexes().find(id(i % INDEXES, i * 7L), each -> true);
                assertThat(found).isPresent();
                assertThat(found.get().offset()).isEqualTo(i * 7L);
            }
            assertThat(store.indexes().find(new ChunkId(5, 5, 99), each -> true))
                    .isEmpty();
            long taken = used() - before;
            assertThat(taken).as("bytes").isBetween(INDEXES * (long) EACH, 2L * INDEXES * EACH);
            assertThat(store.listed()).isEqualTo(INDEXES * (long) EACH);
        }
    }

    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            Runtime now = Runtime.getRuntime();
            least = Math.min(least, now.totalMemory() - now.freeMemory());
        }
        return least;
    }
}
