package dev.profilekeep.backup.copy;

import dev.profilekeep.backup.chunk.MapContent;
import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.seal.SealException;
import dev.profilekeep.backup.snapshot.ContainerBackup;
import dev.profilekeep.backup.snapshot.ContainerFacts;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.backup.snapshot.ShardSnapshot;
import dev.profilekeep.backup.snapshot.SnapshotDamagedException;
import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.MapDamagedException;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.storage.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Copies backups into a second repository, which has another key: each chunk is read, compared with its digest, and sealed anew; it lies in the clear in memory
 * only. A copy of a snapshot appears with all of the containers that it is to have, or not at all, but that a large one comes in several. A run that was ended goes on with a
 * new plan: snapshots that were copied are passed over, and large chunks that were stored. Runs beside backups and prunes of both.
 *
 * <p>Memory: two sessions' caches, some 150 bytes for each node of a map, some 200 for each backup that the second repository has. One thread.
 */
public final class CopyRun {
    /** Bytes after which what was copied of a snapshot is published, so that an end does not cost all of it. */
    private static final long PART = 8L << 30;

    private final Repository source;
    private final Repository target;
    private final Executor workers;
    private final int threads;
    private final long part;

    /**
     * @param workers read, compare and seal chunks
     * @param threads how many of them to keep busy
     */
    public CopyRun(Repository source, Repository target, Executor workers, int threads) {
        this(source, target, workers, threads, PART);
    }

    CopyRun(Repository source, Repository target, Executor workers, int threads, long part) {
        this.source = source;
        this.target = target;
        this.workers = workers;
        this.threads = threads;
        this.part = part;
    }

    /**
     * Copies what a plan names, as far as it is still there and still lacking.
     *
     * @param plan that was made of the two just now
     * @param progress told of bytes that are kept of the backups
     * @throws IOException if one of the storages fails; what was published stays
     * @throws java.util.concurrent.CancellationException if {@code progress} says so; likewise
     */
    public CopyResult run(CopyPlan plan, Progress progress) throws IOException {
        return run(plan, progress, more -> {});
    }

    /** Is told of what stands in the second repository. */
    public interface Published {
        /**
         * So many more backups do.
         *
         * @throws IOException to end the run
         */
        void backups(int more) throws IOException;
    }

    /** As {@link #run(CopyPlan, Progress)}, and tells whenever a snapshot was published. */
    public CopyResult run(CopyPlan plan, Progress progress, Published published) throws IOException {
        try (WriteSession session = target.begin("copy from repository " + source.id());
                Opened originals = new Opened(source.snapshots());
                Opened copies = new Opened(target.snapshots())) {
            Pass pass = new Pass(session, Copies.read(target), originals, copies, progress, plan.bytes(), published);
            for (CopyPlan.Part each : plan.parts()) {
                pass.snapshot(each);
            }
            session.tryToMergeIndexes();
            return new CopyResult(pass.published, pass.containers, pass.bytes, pass.failed);
        }
    }

    private final class Pass {
        final WriteSession session;
        final Copies there;
        final Opened originals;
        final Opened copies;
        final Progress progress;
        final long total;
        final MapContent content = source.content();
        final Published told;
        final List<SnapshotHead> published = new ArrayList<>();
        final List<CopyResult.Failed> failed = new ArrayList<>();
        private final List<ContainerBackup> ready = new ArrayList<>();
        int containers;
        long bytes;
        private long done;
        private long unpublished;

        Pass(
                WriteSession session,
                Copies there,
                Opened originals,
                Opened copies,
                Progress progress,
                long total,
                Published told) {
            this.session = session;
            this.there = there;
            this.originals = originals;
            this.copies = copies;
            this.progress = progress;
            this.total = total;
            this.told = told;
        }

        void snapshot(CopyPlan.Part wanted) throws IOException {
            SnapshotHead head = wanted.snapshot();
            try (OpenSnapshot snapshot = source.snapshots().open(head.id())) {
                List<ContainerFacts> all = snapshot.containers();
                for (int container : wanted.containers()) {
                    ContainerFacts facts = all.get(container);
                    if (!there.has(first(head, facts))) {
                        container(snapshot, container, facts);
                        if (unpublished >= part) {
                            publish(head);
                        }
                    }
                }
            } catch (StorageException.NotFound e) {
                return; // forgotten and pruned meanwhile
            }
            publish(head);
        }

        private Copies.First first(SnapshotHead head, ContainerFacts facts) {
            return Copies.first(source.id(), head, facts.identity().key());
        }

        private void container(OpenSnapshot snapshot, int number, ContainerFacts facts) throws IOException {
            try {
                ContentMap map = snapshot.map(number);
                ContentMap made = map(snapshot.head(), map, facts);
                done += map.chunkBytes();
                ready.add(new ContainerBackup(facts, made, snapshot.envelope(number)));
            } catch (DamagedSourceException | MapDamagedException | SealException e) {
                failed.add(new CopyResult.Failed(snapshot.head(), facts, String.valueOf(e.getMessage())));
            }
        }

        private ContentMap map(SnapshotHead head, ContentMap map, ContainerFacts facts) throws IOException {
            Optional<Copies.Here> near = there.nearest(facts.identity().key(), head.made());
            ContentMap known = near.isPresent() ? known(near.get()) : null;
            if (known != null && map.equals(original(near.get()))) {
                return known; // the container had not changed between the two
            }
            try (ContainerCopy copy = new ContainerCopy(content, session, workers, threads, progress, done, total)) {
                ContentMap made = copy.copy(map, known);
                bytes += copy.copied();
                unpublished += copy.copied();
                return made;
            }
        }

        /** The map of a copy; null if it cannot be read, or is gone. */
        private @Nullable ContentMap known(Copies.Here here) throws IOException {
            return map(copies, here.snapshot(), here.container());
        }

        /** The map that a copy was made of; null if that is gone, or in a third repository. */
        private @Nullable ContentMap original(Copies.Here here) throws IOException {
            if (!here.first().repository().equals(source.id())) {
                return null;
            }
            try {
                OpenSnapshot snapshot = originals.get(here.first().snapshot());
                List<ContainerFacts> all = snapshot.containers();
                for (int i = 0; i < all.size(); i++) {
                    if (all.get(i).identity().key().equals(here.first().container())) {
                        return snapshot.map(i);
                    }
                }
                return null;
            } catch (StorageException.NotFound | SealException | SnapshotDamagedException | MapDamagedException e) {
                return null;
            }
        }

        private @Nullable ContentMap map(Opened from, UUID snapshot, int container) throws IOException {
            try {
                return from.get(snapshot).map(container);
            } catch (StorageException.NotFound | SealException | SnapshotDamagedException | MapDamagedException e) {
                return null;
            }
        }

        /** Another copy may have been quicker: what that brought stands there once. */
        private void publish(SnapshotHead head) throws IOException {
            there.refresh();
            ready.removeIf(one -> there.has(first(head, one.facts())));
            if (!ready.isEmpty()) {
                SnapshotHead made = target.snapshots()
                        .publishCopy(session, new ShardSnapshot(head.shard(), ready), source.id(), head);
                published.add(made);
                containers += ready.size();
                told.backups(ready.size());
                there.refresh();
            }
            ready.clear();
            unpublished = 0;
        }
    }
}
