package dev.profilekeep.fslogix;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** One line of an FSLogix log, or the head of a file as one. */
public sealed interface LogLine permits LogLine.Header, LogLine.Entry, LogLine.Other {
    /** Counted from 1; of a head, where it begins. */
    long number();

    /**
     * The head that FSLogix writes when it opens a file; there may be several in one.
     *
     * @param created in local time; null if that cannot be read
     * @param offset of the local time from UTC then; null if that cannot be read
     * @param computer the host; empty if it is not told
     * @param account whose process writes
     * @param version of FSLogix; empty if it is not told
     */
    record Header(
            long number,
            @Nullable LocalDateTime created,
            @Nullable ZoneOffset offset,
            String computer,
            String account,
            String version)
            implements LogLine {}

    /**
     * A line with a time.
     *
     * @param process and thread as in {@code [tid:00000dc4.0000151c]}; both empty in versions that do not write them
     * @param code of a warning or error, 32 bits unsigned; null if the line has none
     * @param text without blanks around it, at most {@link FslogixLog#LONGEST} characters
     */
    record Entry(long number, Time time, String process, String thread, Level level, @Nullable Long code, String text)
            implements LogLine {}

    /** A line that is none of the two: a text that goes on, or no line of FSLogix. */
    record Other(long number, String text) implements LogLine {}

    /** How grave. */
    enum Level {
        INFO,
        WARN,
        ERROR,
        /** A word that is not known here. */
        OTHER
    }

    /**
     * When. A line has only the time of day; date and zone come from what is before it.
     *
     * @param clock as written
     * @param date null if nothing tells it
     * @param at null if nothing tells date or zone
     * @param hourUncertain {@code at} may be off by an hour: only the offset at the file's beginning is known, and some zone that
     *     had it then puts its clocks forward or back before this line. Give the host's zone to be sure
     */
    record Time(LocalTime clock, @Nullable LocalDate date, @Nullable Instant at, boolean hourUncertain) {}
}
