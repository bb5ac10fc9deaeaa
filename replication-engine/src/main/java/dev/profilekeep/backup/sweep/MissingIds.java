package dev.profilekeep.backup.sweep;

import dev.profilekeep.backup.live.LongSet;
import dev.profilekeep.backup.live.MergedIndex;
import dev.profilekeep.backup.live.NeededIds;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.content.ChunkId;
import java.io.Closeable;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Learns which of some ids lie in no pack that is there and listed. Packs and indexes are those of when it was made. One thread. */
final class MissingIds implements Closeable {
    private final MergedIndex index;
    private final Set<UUID> packs;
    private final NeededIds needed = new NeededIds(this::look);
    private final LongSet missing = new LongSet();

    MissingIds(RepositoryFiles files) throws IOException {
        this.index = MergedIndex.openSound(files);
        this.packs = new HashSet<>(files.list(SealedKind.PACK));
    }

    void add(ChunkId id) throws IOException {
        needed.add(id);
    }

    /** Those of all that were added, as {@link NeededIds#key}. */
    LongSet end() throws IOException {
        needed.end();
        return missing;
    }

    private void look(NeededIds.Keys keys) throws IOException {
        BitSet found = new BitSet(keys.count());
        index.forEach((number, entry) -> {
            int key = keys.find(entry);
            if (key >= 0 && packs.contains(entry.pack())) {
                found.set(key);
            }
        });
        for (int key = found.nextClearBit(0); key < keys.count(); key = found.nextClearBit(key + 1)) {
            missing.add(keys.key(key));
        }
    }

    @Override
    public void close() throws IOException {
        index.close();
    }
}
