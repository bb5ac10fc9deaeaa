package dev.profilekeep.backup.run;

import dev.profilekeep.backup.chunk.BundleKeeper;
import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.snapshot.ContainerBackup;
import dev.profilekeep.backup.snapshot.ContainerFacts;
import dev.profilekeep.backup.snapshot.ShardSnapshot;
import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.backup.snapshot.SnapshotSource;
import dev.profilekeep.content.MadeMap;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.info.DiskInspector;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.EOFException;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Backs a shard of containers up into one snapshot, without being in anybody's way: each file is open to everybody while it is read, in slices; what moved
 * meanwhile is discarded and tried again. A container that is what it was is not read. One thread.
 */
public final class BackupRun {
    /** A container that moves each time it is read is in use. */
    private static final int TRIES = 3;
    /** So many containers in a row out of reach mean that it is the server and not they. */
    private static final int GONE_AFTER = 3;

    private static final String SEVERAL =
            "another disk of this run would be the same container (set, kind, person and name): nobody can tell which one counts;"
                    + " back up one of them, or each under a set of its own";

    private final Repository repository;
    private final ContentReader reader;
    private final ChunkSizes sizes;
    private final SlicedFile.Slices slices;
    private final Clock clock;
    private final boolean orAsStored;

    /**
     * @param reader reads and digests with its threads
     * @param slices how long a file is held
     * @param orAsStored whether a container in use is read as of the latest moment that its storage keeps, where there is one since its last backup
     */
    public BackupRun(
            Repository repository,
            ContentReader reader,
            ChunkSizes sizes,
            SlicedFile.Slices slices,
            Clock clock,
            boolean orAsStored) {
        this.repository = repository;
        this.reader = reader;
        this.sizes = sizes;
        this.slices = slices;
        this.clock = clock;
        this.orAsStored = orAsStored;
    }

    /** As above; a container in use is in no snapshot. */
    public BackupRun(
            Repository repository, ContentReader reader, ChunkSizes sizes, SlicedFile.Slices slices, Clock clock) {
        this(repository, reader, sizes, slices, clock, false);
    }

    /**
     * A container, and how much of it is to be read.
     *
     * @param extent all of it, or what may have changed
     */
    public record Order(BackupSource source, MapMaker.Extent extent) {}

    /**
     * Reads the containers, and publishes a snapshot of those that could be read. If it ends with another exception than that of a server that is gone there is none, and what was
     * stored is used by the next run.
     *
     * @param shard name of the part of the estate, for people
     * @param extent whether containers are read as a whole, or what may have changed of them
     * @throws StorageException.Unreachable if a server is gone: that says nothing of a container
     * @throws java.util.concurrent.CancellationException if {@code progress} says so
     */
    public BackupResult run(String shard, List<BackupSource> sources, MapMaker.Extent extent, BackupProgress progress)
            throws IOException {
        List<Order> orders =
                sources.stream().map(source -> new Order(source, extent)).toList();
        BackupResult result = run(shard, orders, null, progress);
        if (result.broken() != null) {
            throw result.broken();
        }
        return result;
    }

    /**
     * The same, with an extent for each container. What was done before a server was gone, or before {@code progress} ended the run, is in a snapshot all the same.
     *
     * @param earlier snapshots to rest on; null for all that there are. With fewer, more is read, and nothing else differs
     * @throws java.util.concurrent.CancellationException if {@code progress} ends the work on a container, and would go on with it
     */
    public BackupResult run(
            String shard, List<Order> orders, @Nullable Collection<UUID> earlier, BackupProgress progress)
            throws IOException {
        try (WriteSession session = repository.begin("backup");
                EarlierBackups before = earlier == null
                        ? EarlierBackups.read(repository)
                        : EarlierBackups.read(repository, List.copyOf(earlier))) {
            var pass = new Pass(session, before);
            StorageException.@Nullable Unreachable broken = pass.all(orders, progress);
            SnapshotHead head = pass.backups.isEmpty()
                    ? null
                    : repository.snapshots().publish(session, new ShardSnapshot(shard, pass.backups));
            session.tryToMergeIndexes();
            return new BackupResult(head, pass.outcomes, warnings(session, before), broken);
        }
    }

    private static List<String> warnings(WriteSession session, EarlierBackups before) {
        List<String> warnings = new ArrayList<>(before.damaged());
        if (session.missingPacks() > 0) {
            warnings.add(session.missingPacks()
                    + " packs of the repository are missing: what lay in them was read again and stored anew, of what is in this"
                    + " snapshot; 'backup check' says which earlier backups lack something");
        }
        return warnings;
    }

