package dev.profilekeep.backup.chunk;

import dev.profilekeep.backup.index.IndexDamagedException;
import dev.profilekeep.backup.index.IndexEntry;
import dev.profilekeep.backup.index.IndexReader;
import dev.profilekeep.backup.seal.SealException;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.content.ChunkId;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All indexes of a repository, as they were at the last refresh, the newest first. An index that is damaged is passed over and named: what
 * it alone lists is stored again. Safe for several threads.
 */
final class IndexSet implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexSet.class);

    /** An index and the file it is read from. */
    record Open(RepositoryFiles.Listed listed, RepositoryFiles.Opened file, IndexReader reader) {
        UUID id() {
            return listed.id();
        }

        long written() {
            return listed.file().lastWriteTime();
        }
    }

    private final RepositoryFiles files;
    private final Map<UUID, String> damaged = new ConcurrentHashMap<>();
    /** Held for reading while an index is in use, for writing while some are closed. */
    private final ReadWriteLock use = new ReentrantReadWriteLock();

    private List<Open> open = List.of();

    IndexSet(RepositoryFiles files) {
        this.files = files;
    }

    /**
     * Opens what others added, and lets go of what is not there any more. A file that was removed while somebody has it open is listed on by some
     * servers: each of those that are open here is asked for.
     */
    synchronized void refresh() throws IOException {
        Map<UUID, Open> known = new HashMap<>();
        open.forEach(index -> known.put(index.id(), index));
        List<Open> next = new ArrayList<>();
        List<Open> added = new ArrayList<>();
        try {
            for (RepositoryFiles.Listed listed : files.listed(SealedKind.INDEX)) {
                Open index = known.get(listed.id());
                if (index == null) {
                    tryOpen(listed).ifPresent(added::add);
                } else if (files.find(SealedKind.INDEX, listed.id()).isPresent()) {
                    known.remove(listed.id());
                    next.add(index);
                }
            }
            next.addAll(added);
        } catch (IOException e) {
            added.forEach(IndexSet::letGo);
            throw e;
        }
        exchange(next, List.copyOf(known.values()));
    }

    /**
     * Opens one that was published just now.
     *
     * @return whether it can be used
     */
    synchronized boolean add(UUID id) throws IOException {
        Optional<StoredFile> file = files.find(SealedKind.INDEX, id);
        if (file.isPresent() && !has(id)) {
            List<Open> next = new ArrayList<>(open);
            tryOpen(new RepositoryFiles.Listed(id, file.get())).ifPresent(next::add);
            exchange(next, List.of());
        }
        return has(id);
    }

    /** Lets go of some that are about to be removed: a server may keep a file as long as somebody has it open. */
    synchronized void drop(Set<UUID> ids) {
        List<Open> next = new ArrayList<>();
        List<Open> gone = new ArrayList<>();
        open.forEach(index -> (ids.contains(index.id()) ? gone : next).add(index));
        exchange(next, gone);
    }

    private void exchange(List<Open> next, List<Open> gone) {
        next.sort(Comparator.comparingLong(Open::written).reversed());
        use.writeLock().lock();
        try {
            open = List.copyOf(next);
            gone.forEach(IndexSet::letGo);
        } finally {
            use.writeLock().unlock();
        }
    }

    private static void letGo(Open index) {
        try {
            index.file().close();
        } catch (IOException e) {
            LOG.debug("an index could not be closed: {}", index.reader(), e);
        }
    }

    /** Empty if it is damaged, or gone meanwhile. */
    private Optional<Open> tryOpen(RepositoryFiles.Listed listed) throws IOException {
        RepositoryFiles.Opened file;
        try {
            file = files.open(SealedKind.INDEX, listed.id());
        } catch (StorageException.NotFound e) {
            return Optional.empty();
        } catch (SealException e) {
            damaged(listed.id(), e);
            return Optional.empty();
        }
        try {
            return Optional.of(new Open(listed, file, IndexReader.open(file.reader())));
        } catch (SealException | IndexDamagedException e) {
            file.close();
            damaged(listed.id(), e);
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void damaged(UUID id, IOException why) {
        if (damaged.put(id, String.valueOf(why.getMessage())) == null) {
            LOG.warn(
                    "An index of the backup repository is damaged; what it lists is stored again: {}",
                    why.getMessage());
        }
    }

    /**
     * Where a chunk lies.
     *
     * @param usable whether a pack may be named
     */
    Optional<IndexEntry> find(ChunkId id, Predicate<UUID> usable) throws IOException {
        try {
            return look(id, usable);
        } catch (StorageException.NotFound e) {
            refresh(); // several were made one
            return look(id, usable);
        }
    }

    /** Whether some index may list a chunk; false is sure. Reads nothing, but each filter once. */
    boolean mayHave(ChunkId id) throws IOException {
        use.readLock().lock();
        try {
            for (Open index : open) {
                if (mayHave(index, id)) {
                    return true;
                }
            }
            return false;
        } finally {
            use.readLock().unlock();
        }
    }

    private boolean mayHave(Open index, ChunkId id) throws IOException {
        try {
            return index.reader().mayHave(id);
        } catch (SealException | IndexDamagedException e) {
            damaged(index.id(), e);
            return false;
        } catch (StorageException.NotFound e) {
            return true; // several are being made one, which lists the same
        }
    }

    private Optional<IndexEntry> look(ChunkId id, Predicate<UUID> usable) throws IOException {
        use.readLock().lock();
        try {
            for (Open index : open) {
                Optional<IndexEntry> found = in(index, id);
                if (found.isPresent() && usable.test(found.get().pack())) {
                    return found;
                }
            }
            return Optional.empty();
        } finally {
            use.readLock().unlock();
        }
    }

    private Optional<IndexEntry> in(Open index, ChunkId id) throws IOException {
        try {
            return index.reader().find(id);
        } catch (SealException | IndexDamagedException e) {
            damaged(index.id(), e);
            return Optional.empty();
        }
    }

    /** The packs that some index names. */
    Set<UUID> packs() {
        Set<UUID> packs = new HashSet<>();
        current().forEach(index -> packs.addAll(index.reader().packs()));
        return packs;
    }

    /** As they are now, the newest first; a refresh may close them. */
    List<Open> current() {
        use.readLock().lock();
        try {
            return open;
        } finally {
            use.readLock().unlock();
        }
    }

    /** Whether an index is among them. */
    private boolean has(UUID index) {
        return current().stream().anyMatch(each -> each.id().equals(index));
    }

    /** What is wrong with indexes that cannot be used as a whole, by their ids. */
    Map<UUID, String> damaged() {
        return Map.copyOf(damaged);
    }

    @Override
    public synchronized void close() {
        exchange(new ArrayList<>(), current());
    }
}
