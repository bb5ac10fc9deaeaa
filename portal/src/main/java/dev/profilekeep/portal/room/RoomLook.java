package dev.profilekeep.portal.room;

import dev.profilekeep.space.estate.SpaceLook;
import java.util.concurrent.CompletableFuture;

/** A look that is under way, elsewhere than in the page's thread. Safe for several threads. */
public final class RoomLook {
    /** A page is told of each hundredth; more could not be seen. */
    private static final int PARTS = 100;

    private final CompletableFuture<SpaceLook> answer = new CompletableFuture<>();
    private volatile Runnable heard = () -> {};
    private volatile boolean cancelled;
    private volatile double part;

    RoomLook() {}

    /**
     * What came out; cancelled if the look was, failed with an {@link java.io.IOException} if the server did not answer, and with a
     * {@link java.util.concurrent.RejectedExecutionException} if too many people look at once.
     */
    public CompletableFuture<SpaceLook> answer() {
        return answer;
    }

    /** How much of the file table is read, from 0 to 1. */
    public double part() {
        return part;
    }

    /** Is told in the reading thread when there is more to show: it must return soon. */
    public void follow(Runnable listener) {
        heard = listener;
    }

    /** Ends it between two pieces. */
    public void cancel() {
        cancelled = true;
        answer.cancel(false);
    }

    /** @return whether to go on */
    boolean at(long done, long total) {
        double now = total <= 0 ? 0 : Math.min(1, (double) done / (double) total);
        boolean more = (int) (now * PARTS) != (int) (part * PARTS);
        part = now;
        if (more) {
            heard.run();
        }
        return !cancelled;
    }
}
