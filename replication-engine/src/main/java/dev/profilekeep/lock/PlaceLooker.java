package dev.profilekeep.lock;

import dev.profilekeep.container.ContainerNames;
import dev.profilekeep.container.FileName;
import dev.profilekeep.lock.PlaceSeen.Asked;
import dev.profilekeep.lock.PlaceSeen.Beside;
import dev.profilekeep.lock.PlaceSeen.Probe;
import dev.profilekeep.storage.Held;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one location: what lies beside the disk, by attributes alone; whether somebody has the disk open; what the file
 * server tells. Lock and state files are never opened. Safe for several threads.
 */
final class PlaceLooker {
    /** Closing a disk may write its time, and a server's clock is put to ours to the second. */
    private static final Duration WRITTEN_AFTER = Duration.ofSeconds(2);

    private static final long WAIT_FOR_ANOTHER = 2_500;

    private final Clock clock;
    private final ServerView servers;
    private final Map<Long, CompletableFuture<Tried>> trying = new ConcurrentHashMap<>();
    private final LongAdder probes = new LongAdder();
    private final LongAdder remembered = new LongAdder();

    PlaceLooker(Clock clock, ServerView servers) {
        this.clock = clock;
        this.servers = servers;
    }

    long probes() {
        return probes.sum();
    }

    long remembered() {
        return remembered.sum();
    }

    /**
     * Says that disks will be tried in a moment: another look at one of them waits for the answer, which is not in the catalog
     * yet. To be called off with {@link #told}.
     */
    void announce(Collection<Long> copies) {
        copies.forEach(copy -> trying.putIfAbsent(copy, new CompletableFuture<>()));
    }

    /** What was announced is in the catalog, or will not come. */
    void told(Collection<Long> copies) {
        for (long copy : copies) {
            CompletableFuture<Tried> answer = trying.remove(copy);
            if (answer != null) {
                answer.cancel(false);
            }
        }
    }

    private record Found(
            @Nullable StoragePath path, @Nullable StoredFile disk, List<StoredFile> locks, List<StoredFile> metas) {
        boolean nothing() {
            return disk == null && locks.isEmpty() && metas.isEmpty();
        }
    }

    /**
     * What was met of one try.
     *
     * @param earlier it was another look's, and the disk may have been written since
     */
    private record Tried(Probe probe, String why, @Nullable Instant at, boolean earlier) {}

    /**
     * @param mayTry whether the disk may be tried now
     * @param sofar given what is known before the file server is asked, in case that takes too long
     * @throws IOException if the location does not answer
     */
    Sight look(
            Target target,
            StorageProvider storage,
            LookTerms terms,
            LookRow before,
            boolean mayTry,
            Consumer<Sight> sofar)
            throws IOException {
        Found found = find(target, storage);
        Instant listed = clock.instant().truncatedTo(ChronoUnit.MICROS); // as the catalog gives times back
        StoredFile disk = found.disk();
        if (found.nothing() && target.holds()) {
            requireThere(target, storage);
        }
        boolean held = terms.held().contains(target.location().id());
        Tried tried = disk == null
                ? absent(target)
                : held
                        ? new Tried(Probe.FREE, "", clock.instant(), false)
                        : tried(disk.path(), storage, before, mayTry);
        Seen seen = new Seen(target, listed, found, before, tried);
        // what can be told without the server's own word is told, in case that takes too long
        String late = "it did not answer in time";
        sofar.accept(seen.sight(ServerClock.NOT_YET, new ServerView.Handles(null, late, List.of())));
        ServerClock theirs = found.nothing()
                ? ServerClock.NOT_NEEDED
                : servers.clock(target.location().id(), storage, !terms.many());
        sofar.accept(seen.sight(theirs, new ServerView.Handles(null, late, List.of())));
        StoragePath path = found.path();
        if (path == null || found.nothing() || held) {
            String why = found.nothing() ? "there is no disk here" : "not asked while we hold the disk ourselves";
            return seen.sight(theirs, new ServerView.Handles(null, why, List.of()));
        }
        return seen.sight(theirs, servers.handles(target.location().id(), storage, path, !terms.many()));
    }

    /**
     * A share that is not mounted looks like an empty folder, or like none: that something is not there says nothing then.
     *
     * @throws StorageException.Unreachable if the location has nothing, though the last inventory saw copies there
     */
    private static void requireThere(Target target, StorageProvider storage) throws IOException {
        try {
            storage.list(StoragePath.ROOT, entry -> {
                throw new Something();
            });
        } catch (Something e) {
            return;
        } catch (StorageException.NotFound e) {
            throw new StorageException.Unreachable(
                    "its folder is not there, as if a share were not mounted: "
                            + target.location().id(),
                    e);
        }
        throw new StorageException.Unreachable(
                "its folder is empty, as if a share were not mounted: "
                        + target.location().id(),
                null);
    }

