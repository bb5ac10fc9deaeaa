package dev.profilekeep.lock;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What one look asks one location. For the thread that looks, but for what the location's own thread tells. */
final class Asking {
    private static final long NOT_YET = Long.MIN_VALUE;

    private final Target target;
    private final AtomicReference<@Nullable Sight> sofar = new AtomicReference<>();
    private final CompletableFuture<Sight> answer = new CompletableFuture<>();
    private final AtomicLong begun = new AtomicLong(NOT_YET);
    private LookRow before;
    private LookRow claimed;
    private boolean mine;
    private @Nullable Future<?> task;
    private @Nullable CompletableFuture<PlaceSeen> heard;
    private long readAt;

    /**
     * @param before what was remembered before this look
     * @param claimed what is, now that it is settled who tries the disk
     * @param mine whether this look does
     */
    Asking(Target target, LookRow before, LookRow claimed, boolean mine) {
        this.target = target;
        this.before = before;
        this.claimed = claimed;
        this.mine = mine;
        this.readAt = System.nanoTime();
    }

    Target target() {
        return target;
    }

    String location() {
        return target.location().id();
    }

    LookRow before() {
        return before;
    }

    LookRow claimed() {
        return claimed;
    }

    boolean mine() {
        return mine;
    }

    AtomicReference<@Nullable Sight> sofar() {
        return sofar;
    }

    CompletableFuture<Sight> answer() {
        return answer;
    }

    /** Called by the location's thread when it is this one's turn. */
    void begin() {
        begun.set(System.nanoTime());
    }

    boolean hasBegun() {
        return begun.get() != NOT_YET;
    }

    /** For how long the location has been asked, in nanoseconds. */
    long asked() {
        return System.nanoTime() - begun.get();
    }

    boolean isSubmitted() {
        return task != null;
    }

    void submitted(Future<?> as) {
        task = as;
    }

    void cancel() {
        if (task != null) {
            task.cancel(true);
        }
    }

    /** Whether the bell is to be rung anew: this answer of another look is not waited for yet. */
    boolean listensTo(CompletableFuture<PlaceSeen> other) {
        boolean fresh = heard != other;
        heard = other;
        return fresh;
    }

    /** What another look of this process is waited for; null for none yet. */
    @Nullable
    CompletableFuture<PlaceSeen> heard() {
        return heard;
    }

    /** Whether the catalog is to be read again, as it was not for {@code nanos}. */
    boolean isToRead(long nanos) {
        long now = System.nanoTime();
        if (now - readAt < nanos) {
            return false;
        }
        readAt = now;
        return true;
    }

    /** Another look of this process met this. */
    void met(PlaceSeen place) {
        if (place.probedAt() != null) {
            claimed = claimed.answeredBy(place);
        }
    }

    /** This is remembered by now. */
    void remembered(LookRow row) {
        before = row;
        claimed = row;
    }
}
