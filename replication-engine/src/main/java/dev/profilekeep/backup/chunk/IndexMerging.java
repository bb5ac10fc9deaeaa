package dev.profilekeep.backup.chunk;

import dev.profilekeep.backup.index.IndexMerge;
import dev.profilekeep.backup.index.IndexReader;
import dev.profilekeep.backup.seal.SealedKind;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Makes one index of many small ones: each costs a look for every chunk that is new. The large ones stay as they are until there are many of them too,
 * so that an entry is written anew a few times in its life. Whoever dies between the new one and the removal of the old ones leaves entries
 * twice, which harms nobody.
 */
final class IndexMerging {
    /** Of so many, about one in four new chunks costs a read. */
    static final int MOST = 50;
    /** The largest, which stay. */
    static final int STAY = 10;

    /** Publishes a file as a writer that counts. */
    interface Publisher {
        void publish(SealedKind kind, UUID id, WriteSession.Saying saying) throws IOException;
    }

    private final ChunkStore store;
    private final Publisher publisher;

    IndexMerging(ChunkStore store, Publisher publisher) {
        this.store = store;
        this.publisher = publisher;
    }

    /** @return whether there was something to do, and it was done */
    boolean run() throws IOException {
        // A prune that begins from now on waits for us; one that began before would find its packs listed again.
        if (!store.files().list(SealedKind.PRUNE).isEmpty()) {
            return false;
        }
        store.refresh();
        List<IndexSet.Open> all = store.indexes().current();
        if (all.size() <= MOST) {
            return false;
        }
        List<IndexSet.Open> small = all.stream()
                .sorted(Comparator.comparingLong(index -> index.reader().entries()))
                .limit(all.size() - STAY)
                .toList();
        List<IndexReader> sources = small.stream().map(IndexSet.Open::reader).toList();
        UUID merged = UUID.randomUUID();
        publisher.publish(SealedKind.INDEX, merged, target -> IndexMerge.write(sources, entry -> true, target));
        if (!store.indexes().add(merged)) {
            return false; // somebody was quicker, or it cannot be read: the old ones stay
        }
        Set<UUID> old = small.stream().map(IndexSet.Open::id).collect(Collectors.toSet());
        store.indexes().drop(old);
        for (UUID each : old) {
            store.files().remove(SealedKind.INDEX, each);
        }
        return true;
    }
}
