package dev.profilekeep.backup.snapshot;

import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.seal.SealException;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.backup.store.StorageClock;
import dev.profilekeep.backup.writer.WriterFile;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * The snapshots of a repository. They are never changed; what is decided about them later stands elsewhere. Safe for several threads and
 * processes.
 *
 * <p>A map that a new one is to share nodes and content with must be read from a snapshot that was opened after the session began, never from a
 * copy kept elsewhere: what only an older snapshot named may be gone.
 */
public final class Snapshots {
    private final RepositoryFiles files;
    private final StorageClock clock;

    public Snapshots(RepositoryFiles files, StorageClock clock) {
        this.files = files;
        this.clock = clock;
    }

    /**
     * Makes a snapshot known, after all that it names is durable. Nothing may be put into the session meanwhile that the snapshot is to name.
     *
     * @throws dev.profilekeep.backup.writer.WriterLostException if the writer does not count any more; then there is no snapshot
     */
    public SnapshotHead publish(WriteSession session, ShardSnapshot shard) throws IOException {
        session.flush();
        WriterFile writer = session.writer().file();
        return publish(
                session,
                shard,
                new SnapshotHead(
                        UUID.randomUUID(), now(), writer.id(), writer.host(), writer.purpose(), shard.shard()));
    }

    /**
     * The same of one that was copied from another repository: it has the moment, the host and the purpose of the original.
     *
     * @param repository that it was copied from
     * @param original as it stands there; of a copy, what that is a copy of counts
     */
    public SnapshotHead publishCopy(WriteSession session, ShardSnapshot shard, UUID repository, SnapshotHead original)
            throws IOException {
        session.flush();
        SnapshotOrigin first = original.origin();
        SnapshotOrigin origin = new SnapshotOrigin(
                first == null ? repository : first.repository(),
                first == null ? original.id() : first.snapshot(),
                now());
        return publish(
                session,
                shard,
                new SnapshotHead(
                        UUID.randomUUID(),
                        original.made(),
                        session.writer().file().id(),
                        original.host(),
                        original.purpose(),
                        shard.shard(),
                        origin));
    }

    private Instant now() throws IOException {
        return StoredFile.toInstant(clock.now());
    }

    private static SnapshotHead publish(WriteSession session, ShardSnapshot shard, SnapshotHead head)
            throws IOException {
        session.publish(
                SealedKind.SNAPSHOT, head.id(), target -> SnapshotWriter.write(head, shard.containers(), target));
        return head;
    }

    /** The ids of all, damaged ones among them, in no order. */
    public List<UUID> list() throws IOException {
        return files.list(SealedKind.SNAPSHOT);
    }

    /** The same, the newest first. */
    public List<UUID> newestFirst() throws IOException {
        return files.listed(SealedKind.SNAPSHOT).stream()
                .sorted(Comparator.<RepositoryFiles.Listed>comparingLong(
                                listed -> listed.file().lastWriteTime())
                        .reversed())
                .map(RepositoryFiles.Listed::id)
                .toList();
    }

    /**
     * Opens one.
     *
     * @throws StorageException.NotFound if there is none
     * @throws SnapshotDamagedException if it is not what it should be
     * @throws SealException if it is damaged, or not of this repository
     */
    public OpenSnapshot open(UUID id) throws IOException {
        return OpenSnapshot.open(id, files.open(SealedKind.SNAPSHOT, id));
    }

    /** Opens one that lies in the trash; otherwise as {@link #open}. */
    public OpenSnapshot openTrashed(RepositoryFiles.Trashed trashed) throws IOException {
        return OpenSnapshot.open(trashed.id(), files.openTrashed(trashed));
    }

    /** Is told of snapshots one by one. */
    public interface Visitor {
        /** @param snapshot closed when this returns */
        void snapshot(OpenSnapshot snapshot) throws IOException;

        /** @param why names the file */
        void damaged(UUID id, IOException why) throws IOException;
    }

    /** Opens one after another. One that is damaged stops nothing; one that is removed meanwhile is passed over. */
    public void forEach(Visitor visitor) throws IOException {
        forEach(list(), visitor);
    }

    /** The same of those that were listed before. */
    public void forEach(List<UUID> ids, Visitor visitor) throws IOException {
        for (UUID id : ids) {
            OpenSnapshot snapshot;
            try {
                snapshot = open(id);
            } catch (StorageException.NotFound e) {
                continue;
            } catch (SealException | SnapshotDamagedException e) {
                visitor.damaged(id, e);
                continue;
            }
            try (snapshot) {
                visitor.snapshot(snapshot);
            }
        }
    }
}
