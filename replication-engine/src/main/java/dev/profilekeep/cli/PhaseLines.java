package dev.profilekeep.cli;

import dev.profilekeep.compact.CompactionProgress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Shows the phases of a compaction on one line of a terminal; ends it when the process is told to end. One for the whole work, so that no end falls between two phases. Close it when the answer
 * is given.
 */
final class PhaseLines implements CompactionProgress, AutoCloseable {
    private static final long EVERY_NANOS = Duration.ofMillis(200).toNanos();

    private final Context context;
    private final ProgressLine line;
    private final Interruption interruption = new Interruption();
    private @Nullable Phase phase;
    private long began;
    private long shown = System.nanoTime();
    private boolean noticed;

    PhaseLines(Context context) {
        this.context = context;
        this.line = new ProgressLine(context.err(), context.terminal().err());
    }

    @Override
    public boolean at(Phase now, long done, long total) {
        long time = System.nanoTime();
        if (now != phase) {
            phase = now;
            began = time;
        }
        if (time - shown >= EVERY_NANOS) {
            shown = time;
            line.show(word(now), 0, 0, speed(done, total, time));
        }
        noticed |= interruption.stopAsked();
        return !noticed;
    }

    private String speed(long done, long total, long now) {
        double seconds = Math.max(0.001, (now - began) / 1e9);
        return Sizes.of(done) + " of " + Sizes.of(total) + " (" + Sizes.percent(done, total) + ")  "
                + Sizes.of((long) (done / seconds)) + "/s";
    }

    private static String word(Phase phase) {
        return switch (phase) {
            case PLANNING -> "looking";
            case COPYING -> "copying";
            case PROVING -> "proving";
            case EXCHANGING -> "exchanging";
        };
    }

    /** Takes the line away. */
    void clear() {
        line.clear();
    }

    @Override
    public void close() {
        line.clear();
        if (noticed) {
            context.noticed().add(interruption);
        } else {
            interruption.close();
        }
    }
}
