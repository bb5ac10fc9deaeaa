package dev.profilekeep.lease;

import dev.profilekeep.lease.LeaseRequest.Copy;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens all copies of one request, or none, before its time is over: sign in everywhere, write the sessions down, open
 * everywhere, compare. For one use by one thread.
 */
final class Taking {
    private final LeaseRequest request;
    private final LeasePlaces places;
    private final Connections connections;
    private final ExecutorService workers;
    private final Duration settle;
    private final List<Future<?>> settling = new ArrayList<>();
    private long deadline;
    /** Copies that follow another, which is settled before. */
    private final Set<Copy> following = ConcurrentHashMap.newKeySet();

    private volatile boolean ledSettled;
    private final Map<String, OpenFile> files = new HashMap<>();
    private final Map<String, CopySeen> taken = new HashMap<>();

    Taking(
            LeaseRequest request,
            LeasePlaces places,
            Connections connections,
            ExecutorService workers,
            LeaseTimes times) {
        this.request = request;
        this.places = places;
        this.connections = connections;
        this.workers = workers;
        this.settle = times.settle();
        this.deadline = System.nanoTime() + times.take().toNanos();
    }

    Map<String, OpenFile> files() {
        return files;
    }

    Map<String, CopySeen> taken() {
        return taken;
    }

    /** Signs in wherever there is a copy or something of a dead holder. */
    void connect() throws LeaseRefusedException {
        Set<String> locations = new LinkedHashSet<>();
        request.copies().forEach(copy -> locations.add(copy.locationId()));
        locations.addAll(connections.locationsToEnd());
        List<Task<Boolean>> tasks = new ArrayList<>();
        for (String location : locations) {
            tasks.add(new Task<>(location, () -> {
                connections.connect(location);
                if (request.copies().stream().anyMatch(copy -> copy.locationId().equals(location))) {
                    requireProof(location);
                }
                return true;
            }));
        }
        run(tasks);
    }

    private void requireProof(String location) throws IOException, LeaseRefusedException {
        if (!connections.storage(location).capabilities().seesOtherOpens() && !places.changesUnproved(location)) {
            throw new LeaseRefusedException(new LeaseRefused.Unproved(location));
        }
    }

    /** Writes down which sessions there are. */
    @FunctionalInterface
    interface Recording {
        void record() throws LeaseRefusedException;
    }

    /**
     * Brings swaps to their end that were cut off: before that nothing may touch a copy. Has time of its own for it.
     *
     * @param recording before a further session changes anything
     */
    void settle(Recording recording, Clock clock) throws LeaseRefusedException {
        List<Task<Boolean>> looks = new ArrayList<>();
        for (Copy copy : request.copies()) {
            looks.add(new Task<>(copy.locationId(), () -> isOpen(copy)));
        }
        Map<String, Boolean> open = run(looks);
        List<Task<Boolean>> tasks = new ArrayList<>();
        for (Copy copy : request.copies()) {
            if (Boolean.TRUE.equals(open.get(copy.locationId()))) {
                tasks.add(new Task<>(copy.locationId(), () -> settle(copy, recording, clock)));
            }
        }
        if (tasks.isEmpty()) {
            return;
        }
        long left = deadline - System.nanoTime();
        deadline = System.nanoTime() + settle.toNanos();
        run(tasks, settling);
        if (!following.isEmpty()) {
            List<Task<Boolean>> then = new ArrayList<>();
            following.forEach(copy -> then.add(new Task<>(copy.locationId(), () -> settle(copy, recording, clock))));
            ledSettled = true;
            run(then, settling);
        }
        deadline = System.nanoTime() + left;
    }

    private boolean isOpen(Copy copy) throws IOException {
        try {
            connections.storage(copy.locationId()).stat(SwapPaths.open(copy.path()));
            return true;
        } catch (StorageException.NotFound e) {
            return false;
        }
    }

