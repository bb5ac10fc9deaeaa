package dev.profilekeep.backup.check;

import dev.profilekeep.backup.chunk.ChunkStore;
import dev.profilekeep.backup.index.IndexEntry;
import dev.profilekeep.backup.live.LongSet;
import dev.profilekeep.backup.live.MergedIndex;
import dev.profilekeep.backup.live.NeededIds;
import dev.profilekeep.backup.pack.PackDamagedException;
import dev.profilekeep.backup.pack.PackReader;
import dev.profilekeep.backup.seal.SealException;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.content.ChunkId;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.storage.StorageException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;

/** Looks at packs: whether they are there, whether they can be opened, and reads some of them whole. Some 200 bytes of memory for a pack. One thread. */
final class PacksCheck {
    private final RepositoryFiles files;
    private final ChunkStore store;
    private final Problems problems;
    /** What packs say, in bytes, of those that can be opened. */
    private final Map<UUID, Long> sizes = new HashMap<>();

    private final Set<UUID> lost = new HashSet<>();
    private final Set<UUID> unlisted = new HashSet<>();
    private final Set<UUID> trashed = new HashSet<>();
    private final Set<IndexEntry> lostChunks = new HashSet<>();
    /** Of these, what no index lists where it lies, and why it cannot be read. */
    private final Map<IndexEntry, String> unlistedBad = new HashMap<>();
    /** Chunks whose names do not come from their bytes: bundles. */
    private final LongSet unnamed = new LongSet();

    private final MisnamedPacks names = new MisnamedPacks();
    /** The right names of packs that bear those of others. */
    private final Map<UUID, UUID> misnamed = new HashMap<>();

    private int read;
    private long bytesRead;

    PacksCheck(RepositoryFiles files, ChunkStore store, Problems problems) {
        this.files = files;
        this.store = store;
        this.problems = problems;
    }

    /** @param marked by prunes: it is no matter if they are gone, unless somebody needs them */
    void run(MergedIndex index, Set<UUID> marked, CheckExtent extent, Progress progress) throws IOException {
        Set<UUID> listed = index.packs();
        for (RepositoryFiles.Trashed file : files.trash()) { // first: an undo may be bringing them back
            trashed.add(file.id());
        }
        List<RepositoryFiles.Listed> all = files.listed(SealedKind.PACK);
        long total = all.stream()
                .filter(pack -> extent.reads(pack.id().getLeastSignificantBits()))
                .mapToLong(pack -> pack.file().size())
                .sum();
        Set<UUID> untold = new HashSet<>();
        Set<UUID> missing = new HashSet<>(listed);
        for (RepositoryFiles.Listed pack : all) {
            missing.remove(pack.id());
            if (!progress.at(bytesRead, total)) {
                throw new CancellationException("the check was ended");
            }
            boolean whole = extent.reads(pack.id().getLeastSignificantBits());
            if (!look(pack, whole)) {
                untold.add(pack.id());
            }
            if (!listed.contains(pack.id())) {
                unlisted.add(pack.id());
            }
        }
        for (UUID pack : missing) {
            lost.add(pack);
            if (marked.contains(pack)) {
                continue;
            }
            problems.add(missing(pack), where(pack), missingWhy(pack));
        }
        misnamed.putAll(names.find(index, sizes, this::tellOf));
        misnamed.forEach((pack, right) -> problems.add(
                ProblemKind.PACK_MISNAMED, where(pack), "what lies in it is what the indexes know as " + where(right)));
        if (!untold.isEmpty()) {
            index.forEach((number, entry) -> readUntold(untold, entry));
        }
        tellBad(index);
    }

    /** Who misses what is listed is found by the maps; what is not may be taken from elsewhere since. */
    private void tellBad(MergedIndex index) throws IOException {
        if (unlistedBad.isEmpty()) {
            return;
        }
        Map<IndexEntry, String> listed = new HashMap<>();
        index.forEach((number, entry) -> {
            String why = unlistedBad.get(entry);
            if (why != null) {
                listed.put(entry, why);
            }
        });
        listed.forEach((entry, why) -> problems.add(ProblemKind.CHUNK, where(entry.pack()), why));
        unlistedBad.keySet().removeAll(listed.keySet());
    }

    /**
     * Tells of what cannot be read and is not listed, once it is known what is missing.
     *
     * @param known whether somebody who needs a chunk finds it elsewhere, or nobody needs it
     */
    void tellUnlisted(Predicate<ChunkId> known) {
        unlistedBad.forEach((entry, why) -> {
            boolean superseded =
                    !unlisted.contains(entry.pack()) && !misnamed.containsKey(entry.pack()) && known.test(entry.id());
            problems.add(superseded ? ProblemKind.CHUNK_SUPERSEDED : ProblemKind.CHUNK, where(entry.pack()), why);
            if (superseded) {
                lostChunks.remove(entry);
            }
        });
    }

    static String where(UUID pack) {
        return "packs/" + pack.toString().substring(0, 2) + "/" + pack;
    }

