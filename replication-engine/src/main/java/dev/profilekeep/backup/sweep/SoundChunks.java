package dev.profilekeep.backup.sweep;

import dev.profilekeep.backup.index.IndexEntry;
import dev.profilekeep.backup.pack.PackDamagedException;
import dev.profilekeep.backup.pack.PackReader;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.seal.SealException;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.storage.StorageException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads chunks that a prune is about to rely on, and believes no name. Keeps some packs open. One thread. */
final class SoundChunks implements Closeable {
    /** Packs that are open while chunks are read, which come in the order of their names. */
    private static final int MOST_OPEN = 256;
    /** Entries of packs that no index lists, some 100 bytes of memory each. */
    private static final int MOST_TOLD = 500_000;

    private final Repository repository;
    private final Map<UUID, RepositoryFiles.Opened> open = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<UUID, Boolean> opened = new HashMap<>();

    SoundChunks(Repository repository) {
        this.repository = repository;
    }

    /** Whether a pack can be opened: cheap, and remembered. What lies in its middle may be damaged all the same. */
    boolean canBeOpened(IndexEntry entry) throws IOException {
        Boolean known = opened.get(entry.pack());
        if (known == null) {
            known = triedHere(() -> pack(entry.pack())).isPresent();
            opened.put(entry.pack(), known);
        }
        return known;
    }

    /** Whether a chunk can be had from where an index says. */
    boolean canBeRead(IndexEntry entry) throws IOException {
        return read(entry).isPresent();
    }

    /** A chunk, if it is whole, and the one of that name: a bundle's name comes from nothing, so there the pack must say the same as the index. */
    Optional<byte[]> read(IndexEntry entry) throws IOException {
        return triedHere(() -> {
            PackReader pack = pack(entry.pack());
            byte[] chunk = pack.chunk(entry);
            boolean right = repository.chunks().name(Sha256.of(chunk)).equals(entry.id())
                    || pack.entries().contains(entry);
            return right ? chunk : null;
        });
    }

    /**
     * What lies in packs that no index lists.
     *
     * @param entries in the order of the chunks
     * @param packs that were looked at, or cannot be read; more than that would take too much memory at once
     */
    record Told(List<IndexEntry> entries, Set<UUID> packs) {}

    /** @param packs that no index lists */
    Told tell(Iterable<UUID> packs) throws IOException {
        List<IndexEntry> entries = new ArrayList<>();
        Set<UUID> looked = new HashSet<>();
        for (UUID pack : packs) {
            if (entries.size() >= MOST_TOLD) {
                break;
            }
            tried(() -> pack(pack).entries()).ifPresent(entries::addAll);
            looked.add(pack);
        }
        entries.sort(null);
        return new Told(entries, looked);
    }

    private interface Reading<T> {
        @Nullable
        T read() throws IOException;
    }

    /** Empty where what is there cannot be read; a storage that fails is another matter. */
    private static <T> Optional<T> tried(Reading<T> reading) throws IOException {
        try {
            return Optional.ofNullable(reading.read());
        } catch (SealException | PackDamagedException | EOFException | StorageException.NotFound e) {
            return Optional.empty();
        }
    }

    /** As {@link #tried}; a sector that cannot be read makes the place one that nobody relies on, not a prune that never ends. */
    private static <T> Optional<T> triedHere(Reading<T> reading) throws IOException {
        try {
            return tried(reading);
        } catch (StorageException.Failed e) {
            return Optional.empty();
        }
    }

    private PackReader pack(UUID id) throws IOException {
        RepositoryFiles.Opened file = open.get(id);
        if (file == null) {
            if (open.size() == MOST_OPEN) {
                RepositoryFiles.Opened eldest =
                        open.remove(open.keySet().iterator().next());
                if (eldest != null) {
                    eldest.close();
                }
            }
            file = repository.files().open(SealedKind.PACK, id);
            open.put(id, file);
        }
        return new PackReader(id, file.reader());
    }

    @Override
    public void close() throws IOException {
        for (RepositoryFiles.Opened file : open.values()) {
            file.close();
        }
        open.clear();
    }
}
