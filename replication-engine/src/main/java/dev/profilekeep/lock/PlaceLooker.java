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

    /** What was met of one try. */
    private record Tried(Probe probe, String why, @Nullable Instant at) {}

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
        StoredFile disk = found.disk();
        if (found.nothing() && target.holds()) {
            requireThere(target, storage);
        }
        Tried tried = disk == null
                ? absent(target)
                : terms.held().contains(target.location().id())
                        ? new Tried(Probe.FREE, "", clock.instant())
                        : tried(
                                disk.path(),
                                storage,
                                before,
                                mayTry,
                                servers.ours(target.location().id(), storage, disk.lastWritten()));
        Sight sight = sight(
                target, storage, found, tried, new ServerView.Handles(null, "it did not answer in time", List.of()));
        sofar.accept(sight);
        StoragePath path = found.path();
        String why = found.nothing() ? "there is no disk here" : "not asked while we hold the disk ourselves";
        if (path == null
                || found.nothing()
                || terms.held().contains(target.location().id())) {
            return sight(target, storage, found, tried, new ServerView.Handles(null, why, List.of()));
        }
        ServerView.Handles handles = servers.handles(target.location().id(), storage, path, !terms.many());
        return sight(target, storage, found, tried, handles);
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
                    Probe.CANNOT_TELL, "the disk that the last inventory saw here is not found; run one again", null);
        }
        return target.copyId() == 0 && !target.listed()
                ? new Tried(Probe.CANNOT_TELL, "no inventory has listed this location yet", null)
                : new Tried(Probe.ABSENT, "", null);
    }

    private Tried tried(StoragePath path, StorageProvider storage, LookRow before, boolean mayTry, Instant written)
            throws IOException {
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
                return new Tried(Probe.CANNOT_TELL, "another look is trying it at this moment", null);
            }
        }
        Instant at = before.probedAt();
        if (before.answered() && at != null && written.isAfter(at.plus(WRITTEN_AFTER))) {
            return new Tried(
                    Probe.CANNOT_TELL,
                    "it was written since it was tried, less than a minute ago; it is not tried again so soon",
                    at);
        }
        return before.answered()
                ? new Tried(before.probe(), before.probeWhy(), at)
                : new Tried(
                        Probe.CANNOT_TELL,
                        "it was tried less than a minute ago without an answer; it is not tried again so soon",
                        null);
    }

    private static Tried of(Held held, Instant at) {
        return switch (held.state()) {
            case FREE -> new Tried(Probe.FREE, "", at);
            case HELD, GOING -> new Tried(Probe.HELD, "", at);
            case ABSENT -> new Tried(Probe.ABSENT, "", at);
            case UNTOLD -> new Tried(Probe.CANNOT_TELL, held.why(), at);
        };
    }

    private Sight sight(Target target, StorageProvider storage, Found found, Tried tried, ServerView.Handles handles) {
        String id = target.location().id();
        StoredFile disk = found.disk();
        PlaceSeen place = new PlaceSeen(
                id,
                target.location().siteId(),
                clock.instant(),
                Asked.ANSWERED,
                tried.why(),
                tried.probe(),
                tried.at(),
                besides(id, storage, found.locks()),
                besides(id, storage, found.metas()),
                handles.handles(),
                handles.why(),
                disk == null ? null : servers.ours(id, storage, disk.lastWritten()),
                null,
                null,
                null,
                null);
        return new Sight(place, target.copyId(), found.path(), disk, found.locks(), handles.files());
    }

    private List<Beside> besides(String id, StorageProvider storage, List<StoredFile> files) {
        return files.stream()
                .map(file -> new Beside(file.name(), file.size(), servers.ours(id, storage, file.lastWritten())))
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
