package dev.profilekeep.hostlog;

import dev.profilekeep.fslogix.LogObservation;
import java.time.ZoneId;
import java.util.List;

/** What came of reading one host's log. */
public sealed interface HostLog permits HostLog.Read, HostLog.Unread {
    /** As it was asked for. */
    String host();

    /**
     * It was read.
     *
     * @param file the newest file's name, as the share has it
     * @param zone that its times were taken to be in, unless the file's own head contradicts
     * @param lines what matters for locks, of everybody, oldest first
     */
    record Read(String host, String file, ZoneId zone, List<LogObservation> lines) implements HostLog {
        public Read {
            lines = List.copyOf(lines);
        }
    }

    /**
     * It was not.
     *
     * @param place that was looked at
     * @param detail what the server answered; empty if there is nothing to add
     */
    record Unread(String host, Why why, String place, String detail) implements HostLog {}

    /** Why a log was not read. */
    enum Why {
        /** No file there is its log. */
        NOT_THERE,
        /** What is known of it is no computer's name: an address, or something made up. */
        NO_NAME,
        /** The place did not answer in time. */
        SILENT,
        /** The place answered with an error. */
        FAILED,
        /** Others come first, and no more are read. */
        TOO_MANY
    }
}
