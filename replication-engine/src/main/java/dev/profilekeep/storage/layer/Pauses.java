package dev.profilekeep.storage.layer;

import java.util.concurrent.TimeUnit;

/** Time as layers use it: to be replaced in tests. */
public interface Pauses {
    /** Nanoseconds since some moment; only differences mean anything. */
    long nanos();

    /** Returns after {@code nanos}. */
    void pause(long nanos) throws InterruptedException;

    /** This machine's time. */
    static Pauses real() {
        return new Pauses() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void pause(long nanos) throws InterruptedException {
                TimeUnit.NANOSECONDS.sleep(nanos);
            }
        };
    }
}
