package dev.profilekeep.request;

import dev.profilekeep.request.RequestSteps.Turn;
import dev.profilekeep.request.Restorer.Result;
import java.io.Closeable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins what was agreed as soon as nobody works with the container, and takes back what was wrong. Does nothing by itself: whoever runs for long calls {@link #tick()}
 * about twice a minute. Each request is one node's at a time; what a dead one was at work on is taken up again. Safe for several threads.
 */
public final class RequestRunner implements Closeable {
    /** Restores in the same moment on one node. */
    static final int AT_ONCE = 2;

    /** Each look opens the disk once. */
    static final Duration BETWEEN = Duration.ofMinutes(2);

    /** So long it is waited for somebody to sign off. */
    static final Duration PATIENCE = Duration.ofDays(14);

    private static final Duration TOLD_EVERY = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(RequestRunner.class);

    private final RequestSteps steps;
    private final Restorer restorer;
    private final Clock clock;
    private final String node;
    private final ExecutorService workers;
    private final Set<Long> atWork = ConcurrentHashMap.newKeySet();
    private final Set<Long> lost = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param node this process, among those that share the catalog */
    public RequestRunner(Requests requests, Restorer restorer, Clock clock, String node) {
        this.steps = requests.steps();
        this.restorer = restorer;
        this.clock = clock;
        this.node = node;
        AtomicInteger names = new AtomicInteger();
        this.workers = Executors.newFixedThreadPool(AT_ONCE, task -> {
            Thread thread = new Thread(task, "restore-request-" + names.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What this runner's restorer can do; nothing else is offered to anybody. */
    public Set<RequestKind> kinds() {
        return restorer.kinds();
    }

    /** Says that what goes on goes on, and begins what can begin; that goes on afterwards. */
    public void tick() {
        if (!atWork.isEmpty()) {
            lost.addAll(steps.alive(node, atWork));
        }
        steps.takeUp();
        int free = AT_ONCE - atWork.size();
        if (closed || free <= 0) {
            return;
        }
        for (Turn turn : steps.turns(node, free)) {
            long id = turn.request().id();
            lost.remove(id);
            atWork.add(id);
            workers.execute(() -> {
                try {
                    work(turn);
                } catch (RuntimeException | LinkageError | StackOverflowError e) {
                    LOG.warn("request={} failed and is tried again", id, e);
                    later(turn, Note.NONE);
                } finally {
                    atWork.remove(id);
                }
            });
        }
    }

    private void work(Turn turn) {
        Request request = turn.request();
        Optional<Note> holder = restorer.heldBy(request);
        if (holder.isPresent()) {
            held(turn, holder.get());
        } else if (request.state() == RequestState.UNDOING) {
            undo(turn, restorer.undo(request, progress(turn)));
        } else if (steps.begins(turn)) {
            restored(turn, restorer.restore(request, progress(turn)));
        }
    }

    private boolean waitsForLong(Request request) {
        Instant end = request.triedUntil();
        return end != null && end.isBefore(clock.instant());
    }

    private void held(Turn turn, Note holder) {
        Request request = turn.request();
        if (request.state() != RequestState.APPROVED && waitsForLong(request)) {
            failed(turn, "", Note.of("patience.held", PATIENCE.toDays()).and(holder));
        } else {
            boolean somebody = request.wish().kind().needsSignOff();
            steps.waits(turn, somebody ? RequestState.WAITING : RequestState.DELAYED, holder, BETWEEN);
        }
    }

    private void restored(Turn turn, Result result) {
        if (result instanceof Result.Done done) {
            ended(turn, RequestState.DONE, "request.done", done);
        } else if (result instanceof Result.Held held) {
            steps.waits(turn, RequestState.WAITING, held.holder(), BETWEEN);
        } else if (result instanceof Result.Later later) {
            later(turn, later.why());
        } else if (result instanceof Result.Failed failed) {
            failed(turn, failed.act(), failed.why());
        }
    }

    private void undo(Turn turn, Result result) {
        if (result instanceof Result.Done done) {
            ended(turn, RequestState.UNDONE, "request.undone", new Result.Done("", done.note()));
        } else if (result instanceof Result.Held held) {
            steps.waits(turn, RequestState.WAITING, held.holder(), BETWEEN);
        } else if (result instanceof Result.Later later) {
            later(turn, later.why());
        } else if (result instanceof Result.Failed failed) {
            failed(turn, "", failed.why());
        }
    }

    /** @param end what it came to: what was done, and what is worth knowing of it */
    private void ended(Turn turn, RequestState state, String act, Result.Done end) {
        if (!steps.ends(turn, state, act, end)) {
            LOG.warn(
                    "request={} ended as {} ({}), but another process is at work on it since",
                    turn.request().id(),
                    state,
                    end.note().english());
        }
    }

    /** @param act what was done of it all the same; empty for nothing */
    private void failed(Turn turn, String act, Note why) {
        if (turn.request().state() == RequestState.UNDOING) {
            Note words = Note.of("undo.failed").and(why);
            ended(turn, RequestState.FAILED, "request.undo-fail", new Result.Done("", words));
        } else {
            ended(turn, RequestState.FAILED, "request.fail", new Result.Done(act, why));
        }
    }

    /** What never succeeds is not tried for ever. */
    private void later(Turn turn, Note why) {
        if (!closed && waitsForLong(turn.request())) {
            String tried = why.isEmpty() ? "patience.tried" : "patience.tried.why";
            failed(turn, "", Note.of(tried, PATIENCE.toDays()).and(why));
            return;
        }
        steps.waits(turn, RequestState.DELAYED, why, BETWEEN.multipliedBy(2));
    }

    private Restorer.Progress progress(Turn turn) {
        AtomicReference<Instant> told = new AtomicReference<>(Instant.EPOCH);
        AtomicReference<String> phaseTold = new AtomicReference<>("");
        return (phase, done, total) -> {
            Instant now = clock.instant();
            Instant last = told.get();
            if (last == null
                    || !phase.equals(phaseTold.get())
                    || !last.plus(TOLD_EVERY).isAfter(now)) {
                told.set(now);
                phaseTold.set(phase);
                steps.at(turn, phase, done, total);
            }
            return !closed && !lost.contains(turn.request().id());
        };
    }

    /** Waits until nothing is at work. */
    void settle() throws InterruptedException {
        for (int i = 0; i < 600 && !atWork.isEmpty(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** What is under way is stopped where it can be, and goes on elsewhere or after the next start. */
    @Override
    public void close() {
        closed = true;
        workers.shutdown();
        try {
            if (!workers.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.info("restores of {} are still at work", List.copyOf(atWork));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
