package dev.profilekeep.lock;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The disks that looks of this process are about to try, and what they met there as it comes. Safe for several threads. */
final class Underway {
    private final Map<Long, CompletableFuture<PlaceSeen>> trying = new ConcurrentHashMap<>();
    /** When a try began of which no answer came. */
    private final Map<Long, Instant> vain = new ConcurrentHashMap<>();

    /**
     * What one round of looks tries.
     *
     * @param begun when
     */
    record Tries(Map<Long, CompletableFuture<PlaceSeen>> answers, Instant begun) {}

    /** To be ended with {@link #end}. */
    Tries begin(Set<Long> copies, Instant now) {
        Map<Long, CompletableFuture<PlaceSeen>> answers = new HashMap<>();
        for (long copy : copies) {
            CompletableFuture<PlaceSeen> answer = new CompletableFuture<>();
            answers.put(copy, answer);
            vain.remove(copy);
            trying.put(copy, answer);
        }
        return new Tries(answers, now);
    }

    /** What was met there, whether or not there was a disk to be tried. */
    static void answered(Tries tries, long copy, PlaceSeen seen) {
        CompletableFuture<PlaceSeen> answer = tries.answers().get(copy);
        if (answer != null) {
            answer.complete(seen);
        }
    }

    /** No answer came, and none will. */
    void inVain(Tries tries, long copy) {
        CompletableFuture<PlaceSeen> answer = tries.answers().get(copy);
        if (answer != null && !answer.isDone()) {
            vain.put(copy, tries.begun());
            answer.cancel(false);
        }
    }

    /** What has no answer by now gets none. */
    void end(Tries tries) {
        tries.answers().forEach((copy, answer) -> {
            inVain(tries, copy);
            trying.remove(copy, answer);
        });
    }

    /** Completed with what is met, or cancelled if nothing will be; null if no look of this process is about to try it. */
    @Nullable
    CompletableFuture<PlaceSeen> of(long copy) {
        return trying.get(copy);
    }

    /** Whether a look of this process began the try at that time, and got no answer. */
    boolean wasInVain(long copy, @Nullable Instant begun) {
        return begun != null && begun.equals(vain.get(copy));
    }
}
