package dev.profilekeep.backup.sweep;

import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.live.LiveEntries;
import dev.profilekeep.backup.live.MergedIndex;
import dev.profilekeep.backup.pack.ChunkCodec;
import dev.profilekeep.backup.pack.PackReader;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Finds out what a repository holds that no snapshot needs. Only reads. */
public final class PrunePlanner {
    /** Packs that are open while chunks are copied, which come in the order of their names. */
    private static final int MOST_OPEN = 256;

    private final Repository repository;
    private final SafetyMargins margins;
    private final SecureRandom random = new SecureRandom();

    public PrunePlanner(Repository repository, SafetyMargins margins) {
        this.repository = repository;
        this.margins = margins;
    }

    /**
     * What a prune would do now: the dry run.
     *
     * @param progress asked whether to go on
     * @throws IOException if something is damaged so that nobody knows what is needed; a sentence
     */
    public PruneEstimate plan(Progress progress) throws IOException {
        Forgotten forgotten = Forgotten.read(repository);
        try (MergedIndex index = MergedIndex.open(repository.files())) {
            return plan(forgotten, index, progress).estimate();
        }
    }

    /** @param choice what stays where */
    record Found(PruneEstimate estimate, LiveEntries.Choice choice) {}

    /** @param index opened after what is forgotten was read */
    Found plan(Forgotten forgotten, MergedIndex index, Progress progress) throws IOException {
        Map<UUID, StoredFile> packs = packs();
        LiveEntries live = live(forgotten, index, progress);
        LiveEntries.Choice choice = live.choose(packs::containsKey, pack -> true);
        Instant now = StoredFile.toInstant(repository.storageClock().now());
        Set<UUID> unneeded = new HashSet<>();
        Set<UUID> sparse = new HashSet<>();
        long copied = 0;
        long freed = 0;
        long kept = 0;
        for (Map.Entry<UUID, StoredFile> pack : packs.entrySet()) {
            long size = pack.getValue().size();
            LiveEntries.Use use = choice.uses().get(pack.getKey());
            long needed = use == null ? 0 : use.bytes() + use.chunks() * PackReader.TOLD;
            Duration age = Duration.between(pack.getValue().lastWritten(), now);
            if (use == null && (!live.isComplete() || age.compareTo(margins.unlisted()) < 0)) {
                kept += size; // somebody may be about to list it, or an index was lost that did
            } else if (needed == 0) {
                unneeded.add(pack.getKey());
                freed += size;
            } else if (needed < PackReader.content(size) * margins.liveShare()) {
                sparse.add(pack.getKey());
                copied += needed;
                freed += size - needed;
            } else {
                kept += size;
            }
        }
        return new Found(new PruneEstimate(forgotten.whole(), unneeded, sparse, copied, freed, kept), choice);
    }

    LiveEntries live(Forgotten forgotten, MergedIndex index, Progress progress) throws IOException {
        return LiveEntries.find(
                index, forgotten.others(), repository.content(), repository.chunks()::name, random, progress);
    }

    Map<UUID, StoredFile> packs() throws IOException {
        Map<UUID, StoredFile> packs = new HashMap<>();
        repository.files().listed(SealedKind.PACK).forEach(pack -> packs.put(pack.id(), pack.file()));
        return packs;
    }

    /** Copies what is needed of sparse packs. Durable when this returned. */
    void copy(Found found, MergedIndex index) throws IOException {
        Set<UUID> sparse = found.estimate().sparse();
        if (sparse.isEmpty()) {
            return;
        }
        Map<UUID, RepositoryFiles.Opened> open = new HashMap<>();
        try (WriteSession session = repository.begin("prune")) {
            index.forEach((number, entry) -> {
                if (!found.choice().stays().get(number) || !sparse.contains(entry.pack())) {
                    return;
                }
                RepositoryFiles.Opened pack = open.get(entry.pack());
                if (pack == null) {
                    if (open.size() == MOST_OPEN) {
                        close(open);
                    }
                    pack = repository.files().open(SealedKind.PACK, entry.pack());
                    open.put(entry.pack(), pack);
                }
                byte[] chunk = new PackReader(entry.pack(), pack.reader()).chunk(entry);
                boolean node = found.choice().nodes().get(number);
                session.put(
                        entry.id(),
                        ChunkCodec.encode(chunk),
                        node ? WriteSession.Sort.NODES : WriteSession.Sort.CONTENT);
            });
            session.flush();
        } finally {
            close(open);
        }
    }

    private static void close(Map<UUID, RepositoryFiles.Opened> open) throws IOException {
        for (RepositoryFiles.Opened pack : open.values()) {
            pack.close();
        }
        open.clear();
    }
}