    private final class Pass {
        final WriteSession session;
        final EarlierBackups earlier;
        final List<ContainerBackup> backups = new ArrayList<>();
        final List<ContainerOutcome> outcomes = new ArrayList<>();

        Pass(WriteSession session, EarlierBackups earlier) {
            this.session = session;
            this.earlier = earlier;
        }

        /** @return why it ended early; null if it did not, or was told to */
        StorageException.@Nullable Unreachable all(List<Order> orders, BackupProgress progress) throws IOException {
            List<ContainerOutcome> outOfReach = new ArrayList<>();
            StorageException.@Nullable Unreachable last = null;
            Set<String> once = new HashSet<>();
            Set<String> several = new HashSet<>();
            for (Order order : orders) {
                String key = order.source().identity().key();
                if (!once.add(key)) {
                    several.add(key);
                }
            }
            for (Order order : orders) {
                if (!progress.goOn(order.source())) {
                    break;
                }
                if (several.contains(order.source().identity().key())) {
                    tell(List.of(new ContainerOutcome.Unreadable(order.source(), SEVERAL)), progress);
                    continue;
                }
                ContainerOutcome outcome;
                try {
                    outcome = container(
                            order, progress.container(order.source()), bytes -> progress.read(order.source(), bytes));
                } catch (StorageException.Unreachable e) {
                    last = e;
                    outOfReach.add(new ContainerOutcome.Unreadable(order.source(), String.valueOf(e.getMessage())));
                    if (outOfReach.size() == GONE_AFTER) {
                        return e;
                    }
                    continue;
                } catch (CancellationException e) {
                    if (progress.goOn(order.source())) {
                        throw e;
                    }
                    break;
                }
                tell(outOfReach, progress); // others are read: it is these, not the server
                outOfReach.clear();
                tell(List.of(outcome), progress);
            }
            if (outcomes.isEmpty()) {
                return last;
            }
            tell(outOfReach, progress);
            return null;
        }

        private void tell(List<ContainerOutcome> these, BackupProgress progress) {
            for (ContainerOutcome outcome : these) {
                outcomes.add(outcome);
                progress.done(outcome);
            }
        }

        private ContainerOutcome container(Order order, Progress progress, LongConsumer reads) throws IOException {
            ContainerOutcome now = attempt(order, progress, reads);
            if (!orAsStored || !(now instanceof ContainerOutcome.InUse)) {
                return now;
            }
            Optional<BackupSource> stored =
                    order.source().latestAfter(earlier.since(order.source().identity()));
            if (stored.isEmpty()) {
                return now;
            }
            ContainerOutcome then = attempt(new Order(stored.get(), order.extent()), progress, reads);
            return then instanceof ContainerOutcome.Unreadable ? now : then;
        }

        private ContainerOutcome attempt(Order order, Progress progress, LongConsumer reads) throws IOException {
            BackupSource source = order.source();
            Optional<EarlierBackups.Last> last = earlier.of(source.identity());
            EarlierBackups.@Nullable Known before =
                    last.isPresent() ? earlier.known(last.get()).orElse(null) : null;
            String moved = "";
            for (int left = TRIES; left > 0; left--) {
                SlicedFile opened;
                try {
                    opened = new SlicedFile(source.storage(), source.path(), slices);
                } catch (StorageException.Unreachable e) {
                    throw e; // that says nothing of this one
                } catch (StorageException.Busy e) {
                    return new ContainerOutcome.InUse(source, String.valueOf(e.getMessage()));
                } catch (StorageException e) {
                    return new ContainerOutcome.Unreadable(source, String.valueOf(e.getMessage()));
                }
                ReadTally tally = new ReadTally(opened, reads, progress);
                try (SlicedFile file = opened) {
                    return read(order, file, before, tally);
                } catch (SlicedFile.MovedException e) {
                    moved = String.valueOf(e.getMessage());
                } catch (StorageException.Busy
                        | StorageException.NotFound
                        | StorageException.Denied
                        | StorageException.Failed e) {
                    StorageException failed = opened.failed();
                    if (failed == null) {
                        throw e; // the repository's
                    }
                    return failed instanceof StorageException.Busy
                            ? new ContainerOutcome.InUse(source, String.valueOf(failed.getMessage()))
                            : new ContainerOutcome.Unreadable(source, String.valueOf(failed.getMessage()));
                } finally {
                    tally.tell();
                }
            }
            return new ContainerOutcome.InUse(source, moved);
        }

