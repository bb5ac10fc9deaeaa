package dev.profilekeep.e2e.support;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Ends processes that do not answer: Playwright waits for a browser without an end. Its caller then learns that the browser
 * went away, as if it had crashed.
 */
final class Deadline {
    private static final ScheduledExecutorService WATCH = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "deadline");
        thread.setDaemon(true);
        return thread;
    });

    private Deadline() {}

    /**
     * Does work, and kills those of the processes that this one started and their children which match, if it takes longer.
     *
     * @param victims by the path of the program; all are taken note of before the first is killed, since the children of a dead
     *     process are nobody's any more and keep its pipes open
     */
    static void within(Duration time, Predicate<String> victims, Runnable work) {
        ScheduledFuture<?> end = WATCH.schedule(() -> kill(time, victims), time.toMillis(), TimeUnit.MILLISECONDS);
        try {
            work.run();
        } finally {
            end.cancel(false);
        }
    }

    private static void kill(Duration time, Predicate<String> victims) {
        List<ProcessHandle> all = ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().filter(victims).isPresent())
                .toList();
        System.err.println("!!! no answer for " + time.toSeconds() + " s: " + all.size() + " processes are killed");
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
