package dev.profilekeep.lock;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks that several people ask for in the same moment: whoever comes while one is under way gets that one, with what it told so
 * far. It is made by a thread of its own, so that nobody who goes away takes it from the others. Safe for several threads.
 */
final class SharedLooks implements Closeable {
    private final Map<Long, Shared> underWay = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "lock-look-" + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    /**
     * The look that is under way, or else a new one.
     *
     * @param look makes it, telling of each place as it comes
     * @param each given every place, by the calling thread
     */
    Look join(long containerId, Function<Consumer<PlaceSeen>, Look> look, Consumer<PlaceSeen> each) {
        Shared mine = new Shared();
        Shared there = underWay.putIfAbsent(containerId, mine);
        if (there != null) {
            return there.follow(each);
        }
        begin(containerId, mine, look);
        return mine.follow(each);
    }

    /** A new look, which from now on is the one that others get: something was changed that one under way may have missed. */
    Look anew(long containerId, Function<Consumer<PlaceSeen>, Look> look) {
        Shared mine = new Shared();
        underWay.put(containerId, mine);
        begin(containerId, mine, look);
        return mine.follow(place -> {});
    }

    private void begin(long containerId, Shared mine, Function<Consumer<PlaceSeen>, Look> look) {
        boolean begun = false;
        try {
            threads.execute(() -> {
                Look made = null;
                RuntimeException failed = new IllegalStateException("looking at container " + containerId + " failed");
                try {
                    made = look.apply(mine::tell);
                } catch (RuntimeException e) {
                    failed = e;
                } finally {
                    underWay.remove(containerId, mine); // first: whoever asks again after its end gets another
                    mine.end(made, failed);
                }
            });
            begun = true;
        } finally {
            if (!begun) {
                underWay.remove(containerId, mine);
                mine.end(null, new IllegalStateException("no look at container " + containerId + " could begin"));
            }
        }
    }

    private static final class Shared {
        private final Object monitor = new Object(); // guards the three below
        private final List<PlaceSeen> told = new ArrayList<>();
        private @Nullable Look look;
        private @Nullable RuntimeException failure;

        void tell(PlaceSeen place) {
            synchronized (monitor) {
                told.add(place);
                monitor.notifyAll();
            }
        }

        /** @param failed counts if nothing was made */
        void end(@Nullable Look made, RuntimeException failed) {
            synchronized (monitor) {
                look = made;
                failure = failed;
                monitor.notifyAll();
            }
        }

        /** Waits for its end, which a look has within seconds; whoever is interrupted is so afterwards. */
        Look follow(Consumer<PlaceSeen> each) {
            boolean interrupted = false;
            try {
                int next = 0;
                while (true) {
                    PlaceSeen place;
                    synchronized (monitor) {
                        while (next == told.size() && failure == null) {
                            try {
                                monitor.wait();
                            } catch (InterruptedException e) {
                                interrupted = true;
                            }
                        }
                        if (next == told.size()) {
                            if (look != null) {
                                return look;
                            }
                            throw failure;
                        }
                        place = told.get(next++);
                    }
                    each.accept(place);
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** Interrupts what is under way. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
