package dev.profilekeep.backup.check;

import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.decision.Standing;
import dev.profilekeep.backup.index.IndexEntry;
import dev.profilekeep.backup.index.IndexMerge;
import dev.profilekeep.backup.index.IndexWriter;
import dev.profilekeep.backup.live.MergedIndex;
import dev.profilekeep.backup.pack.PackDamagedException;
import dev.profilekeep.backup.pack.PackReader;
import dev.profilekeep.backup.prune.GivingUp;
import dev.profilekeep.backup.prune.PrunePlans;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.seal.SealException;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.snapshot.ContainerFacts;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.backup.snapshot.SnapshotDamagedException;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.backup.writer.Writers;
import dev.profilekeep.content.MapDamagedException;
import dev.profilekeep.content.MapReader;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Repairs what a check found: indexes are made anew from the packs, chunks that are lost are taken out of them so that the next full backup stores again what is still on the
 * containers, and what dead writers left is dropped. No pack and no snapshot is touched, so nothing is lost by it. Ended anywhere, it can be run again after a new check.
 */
public final class RepositoryRepair {
    /** Entries of an index that is made anew, of some 100 bytes of memory each. */
    private static final int MOST_ENTRIES = 1_000_000;

    private final Repository repository;

    public RepositoryRepair(Repository repository) {
        this.repository = repository;
    }

    /**
     * What was done.
     *
     * @param packsListed that no sound index listed
     * @param indexesReplaced without what is lost
     * @param indexesRemoved as they were damaged
     * @param givenUp backups of which a part of the map is lost for good
     * @param plansGivenUp of prunes, as they cannot be read
     */
    public record Repaired(
            int packsListed,
            int indexesReplaced,
            int indexesRemoved,
            int writersRemoved,
            int draftsRemoved,
            int givenUp,
            int plansGivenUp) {}

    /**
     * What would be done by {@link #run}, in that order; each a sentence.
     *
     * @param report of a check that ended just now
     */
    public List<String> plan(CheckReport report) {
        CheckReport.Repairable what = report.repairable();
        List<String> steps = new ArrayList<>();
        if (report.problems().stream().anyMatch(problem -> problem.kind() == ProblemKind.PRUNE_PLAN)) {
            steps.add(
                    "Give up the plans of prunes that cannot be read: nothing is removed by that, the next prune begins anew.");
        }
        if (what.relist() && !what.unlisted().isEmpty()) {
            steps.add("List " + what.unlisted().size() + " packs in an index that is made anew.");
        }
        if (!what.misnamed().isEmpty()) {
            steps.add("List what lies in " + what.misnamed().size()
                    + " packs that bear the names of others under the names that they have now.");
        }
        if (!what.unlistedChunks().isEmpty()) {
            steps.add("List " + what.unlistedChunks().size() + " chunks again that lie whole in their packs.");
        }
        if (!what.lostPacks().isEmpty() || !what.lostChunks().isEmpty()) {
            steps.add("Take out of the indexes what lay in " + what.lostPacks().size() + " lost packs, and "
                    + what.lostChunks().size() + " other chunks that cannot be read.");
        }
        if (!what.indexes().isEmpty()) {
            steps.add("Remove " + what.indexes().size() + " damaged indexes.");
        }
        if (givesUp(what)) {
            steps.add("Give up what is lost of the maps of " + what.maps().size()
                    + " backups: prunes go on then, and what is left of these backups stays.");
        }
        if (report.problems().stream().anyMatch(problem -> problem.kind() == ProblemKind.WRITER_DEAD)) {
            steps.add("Remove the files of dead writers.");
        }
        if (report.problems().stream().anyMatch(problem -> problem.kind() == ProblemKind.DRAFT)) {
            steps.add("Remove what was begun and not finished.");
        }
        return steps;
    }

    /** Not while indexes are made anew: a check after that tells whether it is found again. */
    private static boolean givesUp(CheckReport.Repairable what) {
        return !what.relist()
                && what.unlistedChunks().isEmpty()
                && what.misnamed().isEmpty()
                && !what.maps().isEmpty();
    }

    private static boolean loses(CheckReport.Repairable what) {
        return !what.lostPacks().isEmpty()
                || !what.lostChunks().isEmpty()
                || !what.misnamed().isEmpty();
    }

    /**
     * Repairs.
     *
     * @param report of a check that ended just now
     * @throws IllegalStateException if a prune, or another repair, is under way
     */
    public Repaired run(CheckReport report) throws IOException {
        CheckReport.Repairable what = report.repairable();
        try (WriteSession session = repository.begin(GivingUp.REPAIR)) {
            PrunePlans plans = new PrunePlans(repository.files());
            PrunePlans.All published = plans.all();
            int plansGivenUp = new GivingUp(plans, repository.writers()).run(session.writer(), published.damaged());
            if (!published.plans().isEmpty()) {
                throw new IllegalStateException(
                        "a prune of the backup repository is under way: run it to its end, then check and repair");
            }
            int listed = what.relist() ? list(session, what, what.unlisted()) : 0;
            publish(session, new ArrayList<>(what.unlistedChunks()));
            int replaced = loses(what) ? replace(session, what) : 0;
            // who dies before leaves them unlisted, which the next check tells of
            listed += list(session, what, what.misnamed());
            for (UUID damaged : what.indexes()) {
                repository.files().remove(SealedKind.INDEX, damaged);
            }
            repository.chunks().refresh();
            int givenUp = givesUp(what) ? giveUp(what) : 0;
            int writers = removeDead();
            int drafts = removeLeft();
            return new Repaired(listed, replaced, what.indexes().size(), writers, drafts, givenUp, plansGivenUp);
        }
    }

