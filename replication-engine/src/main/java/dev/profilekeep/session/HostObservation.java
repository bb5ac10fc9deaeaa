package dev.profilekeep.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a host said about itself.
 *
 * @param sid whose disk it is about, if that can be told from the path or text; else empty
 * @param path the disk or target it is about; else empty
 * @param code a stable word: for an event {@code <provider>:<id>}; for a provider {@code reachable}, {@code unreachable} or
 *     {@code unknown}; else empty
 * @param detail in the host's words, at most 8,000 characters
 * @param at when it happened; for a state, when the host looked. By our clock, rather too early than too late
 * @param seenAt when the report that told it last was made
 * @param goneAt of a state: when the host first reported without it; null while it holds, and for events
 */
public record HostObservation(
        String host,
        Kind kind,
        String sid,
        String path,
        String code,
        String detail,
        Instant at,
        Instant seenAt,
        @Nullable Instant goneAt,
        Source source) {

    /** In the detail of a {@link Kind#CACHE_DISK}: the report that told it could not tell what is mounted. */
    public static final String MOUNTS_UNREAD = " mounts=unread";

    /** What it is about; whether a later report without it ends it. */
    public enum Kind {
        /** A disk of a share that the host has mounted. */
        MOUNT(true),
        /** A Cloud Cache provider and whether the host reached it. */
        PROVIDER(true),
        /** The disk with the Cloud Cache. */
        CACHE_DISK(true),
        /** An entry of the host's event log. */
        EVENT(false);

        private final boolean lasting;

        Kind(boolean lasting) {
            this.lasting = lasting;
        }

        boolean lasting() {
            return lasting;
        }
    }
}
