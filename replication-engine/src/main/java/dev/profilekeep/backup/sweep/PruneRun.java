package dev.profilekeep.backup.sweep;

import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.index.IndexEntry;
import dev.profilekeep.backup.index.IndexMerge;
import dev.profilekeep.backup.index.IndexReader;
import dev.profilekeep.backup.live.LiveEntries;
import dev.profilekeep.backup.live.MergedIndex;
import dev.profilekeep.backup.live.Proof;
import dev.profilekeep.backup.prune.GivingUp;
import dev.profilekeep.backup.prune.PrunePlan;
import dev.profilekeep.backup.prune.PrunePlans;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what no snapshot needs. A run goes on where the last one stopped or died, and stops where it must wait; docs/formats/repository.md has the rules that
 * make it safe beside backups. One at a time: another waits.
 */
public final class PruneRun {
    private static final Logger LOG = LoggerFactory.getLogger(PruneRun.class);
    private static final String PURPOSE = GivingUp.PRUNE;

    private static final UUID NOBODY = new UUID(0, 0);

    private final Repository repository;
    private final RepositoryFiles files;
    private final SafetyMargins margins;
    private final PrunePlanner planner;
    private final PrunePlans plans;
    private final Clocks clocks;

    public PruneRun(Repository repository, SafetyMargins margins) {
        this(repository, margins, SecondClock.OWN);
    }

    /** @param second with which the storage's clock must agree within an hour, or nothing goes */
    public PruneRun(Repository repository, SafetyMargins margins, SecondClock second) {
        this.clocks = new Clocks(repository, second);
        this.repository = repository;
        this.files = repository.files();
        this.margins = margins;
        this.planner = new PrunePlanner(repository, margins);
        this.plans = new PrunePlans(files);
    }

    /**
     * Goes on.
     *
     * @param progress asked whether to go on
     * @throws IOException if something is damaged so that nobody knows what is needed, a sentence; or the storage fails
     */
    public PruneOutcome run(Progress progress) throws IOException {
        Optional<String> other = GivingUp.other(repository.writers(), NOBODY, margins.dead());
        if (other.isPresent()) {
            return new PruneOutcome.Waiting(other.get());
        }
        Optional<String> doubt = clocks.doubt();
        if (doubt.isPresent()) {
            return new PruneOutcome.Waiting(doubt.get());
        }
        new Trash(repository, margins).empty();
        PrunePlans.All all = plans.all();
        if (!all.damaged().isEmpty()) {
            try (WriteSession session = repository.begin(PURPOSE)) {
                new GivingUp(plans, repository.writers()).run(session.writer(), all.damaged());
            } catch (IllegalStateException e) {
                return new PruneOutcome.Waiting(String.valueOf(e.getMessage()));
            }
        }
        new Waits(repository, margins).dropOrphans();
        List<PrunePlan> published = all.plans();
        if (published.isEmpty()) {
            published = mark(progress);
        }
        for (PrunePlan plan : published) {
            Optional<String> wait = new Waits(repository, margins).reason(plan);
            if (wait.isPresent()) {
                return new PruneOutcome.Waiting(wait.get());
            }
        }
        return sweep(published, progress);
    }

    /** @return the plan, or nothing if no pack goes */
    private List<PrunePlan> mark(Progress progress) throws IOException {
        Forgotten forgotten = Forgotten.read(repository);
        Set<UUID> packs = new HashSet<>();
        try (MergedIndex index = MergedIndex.open(files)) {
            PrunePlanner.Found found = planner.plan(forgotten, index, progress);
            packs.addAll(found.estimate().unneeded());
            packs.addAll(found.estimate().sparse());
            packs.addAll(found.estimate().absent());
            packs.removeAll(planner.copy(found, index));
        }
        if (packs.isEmpty()) {
            return List.of();
        }
        PrunePlan plan = new PrunePlan(
                UUID.randomUUID(),
                StoredFile.toInstant(repository.storageClock().now()),
                packs);
        plans.publish(plan);
        return List.of(plan);
    }

    /** Nobody is there any more who could rely on what is marked without having a snapshot: who needs it now is known, and all that ever will. */
    private PruneOutcome sweep(List<PrunePlan> published, Progress progress) throws IOException {
        Set<UUID> marked = new HashSet<>();
        published.forEach(plan -> marked.addAll(plan.packs()));
        try (WriteSession session = repository.begin(PURPOSE)) {
            Optional<String> other =
                    GivingUp.other(repository.writers(), session.writer().file().id(), margins.dead());
            if (other.isPresent()) {
                return new PruneOutcome.Waiting(other.get());
            }
            if (!plans.all().plans().containsAll(published)) {
                return new PruneOutcome.Waiting(
                        "Its plan was given up meanwhile, or cannot be read any more: run it again, and it begins anew.");
            }
            Optional<String> doubt = clocks.doubt();
            if (doubt.isPresent()) {
                return new PruneOutcome.Waiting(doubt.get());
            }
            Forgotten forgotten = Forgotten.read(repository);
            Set<UUID> going = new HashSet<>(marked);
            Map<UUID, StoredFile> packs = planner.packs();
            if (!marked.isEmpty()) {
                Needed needed = needed(forgotten, packs, marked, progress);
                going.removeAll(needed.packs());
                unlist(session, going, needed.unsound());
            }
            Set<UUID> snapshots = forgotten.whole();
            long time = repository.storageClock().now();
            for (UUID snapshot : snapshots) {
                session.writer().requireCounted();
                files.toTrash(SealedKind.SNAPSHOT, snapshot, time);
            }
            int removed = 0;
            long bytes = 0;
            for (UUID pack : going) {
                StoredFile file = packs.get(pack);
                if (file != null) {
                    session.writer().requireCounted();
                    files.toTrash(SealedKind.PACK, pack, time);
                    removed++;
                    bytes += file.size();
                }
            }
            Set<UUID> ended = new HashSet<>();
            published.forEach(plan -> ended.add(plan.id()));
            new Waits(repository, margins).end(ended);
            for (UUID plan : ended) {
                plans.remove(plan);
            }
            tidy(forgotten, snapshots, session.writer().file().id());
            repository.chunks().refresh();
            return new PruneOutcome.Ended(removed, marked.size() - going.size(), snapshots.size(), bytes);
        }
    }

