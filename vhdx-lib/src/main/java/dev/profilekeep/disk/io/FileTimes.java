package dev.profilekeep.disk.io;

import java.time.Instant;

/**
 * Times as Windows keeps them, counts of 100 ns since 1601-01-01 UTC ([MS-DTYP] 2.3.3), and as Java does. Nothing is lost in
 * either direction.
 */
public final class FileTimes {
    private static final long TICKS_PER_SECOND = 10_000_000L;
    private static final long SECONDS_TO_1970 = 11_644_473_600L;

    private FileTimes() {}

    /** The moment that {@code ticks}, signed, stand for. */
    public static Instant instant(long ticks) {
        long seconds = Math.floorDiv(ticks, TICKS_PER_SECOND);
        long rest = Math.floorMod(ticks, TICKS_PER_SECOND);
        return Instant.ofEpochSecond(seconds - SECONDS_TO_1970, rest * 100);
    }

    /**
     * The count for a moment; what is finer than 100 ns is cut off.
     *
     * @throws ArithmeticException if the moment lies outside what the count can hold, some 29,000 years
     */
    public static long ticks(Instant moment) {
        long seconds = Math.addExact(moment.getEpochSecond(), SECONDS_TO_1970);
        long rest = moment.getNano() / 100;
        // The first second of the range begins before what can be counted.
        return seconds < 0
                ? Math.addExact(Math.multiplyExact(seconds + 1, TICKS_PER_SECOND), rest - TICKS_PER_SECOND)
                : Math.addExact(Math.multiplyExact(seconds, TICKS_PER_SECOND), rest);
    }
}
