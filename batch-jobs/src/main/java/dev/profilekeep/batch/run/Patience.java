package dev.profilekeep.batch.run;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Tries again while the database is away. */
record Patience(Duration limit) {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

    static Patience of(Duration limit) {
        return new Patience(limit);
    }

    /** @throws DataAccessException the last one, when the time is over or the thread is interrupted */
    <T> T get(Supplier<T> action) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                return action.get();
            } catch (DataAccessException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                LOG.warn("the database did not answer; tried again reason={}", Reasons.of(e));
                try {
                    TimeUnit.SECONDS.sleep(1);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw e;
                }
            }
        }
    }
}