        private ContainerOutcome read(
                Order order, SlicedFile file, EarlierBackups.@Nullable Known before, Progress progress)
                throws IOException {
            BackupSource source = order.source();
            boolean later = before != null && isLaterStateOf(before, source, file);
            MapMaker.Extent extent = later ? order.extent() : MapMaker.Extent.FULL;
            try {
                String stamp = DiskInspector.stamp(file);
                if (before != null
                        && extent == MapMaker.Extent.CHANGED
                        && isUnchanged(file, stamp, before)
                        && (session.missingPacks() == 0 || new WholeMap(session).is(before.map()))) {
                    backups.add(new ContainerBackup(
                            facts(source, file), before.map(), before.envelope().encode()));
                    return new ContainerOutcome.Unchanged(source, FoundContent.of(file.opened(), stamp, before.map()));
                }
                VirtualDisk disk = Containers.open(file);
                if (disk.hasParent()) {
                    return new ContainerOutcome.Unreadable(
                            source,
                            "it is a difference disk, a part of another, and not kept by itself: what counts is the"
                                    + " backup of the disk that it belongs to");
                }
                ContainerEnvelope envelope = ContainerEnvelope.of(disk, stamp);
                BundleKeeper keeper = session.keeper();
                MadeMap made = map(keeper, disk, before, extent, progress);
                if (SlicedFile.moved(file.opened(), file.now()) || !stamp.equals(DiskInspector.stamp(file))) {
                    throw new SlicedFile.MovedException();
                }
                backups.add(new ContainerBackup(facts(source, file), made.map(), envelope.encode()));
                return new ContainerOutcome.Stored(
                        source,
                        made.sparedBytes() == 0,
                        file.bytesRead(),
                        made.sparedBytes(),
                        later ? made.missedChunks() : 0, // of another file nobody said that nothing changed
                        new ContainerOutcome.Written(made.map().chunkBytes(), keeper.newBytes(), keeper.storedBytes()),
                        FoundContent.of(file.opened(), stamp, made.map()));
            } catch (DiskException | EOFException e) {
                if (SlicedFile.moved(file.opened(), file.now())) {
                    throw new SlicedFile.MovedException();
                }
                return new ContainerOutcome.Unreadable(source, String.valueOf(e.getMessage()));
            }
        }

        /** @param keeper closed then */
        private MadeMap map(
                BundleKeeper keeper,
                VirtualDisk disk,
                EarlierBackups.@Nullable Known before,
                MapMaker.Extent extent,
                Progress progress)
                throws IOException {
            try (keeper) {
                return new MapMaker<>(keeper, reader, keeper, sizes, clock)
                        .make(disk, before == null ? null : before.map(), extent, progress);
            }
        }
    }

    /**
     * Whether an earlier backup shows an earlier state of the same file, so that what bears no trace of a change is what it was. A container that was restored in place, or whose
     * people work at another site since, is another file; a moment that the storage kept may be older than the backup.
     */
    private static boolean isLaterStateOf(EarlierBackups.Known before, BackupSource source, SlicedFile file) {
        ContainerFacts facts = before.facts();
        boolean ofStorage =
                source.of() instanceof SnapshotSource.OfStorage || facts.source() instanceof SnapshotSource.OfStorage;
        return facts.location().equals(source.location())
                && (ofStorage
                        || facts.file().fileId()
                                == file.opened().fileId()) // some servers number their snapshots' files anew
                && !(source.of() instanceof SnapshotSource.OfStorage taken
                        && taken.taken().isBefore(before.moment()));
    }

    /** Whether the server tells of the file what it told then, and its headers are the same. */
    private static boolean isUnchanged(SlicedFile file, String stamp, EarlierBackups.Known before) {
        return !SlicedFile.moved(before.facts().file(), file.opened())
                && before.envelope().stamp().equals(stamp);
    }

    private static ContainerFacts facts(BackupSource source, SlicedFile file) throws IOException {
        return new ContainerFacts(
                source.identity(),
                source.location(),
                source.of(),
                file.opened(),
                security(source.storage(), source.path()));
    }

    /** What cannot be read of them is not kept: the disk is worth more than its rights. */
    private static FileSecurity security(StorageProvider storage, StoragePath path) throws IOException {
        try {
            return storage.security(path);
        } catch (StorageException.Unreachable e) {
            throw e;
        } catch (StorageException | UnsupportedOperationException e) {
            return new FileSecurity(null, null, new byte[0]);
        }
    }
}
