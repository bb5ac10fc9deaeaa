package dev.profilekeep.backup.chunk;

import dev.profilekeep.backup.index.IndexEntry;
import dev.profilekeep.backup.index.IndexWriter;
import dev.profilekeep.backup.pack.PackReader;
import dev.profilekeep.backup.prune.PrunePlans;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.seal.SealedWriter;
import dev.profilekeep.backup.store.Draft;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.backup.writer.Writer;
import dev.profilekeep.backup.writer.WriterLostException;
import dev.profilekeep.content.ChunkId;
import dev.profilekeep.content.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds chunks to a repository, as one writer. What was put counts once {@link #flush()} returned. After a failure of the storage nothing more is taken:
 * what was put since the last flush may be lost. Takes some 150 bytes for each chunk that was put since the last index, of which there are at most
 * {@value #MOST_UNLISTED} and a pack's. Safe for several threads.
 */
public final class WriteSession implements ChunkSource, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(WriteSession.class);
    /** Packs without an index are lost work if the process dies: 4 GiB at most. */
    private static final int MOST_UNLISTED_PACKS = 64;

    private static final int MOST_UNLISTED = 1_000_000;

    /** What lies in one pack together, as it is read together. */
    public enum Sort {
        /** Chunks of disks, and bundles of them. */
        CONTENT,
        /** Nodes of maps: a prune reads all of them, and none of the others. */
        NODES
    }

    private final ChunkStore store;
    private final Writer writer;
    private final Set<UUID> avoided = ConcurrentHashMap.newKeySet();
    /** Packs that an index lists, and that are not there, or empty. */
    private final Set<UUID> missing = ConcurrentHashMap.newKeySet();
    /** Put, and not listed in an index of {@link #store} yet. */
    private final Map<ChunkId, IndexEntry> own = new ConcurrentHashMap<>();

    /** Which mark nobody knows what. */
    private final Set<UUID> damagedPlans = ConcurrentHashMap.newKeySet();
    /** Packs of this session. */
    private final Set<UUID> mine = ConcurrentHashMap.newKeySet();

    private final BundleCache bundles = new BundleCache(this);
    private final Set<BundleKeeper> keepers = new CopyOnWriteArraySet<>();
    // what follows is guarded by packs
    private final Map<Sort, FillingPack> packs = new EnumMap<>(Sort.class);
    private final FullPacks full;
    private final List<IndexEntry> unlisted = new ArrayList<>();
    private int unlistedPacks;
    private @Nullable Exception failure;
    private boolean closed;

    private WriteSession(ChunkStore store, Writer writer) {
        this.store = store;
        this.writer = writer;
        this.full = new FullPacks(writer);
    }

    static WriteSession begin(ChunkStore store, Writer writer) throws IOException {
        WriteSession session = new WriteSession(store, writer);
        try {
            session.refresh();
        } catch (IOException | RuntimeException e) {
            writer.close();
            throw e;
        }
        return session;
    }

    /** Who writes. */
    public Writer writer() {
        return writer;
    }

    /**
     * Takes in what others added since. Plans of prunes come first: one that is not there any more has changed the indexes before. What was
     * marked once is avoided until the session ends, as is a pack that an index lists and that is not there. Where a plan cannot be read, that is every pack of others.
     */
    public void refresh() throws IOException {
        Set<UUID> marked = new HashSet<>();
        PrunePlans.All plans = new PrunePlans(store.files()).all();
        plans.plans().forEach(plan -> marked.addAll(plan.packs()));
        avoided.addAll(marked);
        plans.damaged().forEach(plan -> {
            if (damagedPlans.add(plan.id())) {
                LOG.warn(
                        "The plan of a prune cannot be read, so nothing that others stored is relied on, and what is new is stored even if the backup repository has it; the next prune, or 'backup check --repair', gives that plan up: {}",
                        plan.why().getMessage());
            }
        });
        store.refresh();
        Set<UUID> gone = store.indexes().packs();
        gone.removeAll(marked); // a sweep may be moving them just now
        if (!gone.isEmpty()) {
            for (RepositoryFiles.Listed pack : store.files().listed(SealedKind.PACK)) {
                if (PackReader.canBe(pack.file().size())) {
                    gone.remove(pack.id());
                }
            }
        }
        avoided.addAll(gone);
        if (missing.addAll(gone)) {
            LOG.warn("{} packs of the backup repository are missing or empty: {}", missing.size(), missing);
        }
    }

    /** How many packs an index lists that are not there: what lay in them is stored again where it is still to be had. */
    public int missingPacks() {
        return missing.size();
    }

    /**
     * Whether a chunk that was stored before may be named without being put. While no pack is missing, one that is lost by itself is found to be there in one of some 200 cases for each
     * index: with many of them, in one of four. A check finds it, and whom it concerns is read as a whole then.
     */
    public boolean isThere(ChunkId id) throws IOException {
        if (own.containsKey(id)) {
            return true;
        }
        return missing.isEmpty()
                ? store.indexes().mayHave(id)
                : store.indexes().find(id, pack -> !missing.contains(pack)).isPresent();
    }

    /** The name of the chunk with that digest. */
    public ChunkId name(Sha256 digest) {
        return store.name(digest);
    }

    /** Whether a chunk need not be put. */
    public boolean has(ChunkId id) throws IOException {
        return own.containsKey(id) || store.indexes().find(id, this::mayBeNamed).isPresent();
    }

    /** Whether nothing in a pack goes that this session relies on. */
    private boolean mayBeNamed(UUID pack) {
        return !avoided.contains(pack) && (damagedPlans.isEmpty() || mine.contains(pack));
    }

    /**
     * Stores a chunk, unless it was put before.
     *
     * @param stored as {@link dev.profilekeep.backup.pack.ChunkCodec#encode} made it
     */
    public void put(ChunkId id, byte[] stored) throws IOException {
        put(id, stored, Sort.CONTENT);
    }

    /**
     * The same, of a chunk that another sort of pack may hold.
     *
     * @param sort of pack that it goes into
     */
    public void put(ChunkId id, byte[] stored, Sort sort) throws IOException {
        acting(() -> {
            if (own.containsKey(id)) {
                return;
            }
            FillingPack pack = packs.get(sort);
            if (pack == null) {
                pack = FillingPack.begin(store.files());
                mine.add(pack.id());
                packs.put(sort, pack);
            }
            own.put(id, pack.add(id, stored));
            if (pack.isFull()) {
                publishPack(sort);
                takePublished(false);
                if (unlistedPacks >= MOST_UNLISTED_PACKS || unlisted.size() >= MOST_UNLISTED) {
                    publishIndex();
                }
            }
        });
    }

    private interface Act {
        void run() throws IOException;
    }

    /** One at a time; after one failed, no other. */
    private void acting(Act act) throws IOException {
        synchronized (packs) {
            requireUsable();
            try {
                act.run();
            } catch (IOException | RuntimeException e) {
                failure = e;
                throw e;
            }
        }
    }

    private void requireUsable() throws IOException {
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
        if (failure instanceof WriterLostException lost) {
            throw lost;
        }
        if (failure != null) {
            throw new RepositoryFault.EndedException(failure);
        }
    }

    private void takePublished(boolean all) throws IOException {
        for (List<IndexEntry> pack : full.published(all)) {
            unlisted.addAll(pack);
            unlistedPacks++;
        }
    }

    /** Begins to. */
    private void publishPack(Sort sort) {
        FillingPack pack = packs.remove(sort);
        if (pack != null) {
            full.add(pack);
        }
    }

    private void publishIndex() throws IOException {
        if (unlisted.isEmpty()) {
            return;
        }
        unlisted.sort(null);
        UUID id = UUID.randomUUID();
        publishFile(SealedKind.INDEX, id, target -> {
            IndexWriter index = new IndexWriter(target, unlisted.size());
            for (IndexEntry entry : unlisted) {
                index.add(entry);
            }
            index.finish();
        });
        if (store.indexes().add(id)) { // listed there before they are forgotten here
            unlisted.forEach(entry -> own.remove(entry.id()));
        }
        unlisted.clear();
        unlistedPacks = 0;
    }

    /** What a file is to say. */
    public interface Saying {
        /** Says it; what it leaves open is finished. */
        void say(SealedWriter target) throws IOException;
    }

    /**
     * Publishes a file that names what was flushed before. Should the writer be found not to count afterwards, the file is removed again: what it
     * names may be gone.
     *
     * @throws WriterLostException if the writer does not count any more
     */
    public void publish(SealedKind kind, UUID id, Saying saying) throws IOException {
        acting(() -> publishFile(kind, id, saying));
    }

    private void publishFile(SealedKind kind, UUID id, Saying saying) throws IOException {
        RepositoryFiles files = store.files();
        try (Draft draft = files.begin(kind, id)) {
            saying.say(draft.writer());
            draft.prepare(); // what is written after the writer was found to count would make the draft young again
            writer.requireCounted();
            draft.publish();
        }
        try {
            writer.requireCounted();
        } catch (WriterLostException e) {
            files.remove(kind, id);
            throw e;
        }
    }

    /**
     * A chunk; also one of this session. If its pack is still being filled, that ends it.
     *
     * @throws ChunkMissingException if no pack that is there has it
     */
    @Override
    public byte[] get(ChunkId id) throws IOException {
        IndexEntry entry = own.get(id);
        if (entry == null) {
            return store.get(id);
        }
        acting(() -> {
            for (Sort sort : Sort.values()) {
                FillingPack pack = packs.get(sort);
                if (pack != null && pack.id().equals(entry.pack())) {
                    publishPack(sort);
                }
            }
            if (full.holds(entry.pack())) {
                takePublished(true);
            }
        });
        return store.read(entry);
    }

    /** Begins to keep the content of one container. */
    public BundleKeeper keeper() {
        BundleKeeper keeper = new BundleKeeper(this, store.random());
        keepers.add(keeper);
        return keeper;
    }

    /** For all its keepers. */
    BundleCache bundles() {
        return bundles;
    }

    void forget(BundleKeeper keeper) {
        keepers.remove(keeper);
    }

    /** Makes all that was put, and all bundles, durable and known: when this returned, snapshots may name them. */
    public void flush() throws IOException {
        for (BundleKeeper keeper : keepers) {
            keeper.flush();
        }
        acting(() -> {
            for (Sort sort : Sort.values()) {
                publishPack(sort);
            }
            takePublished(true);
            publishIndex();
        });
    }

    /**
     * Makes one index of many small ones, if there are too many; not while a prune is under way, whose work that would undo. That it fails does the
     * session no harm.
     *
     * @return whether it did
     */
    public boolean mergeIndexes() throws IOException {
        synchronized (packs) {
            requireUsable();
            return new IndexMerging(store, this::publishFile).run();
        }
    }

    /** {@link #mergeIndexes}, after all that matters is published: that it fails is told to the log, and the next writer tries again. */
    public void tryToMergeIndexes() {
        try {
            mergeIndexes();
        } catch (IOException e) {
            LOG.warn("The indexes of the backup repository were not merged: {}", e.getMessage());
        }
    }

    /** Ends it. What was put and not flushed is dropped. */
    @Override
    public void close() {
        synchronized (packs) {
            if (closed) {
                return;
            }
            closed = true;
            full.close();
            packs.values().forEach(FillingPack::close);
            packs.clear();
        }
        writer.close();
    }
}
