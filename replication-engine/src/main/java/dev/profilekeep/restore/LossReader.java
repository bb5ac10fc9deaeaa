package dev.profilekeep.restore;

import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.restore.SnapshotDisk;
import dev.profilekeep.content.ContentKeeper;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.DiskDifference;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.content.TemporaryNodes;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.restore.RestoreRefusal.Why;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.EOFException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Reads what of the present disk is not in a snapshot, without being in anybody's way. Files whose records did not change are not read. */
final class LossReader {
    private final ContentReader reader;
    private final Clock clock;

    LossReader(ContentReader reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
    }

    /** @throws CancellationException if it was stopped */
    Lost read(
            Repository repository,
            SnapshotDisk before,
            StorageProvider storage,
            RestoreTarget target,
            RestoreProgress progress)
            throws IOException, RefusedException {
        try (SlicedFile file = new SlicedFile(storage, target.path(), SlicedFile.STANDARD)) {
            VirtualDisk now = Containers.open(file);
            if (now.hasParent()) {
                throw new RefusedException(
                        Why.DIFFERENCE_DISK,
                        target.path() + " at " + target.locationId()
                                + " is a difference disk, a part of another: it is not replaced");
            }
            return compare(repository, before, now, target.lastWritten(), progress);
        } catch (SlicedFile.MovedException e) {
            throw new RefusedException(
                    Why.LOCKED, "somebody writes to the copy at " + target.locationId() + ": wait for the sign-off");
        } catch (DiskException | EOFException e) {
            return unknown(target.lastWritten(), "the present disk cannot be read: " + e.getMessage());
        }
    }

    private static Lost unknown(Instant lastWritten, String why) {
        return new Lost(lastWritten, why, 0, List.of(), 0);
    }

    private Lost compare(
            Repository repository, SnapshotDisk before, VirtualDisk now, Instant lastWritten, RestoreProgress progress)
            throws IOException {
        try (TemporaryNodes added = TemporaryNodes.open()) {
            MixedNodes nodes = new MixedNodes(repository.content(), added);
            ContentMap map = new MapMaker<>(
                            nodes, reader, ContentKeeper.NOTHING, before.map().sizes(), clock)
                    .make(now, before.map(), MapMaker.Extent.CHANGED, (done, total) -> {
                        if (!progress.at(RestoreProgress.Phase.COMPARING, done, total)) {
                            throw new CancellationException("stopped");
                        }
                        return true;
                    })
                    .map();
            if (!map.rules().equals(before.map().rules())) {
                List<String> reasons = map.rawReasons().isEmpty() ? before.map().rawReasons() : map.rawReasons();
                return unknown(
                        lastWritten,
                        (map.rawReasons().isEmpty() ? "the disk was then" : "the disk is now")
                                + " in a state in which its files cannot be told: " + String.join("; ", reasons));
            }
            DiskDifference difference = DiskDifference.between(nodes, before.disk(), before.map(), now, map);
            return new Lost(lastWritten, "", difference.bytes(), difference.files(), difference.moreFiles());
        }
    }
}
