package dev.profilekeep.backup.estate;

import dev.profilekeep.backup.run.ContainerOutcome;
import dev.profilekeep.backup.snapshot.SnapshotSource;
import dev.profilekeep.catalog.sql.Session;
import java.sql.SQLException;
import java.time.Instant;

/** Keeps of containers what became of them in a snapshot that is there. */
final class Kept {
    private Kept() {}

    /** @return whether it is in the snapshot */
    static boolean record(
            Session session, Due one, String repositoryId, String locationId, ContainerOutcome outcome, Instant now)
            throws SQLException {
        String key = one.identity().key();
        // In use, and read as of a moment that the storage kept: it is backed up as of then.
        boolean inUse = outcome.source().of() instanceof SnapshotSource.OfStorage;
        Instant as = outcome.source().of() instanceof SnapshotSource.OfStorage kept ? kept.taken() : now;
        if (outcome instanceof ContainerOutcome.Stored || outcome instanceof ContainerOutcome.Unchanged) {
            BackedUpContents.record(session, key, locationId, outcome, now);
        }
        if (outcome instanceof ContainerOutcome.Stored stored) {
            ContainerBackups.succeeded(
                    session, key, repositoryId, Outcome.STORED, stored.asWhole(), one.unclean(), inUse, as, now);
            ChangeNights.stored(session, key, repositoryId, stored.written(), now);
            if (one.whole()) {
                ContainerBackups.compared(session, key, stored.missedChunks(), now);
            }
            return true;
        }
        if (outcome instanceof ContainerOutcome.Unchanged) {
            ContainerBackups.succeeded(session, key, repositoryId, Outcome.SAME, false, one.unclean(), inUse, as, now);
            ChangeNights.same(session, key, repositoryId, now);
            return true;
        }
        return false;
    }
}
