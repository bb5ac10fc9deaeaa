package dev.profilekeep.backup.check;

import dev.profilekeep.backup.decision.Decisions;
import dev.profilekeep.backup.live.MergedIndex;
import dev.profilekeep.backup.live.SnapshotMaps;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.storage.StorageException;
import java.io.Closeable;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether all is there that snapshots need, and whether it is what was written; says who misses what, and what to do. Runs beside backups; a prune waits for it, as for a
 * writer. Changes nothing.
 *
 * <p>Memory: 8 bytes for 512 chunks, some 20 for each node of the maps of some hundred containers, 8 for each of four million ids at a time, some 250 for each pack; with {@link CheckExtent#DATA} some 20 for each
 * bundle.
 */
public final class RepositoryCheck {
    private static final Logger LOG = LoggerFactory.getLogger(RepositoryCheck.class);

    private final Repository repository;
    private final SecureRandom random = new SecureRandom();

    public RepositoryCheck(Repository repository) {
        this.repository = repository;
    }

    /**
     * Checks.
     *
     * @param progress told of bytes of packs
     * @throws java.util.concurrent.CancellationException if {@code progress} says so
     * @throws IOException if the storage fails; damage is part of the report
     */
    public CheckReport run(CheckExtent extent, Progress progress) throws IOException {
        Problems problems = new Problems();
        try (@SuppressWarnings("unused")
                Closeable writer = register()) {
            Set<UUID> marked = new FilesCheck(repository, problems).run();
            Decisions.All decisions = repository.decisions().read();
            // Whoever backs up meanwhile publishes packs first and the snapshot last: what was there is looked at the
            // other way round.
            List<UUID> snapshots = repository.snapshots().newestFirst();
            repository.chunks().refresh();
            PacksCheck packs = new PacksCheck(repository.files(), repository.chunks(), problems);
            try (MergedIndex index = MergedIndex.openSound(repository.files())) {
                index.damaged().forEach((id, why) -> problems.add(ProblemKind.INDEX, "indexes/" + id, why));
                packs.run(index, marked, extent, progress);
                MapsCheck maps = new MapsCheck(index, packs, problems, extent, progress, repository.chunks(), random);
                maps.run(new SnapshotMaps(
                        repository.snapshots(),
                        snapshots,
                        decisions.standing(),
                        repository.decisions().nowForReading()));
                return report(extent, problems, index, packs, maps);
            }
        }
    }

    /** As a writer, for which a prune waits. Where we may write nothing, without: a prune that others run meanwhile may look like a loss. */
    private Closeable register() throws IOException {
        try {
            return repository.writers().begin("check");
        } catch (StorageException.Unreachable e) {
            throw e;
        } catch (StorageException e) {
            LOG.debug("the check is not registered, for nothing can be written: {}", e.getMessage());
            return () -> {};
        }
    }

    /** Nothing needs a pack that no index lists only if it is known what is needed, and that it does not lie there. */
    private static ProblemKind unlisted(UUID pack, Problems problems, PacksCheck packs, MapsCheck maps)
            throws IOException {
        boolean affected = problems.has(new Problems.Cause(ProblemKind.PACK_UNLISTED, PacksCheck.where(pack)));
        if (affected || maps.isComplete() && !maps.misses()) {
            return ProblemKind.PACK_UNLISTED;
        }
        if (packs.tellOf(pack).isEmpty()) {
            return ProblemKind.PACK; // what is missing may have been there
        }
        return maps.isComplete() ? ProblemKind.PACK_UNLISTED : ProblemKind.PACK_UNKNOWN;
    }

    private static CheckReport report(
            CheckExtent extent, Problems problems, MergedIndex index, PacksCheck packs, MapsCheck maps)
            throws IOException {
        boolean relist = !index.damaged().isEmpty() || problems.hasAffected(ProblemKind.PACK_UNLISTED);
        for (UUID pack : packs.unlisted()) {
            ProblemKind kind = unlisted(pack, problems, packs, maps);
            problems.add(kind, PacksCheck.where(pack), "no index lists it");
            relist |= kind == ProblemKind.PACK_UNKNOWN;
        }
        packs.tellUnlisted(id -> maps.isComplete() && !maps.misses(id));
        var totals = new CheckReport.Totals(
                maps.snapshots(), maps.maps(), index.parts().size(), packs.count(), packs.read(), packs.bytesRead());
        var repairable = new CheckReport.Repairable(
                index.damaged().keySet(),
                packs.unlisted(),
                packs.lost(),
                packs.lostChunks(),
                maps.unlistedChunks(),
                packs.misnamed(),
                maps.broken(),
                relist);
        return new CheckReport(extent, problems.all(), totals, repairable);
    }
}
