package dev.profilekeep.batch.run;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for runs that moved and tells the listeners. Asks the database only while somebody listens. Each listener has its own
 * box with the newest state of each run: a slow one misses states in between, never the last.
 */
final class RunWatch {
    private static final Logger LOG = LoggerFactory.getLogger(RunWatch.class);

    /** Ids are given before rows are to be seen: so far back a look goes for rows that came late. */
    private static final int LATE = 20;

    private final RunViews views;
    private final Executor executor;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    RunWatch(RunViews views, Executor executor) {
        this.views = views;
        this.executor = executor;
    }

    JobRuns.Subscription subscribe(Consumer<JobRunView> consumer) {
        Listener listener = new Listener(consumer);
        synchronized (this) { // not in the middle of a look
            listener.alreadyEnded(views.recent(0, LATE));
            listeners.add(listener);
        }
        return () -> {
            listener.closed = true;
            listeners.remove(listener);
        };
    }

    /** Never throws: it is called again and again by a timer. */
    synchronized void look() {
        if (listeners.isEmpty()) {
            return;
        }
        try {
            Set<Long> waiting = new HashSet<>();
            long newest = 0;
            for (Listener listener : listeners) {
                newest = Math.max(newest, listener.newest);
                waiting.addAll(listener.open());
            }
            for (JobRunView view : views.moving(waiting, newest - LATE)) {
                listeners.forEach(listener -> listener.offer(view));
            }
        } catch (RuntimeException e) {
            LOG.warn("runs could not be looked at; tried again reason={}", Reasons.of(e));
        }
    }

    private final class Listener {
        private final Consumer<JobRunView> consumer;

        /** Guarded by the watch: what was last put into the box, by run. */
        private final Map<Long, JobRunView> offered = new HashMap<>();

        /** Guarded by itself: what is to be told. */
        private final Map<Long, JobRunView> box = new LinkedHashMap<>();

        /** Guarded by {@link #box}: a thread is telling. */
        private boolean telling;

        private long newest;
        private volatile boolean closed;

        Listener(Consumer<JobRunView> consumer) {
            this.consumer = consumer;
        }

        void alreadyEnded(List<JobRunView> runs) {
            for (JobRunView run : runs) {
                newest = Math.max(newest, run.id());
                if (run.endedAt() != null) {
                    offered.put(run.id(), run);
                }
            }
        }

        /** Runs whose end it has not been told. */
        List<Long> open() {
            return offered.values().stream()
                    .filter(view -> view.endedAt() == null)
                    .map(JobRunView::id)
                    .toList();
        }

        void offer(JobRunView view) {
            newest = Math.max(newest, view.id());
            if (ended(view.id())) {
                return;
            }
            JobRunView before = offered.put(view.id(), view);
            offered.keySet().removeIf(id -> id < newest - 2L * LATE && ended(id));
            if (view.equals(before)) {
                return;
            }
            synchronized (box) {
                box.put(view.id(), view);
                if (telling) {
                    return;
                }
                telling = true;
            }
            executor.execute(this::tell);
        }

        private boolean ended(long id) {
            JobRunView view = offered.get(id);
            return view != null && view.endedAt() != null;
        }

        private void tell() {
            while (true) {
                JobRunView next;
                synchronized (box) {
                    var first = box.values().iterator();
                    if (closed || !first.hasNext()) {
                        telling = false;
                        return;
                    }
                    next = first.next();
                    first.remove();
                }
                try {
                    consumer.accept(next);
                } catch (RuntimeException | Error e) {
                    LOG.warn("a listener failed at run={}", next.id(), e);
                }
            }
        }
    }
}
