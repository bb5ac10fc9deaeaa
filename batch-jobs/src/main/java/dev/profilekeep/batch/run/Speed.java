package dev.profilekeep.batch.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** How fast a run was over the last half minute. Not safe for use by several threads. */
final class Speed {
    static final Duration WINDOW = Duration.ofSeconds(30);
    private static final Duration ENOUGH = Duration.ofSeconds(3);

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(Instant at, long done) {}

    void sample(Instant at, long done) {
        Sample last = samples.peekLast();
        if (last != null && (done < last.done || at.isBefore(last.at))) {
            samples.clear();
        }
        samples.addLast(new Sample(at, done));
        // keep the youngest sample that is at least a window old, so that the span is a full window
        while (samples.size() > 2 && secondIsOldEnough(at)) {
            samples.removeFirst();
        }
    }

    private boolean secondIsOldEnough(Instant now) {
        var each = samples.iterator();
        each.next();
        return !each.next().at.isAfter(now.minus(WINDOW));
    }

    /** Things per second; empty if the run was watched for less than three seconds. */
    Optional<Double> perSecond() {
        Sample first = samples.peekFirst();
        Sample last = samples.peekLast();
        if (first == null || last == null) {
            return Optional.empty();
        }
        Duration span = Duration.between(first.at, last.at);
        if (span.compareTo(ENOUGH) < 0) {
            return Optional.empty();
        }
        return Optional.of((last.done - first.done) * 1000.0 / span.toMillis());
    }

    /** Time for the rest at this speed; empty if nothing can be said. */
    Optional<Duration> remaining(long total) {
        Sample last = samples.peekLast();
        if (last == null || total <= 0) {
            return Optional.empty();
        }
        long left = Math.max(0, total - last.done);
        return perSecond()
                .filter(rate -> rate > 0)
                .map(rate -> left / rate)
                .filter(seconds -> seconds < Duration.ofDays(30).toSeconds())
                .map(seconds -> Duration.ofSeconds(Math.round(seconds)));
    }
}