    /** One entry is enough. */
    private static final class Something extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Something() {
            super(null, null, false, false);
        }
    }

    private static Tried absent(Target target) {
        if (target.expected()) {
            return new Tried(
                    Probe.CANNOT_TELL,
                    "the disk that the last inventory saw here is not found; run one again",
                    null,
                    false);
        }
        return target.copyId() == 0 && !target.listed()
                ? new Tried(Probe.CANNOT_TELL, "no inventory has listed this location yet", null, false)
                : new Tried(Probe.ABSENT, "", null, false);
    }

    private Tried tried(StoragePath path, StorageProvider storage, LookRow before, boolean mayTry) throws IOException {
        long copy = before.copyId();
        if (mayTry) {
            probes.increment();
            CompletableFuture<Tried> answer = trying.get(copy);
            try {
                Tried tried = of(storage.holder(path), clock.instant());
                if (answer != null) {
                    answer.complete(tried);
                }
                return tried;
            } finally {
                if (answer != null) {
                    answer.cancel(false); // no matter if it was answered
                }
            }
        }
        remembered.increment();
        CompletableFuture<Tried> other = trying.get(copy);
        if (other != null) {
            try {
                return other.get(WAIT_FOR_ANOTHER, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException | java.util.concurrent.CancellationException e) {
                return new Tried(Probe.CANNOT_TELL, "another look is trying it at this moment", null, false);
            }
        }
        return before.answered()
                ? new Tried(before.probe(), before.probeWhy(), before.probedAt(), true)
                : new Tried(
                        Probe.CANNOT_TELL,
                        "it was tried less than a minute ago without an answer; it is not tried again so soon",
                        null,
                        false);
    }

    /** What was remembered of a disk says nothing of one that was written since. */
    private static Tried unlessWritten(Tried tried, LookRow before, StoredFile disk, ServerClock theirs) {
        Instant at = tried.at();
        if (!tried.earlier() || at == null) {
            return tried;
        }
        Instant looked = before.lookedAt();
        boolean kept = before.files() != null && looked != null && !looked.isBefore(at);
        FileLook known = kept ? before.same(disk) : null;
        boolean same = known != null && !known.since().isAfter(at); // as it was at the try, not only at a look since
        boolean written = kept && !same
                || theirs.isKnown() && theirs.ours(disk.lastWritten()).isAfter(at.plus(WRITTEN_AFTER));
        if (written) {
            return new Tried(
                    Probe.CANNOT_TELL,
                    "it was written since it was tried, less than a minute ago; it is not tried again so soon",
                    at,
                    true);
        }
        return theirs.isKnown() || same
                ? tried
                : new Tried(
                        Probe.CANNOT_TELL,
                        "whether it was written since it was tried, less than a minute ago, cannot be told, as its"
                                + " server does not tell the time; it is not tried again so soon",
                        at,
                        true);
    }

    private static Tried of(Held held, Instant at) {
        return switch (held.state()) {
            case FREE -> new Tried(Probe.FREE, "", at, false);
            case HELD, GOING -> new Tried(Probe.HELD, "", at, false);
            case ABSENT -> new Tried(Probe.ABSENT, "", at, false);
            case UNTOLD -> new Tried(Probe.CANNOT_TELL, held.why(), at, false);
        };
    }

    /** What one look has met so far. */
    private final class Seen {
        private final Target target;
        private final Instant listed;
        private final Found found;
        private final LookRow before;
        private final Tried met;

        Seen(Target target, Instant listed, Found found, LookRow before, Tried met) {
            this.target = target;
            this.listed = listed;
            this.found = found;
            this.before = before;
            this.met = met;
        }

        Sight sight(ServerClock theirs, ServerView.Handles handles) {
            StoredFile disk = found.disk();
            Tried tried = disk == null ? met : unlessWritten(met, before, disk, theirs);
            PlaceSeen place = new PlaceSeen(
                    target.location().id(),
                    target.location().siteId(),
                    clock.instant(),
                    Asked.ANSWERED,
                    tried.why(),
                    tried.probe(),
                    tried.at(),
                    besides(theirs, found.locks()),
                    besides(theirs, found.metas()),
                    handles.handles(),
                    handles.why(),
                    disk == null ? null : theirs.ours(disk.lastWritten()),
                    null,
                    null,
                    null,
                    new PlaceSeen.Times(found.nothing() ? "" : theirs.why(), List.of()),
                    null);
            return new Sight(
                    place,
                    theirs,
                    listed,
                    target.copyId(),
                    found.path(),
                    disk,
                    found.locks(),
                    found.metas(),
                    handles.files());
        }
    }

    private static List<Beside> besides(ServerClock theirs, List<StoredFile> files) {
        return files.stream()
                .map(file -> new Beside(file.name(), file.size(), theirs.ours(file.lastWritten())))
                .toList();
    }

    private static Found find(Target target, StorageProvider storage) throws IOException {
        Found first = null;
        for (StoragePath path : target.paths()) {
            Found found = find(path, storage);
            if (!found.nothing()) {
                return found;
            }
            first = first == null ? found : first;
        }
        return first == null ? new Found(null, null, List.of(), List.of()) : first;
    }

    private static Found find(StoragePath path, StorageProvider storage) throws IOException {
        StoragePath folder = path.parent();
        List<StoredFile> near = new ArrayList<>();
        if (folder == null || folder.equals(StoragePath.ROOT)) {
            // among the disks of everybody three questions are cheaper than a listing
            for (String ending : new String[] {"", ".lock", ".meta"}) {
                try {
                    near.add(storage.stat(StoragePath.of(path.value() + ending)));
                } catch (StorageException.NotFound e) {
                    continue;
                }
            }
        } else {
            try {
                storage.list(folder, near::add);
            } catch (StorageException.NotFound e) {
                return new Found(path, null, List.of(), List.of());
            }
        }
        StoredFile disk = null;
        List<StoredFile> locks = new ArrayList<>();
        List<StoredFile> metas = new ArrayList<>();
        for (StoredFile file : near) {
            if (file.directory()) {
                continue;
            }
            if (file.name().equalsIgnoreCase(path.name())) {
                disk = file;
            } else if (ContainerNames.file(file.name(), "") instanceof FileName.Sidecar sidecar
                    && sidecar.disk().equalsIgnoreCase(path.name())) {
                if (sidecar.type() == FileName.Sidecar.Type.LOCK) {
                    locks.add(file);
                } else if (sidecar.type() == FileName.Sidecar.Type.META) {
                    metas.add(file);
                }
            }
        }
        return new Found(disk == null ? path : disk.path(), disk, locks, metas);
    }
}
