package dev.profilekeep.backup.sweep;

import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.live.LiveEntries;
import dev.profilekeep.backup.live.MergedIndex;
import dev.profilekeep.backup.pack.ChunkCodec;
import dev.profilekeep.backup.pack.PackReader;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what a repository holds that no snapshot needs. Only reads. */
public final class PrunePlanner {
    private static final Logger LOG = LoggerFactory.getLogger(PrunePlanner.class);

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
        LiveEntries live = live(forgotten, index, packs, progress);
        Set<UUID> listed = index.packs();
        Set<UUID> unlisted = live.isComplete() ? unlisted(packs, listed) : Set.of();
        SoundChunks.Told told;
        LiveEntries.Choice choice;
        try (SoundChunks sound = new SoundChunks(repository)) {
            told = sound.tell(unlisted);
            choice = live.choose(packs::containsKey, pack -> true, sound::canBeOpened, told.entries());
        }
        Set<UUID> unneeded = new HashSet<>();
        Set<UUID> sparse = new HashSet<>();
        long copied = 0;
        long freed = 0;
        long kept = 0;
        for (Map.Entry<UUID, StoredFile> pack : packs.entrySet()) {
            UUID id = pack.getKey();
            long size = pack.getValue().size();
            LiveEntries.Use use = choice.uses().get(id);
            long needed = use == null ? 0 : use.bytes() + use.chunks() * PackReader.TOLD;
            boolean known = listed.contains(id);
            if (known ? needed == 0 : use == null && told.packs().contains(id)) {
                unneeded.add(id);
                freed += size;
            } else if (known && needed < PackReader.content(size) * margins.liveShare()) {
                sparse.add(id);
                copied += needed;
                freed += size - needed;
            } else {
                kept += size;
            }
        }
        Set<UUID> absent = new HashSet<>();
        if (live.isComplete()) { // if not, what is missing may come back with them
            absent.addAll(listed);
            absent.removeAll(packs.keySet());
        }
        return new Found(new PruneEstimate(forgotten.whole(), unneeded, sparse, absent, copied, freed, kept), choice);
    }

    /** Packs that no index lists, but those that somebody may be about to list. */
    private Set<UUID> unlisted(Map<UUID, StoredFile> packs, Set<UUID> listed) throws IOException {
        Instant now = StoredFile.toInstant(repository.storageClock().now());
        Set<UUID> unlisted = new HashSet<>();
        packs.forEach((id, file) -> {
            Duration age = Duration.between(file.lastWritten(), now);
            if (!listed.contains(id) && age.compareTo(margins.unlisted()) >= 0) {
                unlisted.add(id);
            }
        });
        return unlisted;
    }

    /** @param packs as they were listed before */
    LiveEntries live(Forgotten forgotten, MergedIndex index, Map<UUID, StoredFile> packs, Progress progress)
            throws IOException {
        return LiveEntries.find(
                index,
                pack -> {
                    StoredFile file = packs.get(pack);
                    return file != null && PackReader.canBe(file.size());
                },
                forgotten.others(),
                repository.content(),
                repository.chunks()::name,
                random,
                progress);
    }

    Map<UUID, StoredFile> packs() throws IOException {
        Map<UUID, StoredFile> packs = new HashMap<>();
        repository.files().listed(SealedKind.PACK).forEach(pack -> packs.put(pack.id(), pack.file()));
        return packs;
    }

    /**
     * Copies what is needed of sparse packs. Durable when this returned.
     *
     * @return those of which something cannot be read: they must stay
     */
    Set<UUID> copy(Found found, MergedIndex index) throws IOException {
        Set<UUID> sparse = found.estimate().sparse();
        Set<UUID> unreadable = new HashSet<>();
        if (sparse.isEmpty()) {
            return unreadable;
        }
        try (SoundChunks sound = new SoundChunks(repository);
                WriteSession session = repository.begin("prune")) {
            index.forEach((number, entry) -> {
                UUID pack = entry.pack();
                if (!found.choice().stays().get(number) || !sparse.contains(pack) || unreadable.contains(pack)) {
                    return;
                }
                Optional<byte[]> chunk = sound.read(entry);
                if (chunk.isEmpty()) {
                    LOG.warn(
                            "A pack stays as it is, for something in it cannot be read; check the repository: {}",
                            pack);
                    unreadable.add(pack);
                    return;
                }
                boolean node = found.choice().nodes().get(number);
                session.put(
                        entry.id(),
                        ChunkCodec.encode(chunk.get()),
                        node ? WriteSession.Sort.NODES : WriteSession.Sort.CONTENT);
            });
            session.flush();
        }
        return unreadable;
    }
}