    /** @return false if it does not tell what lies in it, so that the indexes must */
    private boolean look(RepositoryFiles.Listed pack, boolean whole) throws IOException {
        try (RepositoryFiles.Opened opened = files.open(SealedKind.PACK, pack.id())) {
            sizes.put(pack.id(), opened.reader().size());
            if (!whole) {
                return true;
            }
            read++;
            bytesRead += pack.file().size();
            PackReader reader = new PackReader(pack.id(), opened.reader());
            List<IndexEntry> entries;
            try {
                entries = reader.entries();
            } catch (SealException | PackDamagedException e) {
                problems.add(ProblemKind.PACK, where(pack.id()), FilesCheck.message(e));
                return false;
            }
            names.said(pack.id(), entries);
            for (IndexEntry entry : entries) {
                read(reader, entry);
            }
        } catch (StorageException.NotFound e) {
            return true; // removed meanwhile; if it is listed, that is told by its absence
        } catch (SealException e) {
            lost.add(pack.id());
            problems.add(ProblemKind.PACK, where(pack.id()), FilesCheck.message(e));
        }
        return true;
    }

    private void read(PackReader reader, IndexEntry entry) throws IOException {
        try {
            byte[] bytes = reader.chunk(entry);
            if (!store.name(Sha256.of(bytes)).equals(entry.id())) {
                unnamed.add(NeededIds.key(entry.id()));
            }
        } catch (SealException | PackDamagedException e) {
            lostChunks.add(entry);
            unlistedBad.put(entry, FilesCheck.message(e)); // as far as is known yet
        }
    }

    private void readUntold(Set<UUID> untold, IndexEntry entry) throws IOException {
        if (untold.contains(entry.pack())) {
            try (RepositoryFiles.Opened opened = files.open(SealedKind.PACK, entry.pack())) {
                read(new PackReader(entry.pack(), opened.reader()), entry);
            }
        }
    }

    /** Whether a chunk can be read where an index says, as far as is known. */
    boolean isUsable(IndexEntry entry) {
        Long size = sizes.get(entry.pack());
        return size != null
                && !misnamed.containsKey(entry.pack())
                && entry.offset() + entry.length() <= size
                && !lostChunks.contains(entry);
    }

    /** Why it cannot. */
    Problems.Cause cause(IndexEntry entry) {
        if (misnamed.containsKey(entry.pack())) {
            return new Problems.Cause(ProblemKind.PACK_MISNAMED, where(entry.pack()));
        }
        if (lostChunks.contains(entry)) {
            return new Problems.Cause(ProblemKind.CHUNK, where(entry.pack()));
        }
        Problems.Cause damaged = new Problems.Cause(ProblemKind.PACK, where(entry.pack()));
        return sizes.containsKey(entry.pack()) || problems.has(damaged)
                ? damaged
                : new Problems.Cause(missing(entry.pack()), where(entry.pack()));
    }

    private ProblemKind missing(UUID pack) {
        return trashed.contains(pack) ? ProblemKind.PACK_IN_TRASH : ProblemKind.PACK_MISSING;
    }

    private String missingWhy(UUID pack) {
        return trashed.contains(pack)
                ? "an index lists it, and it lies in the trash"
                : "an index lists it, and it is not there";
    }

    /** What a pack that no index lists holds; nothing if it does not tell. */
    List<IndexEntry> tellOf(UUID pack) throws IOException {
        try (RepositoryFiles.Opened opened = files.open(SealedKind.PACK, pack)) {
            return new PackReader(pack, opened.reader()).entries();
        } catch (SealException | PackDamagedException | StorageException.NotFound e) {
            return List.of();
        }
    }

    /** The packs that some index lists, of those that are there. */
    Set<UUID> listed() {
        Set<UUID> listed = new HashSet<>(sizes.keySet());
        listed.removeAll(unlisted);
        return listed;
    }

    /** Whether a chunk lies where its pack says. */
    boolean canBeRead(IndexEntry entry) throws IOException {
        try (RepositoryFiles.Opened opened = files.open(SealedKind.PACK, entry.pack())) {
            new PackReader(entry.pack(), opened.reader()).chunk(entry);
            return true;
        } catch (SealException | PackDamagedException | StorageException.NotFound e) {
            return false;
        }
    }

    /** Whether a chunk is a bundle, of those that were read. */
    boolean isUnnamed(long key) {
        return unnamed.contains(key);
    }

    /** Adds a chunk that proved to be unreadable. */
    void lose(IndexEntry entry) {
        if (misnamed.containsKey(entry.pack())) {
            return; // the chunk is whole, elsewhere
        }
        lostChunks.add(entry);
    }

    Set<UUID> lost() {
        return lost;
    }

    /** Those that bear the names of others. */
    Set<UUID> misnamed() {
        return misnamed.keySet();
    }

    Set<UUID> unlisted() {
        return unlisted;
    }

    Set<IndexEntry> lostChunks() {
        return lostChunks;
    }

    int count() {
        return sizes.size();
    }

    int read() {
        return read;
    }

    long bytesRead() {
        return bytesRead;
    }
}
