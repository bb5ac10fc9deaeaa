package dev.profilekeep.cli;

import dev.profilekeep.disk.Progress;
import java.time.Duration;

/**
 * Shows how far long work is, on a terminal, some times a second; ends it when the process is told to end. Close it when the
 * work has ended, in good order or not: if it was told to end and noticed, the process stays until the command has answered.
 */
final class DiskProgress implements Progress, AutoCloseable {
    private static final long EVERY_NANOS = Duration.ofMillis(200).toNanos();

    private final Context context;
    private final ProgressLine line;
    private final Interruption interruption = new Interruption();
    private final String doing;
    private final boolean bytes;
    private final long started = System.nanoTime();
    private long shown = started;
    private boolean noticed;

    private DiskProgress(Context context, String doing, boolean bytes) {
        this.context = context;
        this.line = new ProgressLine(context.err(), context.terminal().err());
        this.doing = doing;
        this.bytes = bytes;
    }

    static DiskProgress counting(Context context, String doing) {
        return new DiskProgress(context, doing, false);
    }

    static DiskProgress ofBytes(Context context, String doing) {
        return new DiskProgress(context, doing, true);
    }

    @Override
    public boolean at(long done, long total) {
        long now = System.nanoTime();
        if (now - shown >= EVERY_NANOS) {
            shown = now;
            line.show(doing, 0, 0, bytes ? speed(done, total, now) : Sizes.percent(done, total));
        }
        return !stopAsked();
    }

    /** Whether the work is to end, for what counts nothing. */
    boolean stopAsked() {
        noticed |= interruption.stopAsked();
        return noticed;
    }

    private String speed(long done, long total, long now) {
        double seconds = (now - started) / 1e9;
        return Sizes.of(done) + " of " + Sizes.of(total) + " (" + Sizes.percent(done, total) + ")  "
                + Sizes.of((long) (done / seconds)) + "/s";
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