    private boolean settle(Copy copy, Recording recording, Clock clock) throws IOException, LeaseRefusedException {
        String location = copy.locationId();
        StorageProvider renaming = connections.second(location);
        recording.record();
        Settlement.Leaders leaders = together -> {
            if (!ledSettled) {
                following.add(copy);
                return LeaderState.NOT_KNOWN;
            }
            boolean asked =
                    request.copies().stream().anyMatch(one -> one.locationId().equals(together.leader()));
            return asked ? LeaderState.look(connections.storage(together.leader()), together) : LeaderState.NOT_KNOWN;
        };
        Optional<String> why =
                Settlement.settle(connections.storage(location), renaming, copy.path(), location, leaders, clock);
        if (why.isPresent() && !ledSettled && following.contains(copy)) {
            return false; // once more, when all that others follow are settled
        }
        if (why.isPresent()) {
            throw new LeaseRefusedException(new LeaseRefused.Unsettled(location, why.get()));
        }
        return true;
    }

    /**
     * Waits until nothing of it is under way any more that could change a copy, after its connections were closed.
     *
     * @return whether that is so
     */
    boolean endsWithin(Duration longest) {
        long until = System.nanoTime() + longest.toNanos();
        for (Future<?> one : settling) {
            try {
                one.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                continue; // that is an end too
            } catch (TimeoutException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private record Opened(OpenFile file, CopySeen seen) {}

    /** Opens every copy and compares it with what was seen. */
    void open() throws LeaseRefusedException {
        List<Task<Opened>> tasks = new ArrayList<>();
        for (Copy copy : request.copies()) {
            tasks.add(new Task<>(copy.locationId(), () -> open(copy)));
        }
        Map<String, Opened> all = run(tasks);
        all.forEach((location, opened) -> {
            files.put(location, opened.file());
            taken.put(location, opened.seen());
        });
    }

    private Opened open(Copy copy) throws IOException, LeaseRefusedException {
        String location = copy.locationId();
        OpenFile file;
        try {
            file = connections.open(location, storage -> storage.openForWriting(copy.path(), Sharing.NONE));
        } catch (StorageException.Unreachable e) {
            throw e;
        } catch (StorageException e) {
            connections.notOpened(location);
            if (e instanceof StorageException.Busy) {
                throw new LeaseRefusedException(new LeaseRefused.InUse(location, copy.path()));
            }
            if (e instanceof StorageException.NotFound) {
                throw new LeaseRefusedException(new LeaseRefused.NotThere(location, copy.path()));
            }
            throw e;
        }
        CopySeen now = CopySeen.now(file);
        String difference = copy.seen().map(seen -> seen.differsFrom(now)).orElse("");
        if (!difference.isEmpty()) {
            throw new LeaseRefusedException(new LeaseRefused.Changed(location, difference));
        }
        return new Opened(file, now);
    }

    private record Task<R>(String location, Callable<R> work) {}

    /** All at once; the first refusal, in the order of the request, is everybody's. */
    private <R> Map<String, R> run(List<Task<R>> tasks) throws LeaseRefusedException {
        return run(tasks, new ArrayList<>());
    }

    /** @param begun gets what is begun */
    private <R> Map<String, R> run(List<Task<R>> tasks, List<Future<?>> begun) throws LeaseRefusedException {
        List<Future<R>> running = new ArrayList<>();
        for (Task<R> task : tasks) {
            Future<R> future = workers.submit(task.work());
            running.add(future);
            begun.add(future);
        }
        Map<String, R> answers = new HashMap<>();
        for (int i = 0; i < running.size(); i++) {
            String location = tasks.get(i).location();
            answers.put(location, answer(location, running.get(i)));
        }
        return answers;
    }

    private <R> R answer(String location, Future<R> future) throws LeaseRefusedException {
        try {
            return future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new LeaseRefusedException(new LeaseRefused.Unreachable(location, "it did not answer in time"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LeaseRefusedException(new LeaseRefused.Unreachable(location, "interrupted"));
        } catch (ExecutionException e) {
            Throwable why = e.getCause();
            throw refusal(location, why == null ? e : why);
        }
    }

    private static LeaseRefusedException refusal(String location, Throwable why) {
        if (why instanceof LeaseRefusedException already) {
            return already;
        }
        if (why instanceof StorageException.Unreachable || why instanceof LeaseLostException) {
            return new LeaseRefusedException(new LeaseRefused.Unreachable(location, words(why)));
        }
        if (why instanceof IOException) {
            return new LeaseRefusedException(new LeaseRefused.Denied(location, words(why)));
        }
        if (why instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException(location + ": " + words(why), why);
    }

    private static String words(Throwable why) {
        return why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
    }
}
