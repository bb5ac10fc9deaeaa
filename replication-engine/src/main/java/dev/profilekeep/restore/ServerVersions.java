package dev.profilekeep.restore;

import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.run.BackupProgress;
import dev.profilekeep.backup.run.BackupResult;
import dev.profilekeep.backup.run.BackupRun;
import dev.profilekeep.backup.run.BackupSource;
import dev.profilekeep.backup.run.ContainerOutcome;
import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.lease.LeasePlaces;
import dev.profilekeep.restore.RestoreProgress.Phase;
import dev.profilekeep.restore.RestoreRefusal.Why;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;

/**
 * What a file server keeps of a container by itself becomes a backup like any other, and is restored as one: it is proved, and it is there still when the server drops its own. Of the
 * server is only read.
 */
final class ServerVersions {
    private final LeasePlaces places;
    private final UnaryOperator<String> locationName;
    private final ContentReader reader;
    private final Clock clock;

    ServerVersions(LeasePlaces places, UnaryOperator<String> locationName, ContentReader reader, Clock clock) {
        this.places = places;
        this.locationName = locationName;
        this.reader = reader;
        this.clock = clock;
    }

    /**
     * @param moment one that the server of the location keeps
     * @throws RefusedException if it does not keep that any more, or what it kept cannot be read
     * @throws CancellationException if it was stopped
     */
    SnapshotHead keep(
            ContainerDetail container,
            String locationId,
            Instant moment,
            Repository repository,
            Initiator initiator,
            RestoreProgress progress)
            throws IOException, RefusedException {
        ContainerRow row = container.row();
        CopyDetail copy = container.copies().stream()
                .filter(one -> one.locationId().equals(locationId))
                .filter(one -> places.isConfigured(locationId))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        Why.NO_COPY, "nothing is known of a copy at " + locationId + ": choose another moment"));
        BackupSource source = new BackupSource(
                        places.storage(locationId, initiator),
                        locationName.apply(locationId),
                        copy.path(),
                        new ContainerIdentity(row.setId(), row.kind(), row.sid(), row.baseName()))
                .asOf(moment);
        requireKept(source, moment);
        BackupProgress shown = one -> (done, total) -> {
            if (!progress.at(Phase.BACKING_UP, done, total)) {
                throw new CancellationException("stopped");
            }
            return true;
        };
        BackupResult result = new BackupRun(repository, reader, ChunkSizes.STANDARD, SlicedFile.STANDARD, clock)
                .run("as the file server kept it", List.of(source), MapMaker.Extent.CHANGED, shown);
        SnapshotHead head = result.snapshot();
        if (head == null || !result.isWhole()) {
            requireKept(source, moment); // it may have gone while it was read
            throw new RefusedException(
                    Why.SNAPSHOT_DAMAGED,
                    "what the file server at " + locationId + " kept of " + moment + " cannot be read (" + why(result)
                            + "): choose another moment");
        }
        return head;
    }

    private static String why(BackupResult result) {
        ContainerOutcome outcome = result.outcomes().get(0);
        if (outcome instanceof ContainerOutcome.Unreadable unreadable) {
            return unreadable.reason();
        }
        return outcome instanceof ContainerOutcome.InUse busy ? busy.reason() : "it is in no backup";
    }

    private static void requireKept(BackupSource source, Instant moment) throws IOException, RefusedException {
        try {
            source.storage().stat(source.path());
        } catch (StorageException.NotFound e) {
            throw new RefusedException(
                    Why.NO_SNAPSHOT,
                    "the file server at " + source.location() + " does not keep what it was at " + moment
                            + " any more: choose another moment");
        }
    }
}