    /**
     * What stays.
     *
     * @param packs that were marked, and hold something that is needed and cannot be had from any other
     * @param unsound places that cannot be read of what can be had from another: an index must not lead there alone
     */
    private record Needed(Set<UUID> packs, Set<IndexEntry> unsound) {}

    /** What is needed is read where it stays before it is given up elsewhere. */
    private Needed needed(Forgotten forgotten, Map<UUID, StoredFile> packs, Set<UUID> marked, Progress progress)
            throws IOException {
        try (MergedIndex index = MergedIndex.open(files);
                SoundChunks sound = new SoundChunks(repository)) {
            LiveEntries live = planner.live(forgotten, index, packs, progress);
            Set<UUID> unlisted = new HashSet<>(marked);
            unlisted.removeAll(index.packs());
            Set<UUID> needed = new HashSet<>();
            SoundChunks.Told told = sound.tell(live.isComplete() ? unlisted : Set.of());
            unlisted.removeAll(told.packs());
            needed.addAll(unlisted); // what is missing may lie there, or they are so many that the next prune looks
            if (!live.isComplete()) {
                index.packs().stream()
                        .filter(pack -> marked.contains(pack) && !packs.containsKey(pack))
                        .forEach(needed::add); // or in one that somebody puts back
            }
            Proof proof = entry -> {
                if (!progress.at(0, 0)) {
                    throw new CancellationException("the prune was ended");
                }
                return sound.canBeRead(entry);
            };
            LiveEntries.Choice choice = live.choose(packs::containsKey, marked::contains, proof, told.entries());
            choice.uses().forEach((pack, use) -> {
                if (use.chunks() > 0 && marked.contains(pack)) {
                    needed.add(pack);
                }
            });
            return new Needed(needed, choice.unsound());
        }
    }

    /** Takes packs out of the indexes, and places that cannot be read: those that list some become one that does not. Of each chunk one place is left in that. */
    private void unlist(WriteSession session, Set<UUID> going, Set<IndexEntry> unsound) throws IOException {
        Set<UUID> concerned = new HashSet<>(going);
        unsound.forEach(entry -> concerned.add(entry.pack()));
        List<UUID> old = new ArrayList<>();
        try (MergedIndex index = MergedIndex.open(files)) {
            List<IndexReader> listing = new ArrayList<>();
            for (MergedIndex.Part part : index.parts()) {
                if (part.reader().packs().stream().anyMatch(concerned::contains)) {
                    listing.add(part.reader());
                    old.add(part.id());
                }
            }
            if (!listing.isEmpty()) {
                session.publish(
                        SealedKind.INDEX,
                        UUID.randomUUID(),
                        target -> IndexMerge.write(
                                listing, entry -> !going.contains(entry.pack()) && !unsound.contains(entry), target));
            }
        }
        for (UUID index : old) {
            session.writer().requireCounted();
            files.remove(SealedKind.INDEX, index);
        }
    }

    /** What killed writers began, packs above all. While another writer lives they stay: one that stores almost nothing leaves the draft of a pack unwritten for as long. */
    private void dropLeft(UUID self) throws IOException {
        boolean others = repository.writers().list().stream()
                .anyMatch(writer -> !writer.id().equals(self) && writer.age().compareTo(margins.dead()) <= 0);
        if (others) {
            return;
        }
        Instant now = StoredFile.toInstant(repository.storageClock().now());
        Duration left = margins.unlisted().compareTo(margins.dead()) > 0 ? margins.unlisted() : margins.dead();
        for (StoredFile draft : files.drafts()) {
            if (Duration.between(draft.lastWritten(), now).compareTo(left) >= 0) {
                try {
                    files.removeDraft(draft);
                } catch (StorageException.Busy | StorageException.Denied e) {
                    LOG.warn("What a writer left that was killed cannot be removed: {}", e.getMessage());
                }
            }
        }
    }

    private void tidy(Forgotten forgotten, Set<UUID> trashed, UUID self) throws IOException {
        dropLeft(self);
        Set<UUID> inTrash = new HashSet<>(trashed);
        files.trash().forEach(file -> inTrash.add(file.id()));
        for (UUID decision : forgotten.idle(margins.trash(), inTrash)) {
            repository.decisions().remove(decision);
        }
    }
}
