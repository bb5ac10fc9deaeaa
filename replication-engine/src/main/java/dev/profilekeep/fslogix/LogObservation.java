package dev.profilekeep.fslogix;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a line of a log says about a lock or a disk. Texts that the line and what belongs to it do not tell are empty.
 *
 * @param line its number
 * @param time when; {@link LogLine.Time#at()} is null if the log does not tell
 * @param host that wrote the log
 * @param holder the machine that is said to hold the disk; only of {@link Kind#HELD_BY}
 * @param sid whose
 * @param account whose
 * @param path of the disk or folder
 * @param code of Windows; null if the line has none
 * @param status of FSLogix; null if the line has none
 * @param text the line's, cut to 1,000 characters
 */
public record LogObservation(
        long line,
        LogLine.Time time,
        Kind kind,
        String host,
        String holder,
        String sid,
        String account,
        String path,
        @Nullable Long code,
        @Nullable Integer status,
        String text) {

    /** What happened. */
    public enum Kind {
        /** A machine is said to be using the disk. */
        HELD_BY,
        /** The disk could not be had because somebody has it, or a part of it, open. */
        IN_USE,
        /** Access to disk or folder was denied. */
        DENIED,
        /** The disk was opened. */
        OPENED,
        /** The profile could not be loaded; {@link LogObservation#status()} says at which step. */
        LOAD_FAILED,
        /** FSLogix gave the session a status other than 0. */
        STATUS,
        /** A piece of work on a session began; its name is in {@link LogObservation#text()}. */
        BEGIN,
        /** That piece of work ended. */
        END
    }

    /** By our time; null if the log does not tell. */
    public @Nullable Instant at() {
        return time.at();
    }
}
