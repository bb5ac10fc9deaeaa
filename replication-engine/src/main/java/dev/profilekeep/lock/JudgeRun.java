package dev.profilekeep.lock;

import dev.profilekeep.workers.LocationWorkers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run over many containers, some at a time. One that cannot be looked at is counted and stops nobody. */
final class JudgeRun {
    private static final Logger LOG = LoggerFactory.getLogger(JudgeRun.class);
    private static final int TELL_EVERY = 50;
    /** So many are claimed, looked at and written down together: a stop is heeded after them. */
    private static final int TOGETHER = 16;

    private final List<Long> ids;
    private final BooleanSupplier stopAsked;
    private final Consumer<JudgeProgress> progress;
    private final AtomicInteger next = new AtomicInteger();

    private final Object counting = new Object(); // guards the five below, and that progress is told by one at a time
    private long live;
    private long stale;
    private long unproved;
    private long free;
    private long failed;

    JudgeRun(List<Long> ids, BooleanSupplier stopAsked, Consumer<JudgeProgress> progress) {
        this.ids = ids;
        this.stopAsked = stopAsked;
        this.progress = progress;
    }

    /** Looks at some containers and tells of each: its look, or none if it could not be looked at. */
    @FunctionalInterface
    interface Looking {
        void at(List<Long> ids, BiConsumer<Long, @Nullable Look> told);
    }

    JudgeProgress run(int atOnce, Looking looking) {
        int together = Math.max(1, Math.min(TOGETHER, ids.size() / Math.max(1, atOnce)));
        ExecutorService pool = LocationWorkers.pool("lock-judge", atOnce);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < Math.min(atOnce, ids.size()); i++) {
                all.add(pool.submit(() -> work(looking, together)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("judging locks failed: " + e.getCause(), e.getCause());
        } finally {
            pool.shutdownNow();
        }
        synchronized (counting) {
            JudgeProgress end = now();
            progress.accept(end);
            return end;
        }
    }

    private void work(Looking looking, int together) {
        while (!stopAsked.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
            int from = next.getAndAdd(together);
            if (from >= ids.size()) {
                return;
            }
            List<Long> some = ids.subList(from, Math.min(ids.size(), from + together));
            Set<Long> told = new HashSet<>();
            try {
                looking.at(some, (id, look) -> {
                    if (told.add(id)) {
                        count(look);
                    }
                });
            } catch (RuntimeException e) {
                LOG.warn(
                        "{} containers, the first of them {}: their locks could not be judged",
                        some.size(),
                        some.get(0),
                        e);
            }
            some.stream().filter(told::add).forEach(id -> count(null));
        }
    }

    private void count(@Nullable Look look) {
        synchronized (counting) {
            if (look == null) {
                failed++;
            } else if (look.verdict().isEmpty()) {
                free++;
            } else if (look.verdict().get() instanceof LockVerdict.Live) {
                live++;
            } else if (look.verdict().get() instanceof LockVerdict.Stale) {
                stale++;
            } else {
                unproved++;
            }
            JudgeProgress now = now();
            if (now.done() % TELL_EVERY == 0) {
                progress.accept(now);
            }
        }
    }

    private JudgeProgress now() {
        return new JudgeProgress(
                ids.size(), live + stale + unproved + free + failed, live, stale, unproved, free, failed);
    }
}