    private int list(WriteSession session, CheckReport.Repairable what, Set<UUID> which) throws IOException {
        List<IndexEntry> entries = new ArrayList<>();
        int packs = 0;
        for (UUID pack : which) {
            try (RepositoryFiles.Opened opened = repository.files().open(SealedKind.PACK, pack)) {
                for (IndexEntry entry : new PackReader(pack, opened.reader()).entries()) {
                    if (!isLost(what, entry)) {
                        entries.add(entry);
                    }
                }
                packs++;
            } catch (SealException | PackDamagedException | StorageException.NotFound e) {
                continue; // the check told of it
            }
            if (entries.size() >= MOST_ENTRIES) {
                publish(session, entries);
            }
        }
        publish(session, entries);
        return packs;
    }

    private static void publish(WriteSession session, List<IndexEntry> entries) throws IOException {
        if (entries.isEmpty()) {
            return;
        }
        entries.sort(null);
        session.publish(SealedKind.INDEX, UUID.randomUUID(), target -> {
            IndexWriter index = new IndexWriter(target, entries.size());
            IndexEntry last = null;
            for (IndexEntry entry : entries) {
                if (last == null || !last.id().equals(entry.id())) {
                    index.add(entry);
                }
                last = entry;
            }
            index.finish();
        });
        entries.clear();
    }

    private static boolean isLost(CheckReport.Repairable what, IndexEntry entry) {
        return what.lostPacks().contains(entry.pack()) || what.lostChunks().contains(entry);
    }

    private int replace(WriteSession session, CheckReport.Repairable what) throws IOException {
        Predicate<IndexEntry> keep =
                entry -> !isLost(what, entry) && !what.misnamed().contains(entry.pack());
        int replaced = 0;
        try (MergedIndex index = MergedIndex.openSound(repository.files())) {
            for (MergedIndex.Part part : index.parts()) {
                boolean[] loses = {false};
                part.reader().forEach(entry -> loses[0] |= !keep.test(entry));
                if (loses[0]) {
                    session.publish(
                            SealedKind.INDEX,
                            UUID.randomUUID(),
                            target -> IndexMerge.write(List.of(part.reader()), keep, target));
                    part.file().close();
                    repository.files().remove(SealedKind.INDEX, part.id());
                    replaced++;
                }
            }
        }
        return replaced;
    }

    /** Marks the maps of which a part is nowhere: nobody would prune any more while nobody knows what that part needs. */
    private int giveUp(CheckReport.Repairable what) throws IOException {
        Standing standing = repository.decisions().read().standing();
        int givenUp = 0;
        for (CheckReport.BrokenMap broken : what.maps()) {
            Optional<String> lost = lost(broken);
            if (lost.isPresent() && !standing.isGivenUp(broken.snapshot(), broken.container())) {
                repository
                        .decisions()
                        .decide(
                                "backup check --repair",
                                lost.get(),
                                new Decision.GiveUp(broken.snapshot(), broken.container()));
                givenUp++;
            }
        }
        return givenUp;
    }

    /** Why a map cannot be read as a whole; empty if it can, or is gone. */
    private Optional<String> lost(CheckReport.BrokenMap broken) throws IOException {
        try (OpenSnapshot snapshot = repository.snapshots().open(broken.snapshot())) {
            List<ContainerFacts> containers = snapshot.containers();
            for (int i = 0; i < containers.size(); i++) {
                if (containers.get(i).identity().key().equals(broken.container())) {
                    new MapReader(repository.content()).forEachNode(snapshot.map(i), node -> {});
                }
            }
            return Optional.empty();
        } catch (StorageException.NotFound e) {
            return Optional.empty();
        } catch (SealException | SnapshotDamagedException | MapDamagedException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private int removeDead() throws IOException {
        int removed = 0;
        for (Writers.Found writer : repository.writers().list()) {
            if (writer.age().compareTo(FilesCheck.DEAD) > 0) {
                repository.writers().remove(writer.id());
                removed++;
            }
        }
        return removed;
    }

    private int removeLeft() throws IOException {
        Instant now = StoredFile.toInstant(repository.storageClock().now());
        int removed = 0;
        for (StoredFile draft : repository.files().drafts()) {
            if (FilesCheck.isLeft(draft, now)) {
                repository.files().removeDraft(draft);
                removed++;
            }
        }
        return removed;
    }
}
