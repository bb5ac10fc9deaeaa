package dev.profilekeep.backup.chunk;

import dev.profilekeep.backup.index.IndexEntry;
import dev.profilekeep.backup.pack.ChunkNames;
import dev.profilekeep.backup.pack.PackDamagedException;
import dev.profilekeep.backup.seal.MasterKey;
import dev.profilekeep.backup.seal.SealException;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.backup.writer.Writer;
import dev.profilekeep.content.ChunkId;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.storage.StorageException;
import java.io.Closeable;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a repository. Takes 1.5 bytes of memory for each, from when the first one is asked for. Safe for several threads.
 */
public final class ChunkStore implements ChunkSource, Closeable {
    private final RepositoryFiles files;
    private final IndexSet indexes;
    private final OpenPacks packs;
    private final ThreadLocal<ChunkNames> names;
    private final SecureRandom random;

    public ChunkStore(RepositoryFiles files, MasterKey key, SecureRandom random) {
        this.files = files;
        this.indexes = new IndexSet(files);
        this.packs = new OpenPacks(files);
        this.names = ThreadLocal.withInitial(() -> new ChunkNames(key));
        this.random = random;
    }

    RepositoryFiles files() {
        return files;
    }

    IndexSet indexes() {
        return indexes;
    }

    SecureRandom random() {
        return random;
    }

    /** The name of the chunk with that digest. */
    public ChunkId name(Sha256 digest) {
        return names.get().ofDigest(digest.bytes());
    }

    /** Takes in what others added or removed since. */
    public void refresh() throws IOException {
        indexes.refresh();
    }

    /** What is wrong with indexes that cannot be used as a whole, by their ids. */
    public Map<UUID, String> damagedIndexes() {
        return indexes.damaged();
    }

    /** How many chunks the indexes list; one that several list counts as often. */
    public long listed() {
        return indexes.current().stream()
                .mapToLong(index -> index.reader().entries())
                .sum();
    }

    /**
     * Begins to add chunks.
     *
     * @param writer that was begun for it; closed with the session
     */
    public WriteSession begin(Writer writer) throws IOException {
        return WriteSession.begin(this, writer);
    }

    /**
     * A chunk, from whichever pack has it whole. That its name is that of its bytes is for the caller to see.
     *
     * @throws ChunkMissingException if no pack that is there has it
     * @throws SealException.Broken if the only packs that have it are damaged there
     */
    @Override
    public byte[] get(ChunkId id) throws IOException {
        Set<UUID> tried = new HashSet<>();
        IOException damage = null;
        boolean refreshed = false;
        while (true) {
            Optional<IndexEntry> entry = indexes.find(id, pack -> !tried.contains(pack));
            if (entry.isPresent()) {
                try {
                    return packs.read(entry.get());
                } catch (StorageException.NotFound e) {
                    damage = damage == null ? missing(id, tried, entry.get().pack()) : damage;
                } catch (SealException | PackDamagedException e) {
                    damage = e;
                }
                tried.add(entry.get().pack());
                packs.forget(entry.get().pack());
            } else if (refreshed) {
                throw damage == null ? missing(id, tried, null) : damage;
            } else {
                indexes.refresh();
                refreshed = true;
            }
        }
    }

    /** A chunk whose place is known. */
    byte[] read(IndexEntry entry) throws IOException {
        return packs.read(entry);
    }

    private ChunkMissingException missing(ChunkId id, Set<UUID> tried, @Nullable UUID pack) {
        String why = pack == null && tried.isEmpty() ? "no index lists it" : "pack " + pack + " is not there";
        Map<UUID, String> damaged = indexes.damaged();
        return new ChunkMissingException(id, damaged.isEmpty() ? why : why + ", and indexes are damaged: " + damaged);
    }

    @Override
    public void close() {
        packs.close();
        indexes.close();
    }
}
