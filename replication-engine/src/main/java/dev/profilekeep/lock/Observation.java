package dev.profilekeep.lock;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing seen about a lock.
 *
 * @param source who saw it
 * @param locationId where; null if it is of no location
 * @param at when it was so, by the source's own word
 */
public record Observation(Source source, @Nullable String locationId, Instant at, Weight weight, Fact fact) {
    /** Who can see something of a lock. */
    public enum Source {
        /** The listing of the share. */
        LISTING,
        /** One exclusive open and close of the disk. */
        PROBE,
        /** The administration of the file server. */
        FILE_SERVER,
        /** What a desktop broker or a list told of sessions. */
        SESSIONS,
        /** A session host about itself. */
        HOST,
        /** A host's FSLogix log. */
        LOG,
        /** Looks of ours before. */
        HISTORY,
        /** ProfileKeep itself. */
        US,
        /** A person who said so. */
        PERSON
    }
}
