package dev.profilekeep.compact;

import dev.profilekeep.disk.compact.Obstacle;
import java.util.Locale;

/**
 * Why a container is not compacted.
 *
 * @param sentence for people, about this container
 */
public record Refusal(Why why, String sentence) {
    /** By which refusals are counted. */
    public enum Why {
        /** A lock file lies beside it. */
        LOCKED,
        /** Somebody has it open, or wrote to it while it was read. */
        IN_USE,
        /** A difference disk lies beside it, whose content belongs to this very disk. */
        DIFFERENCE_BESIDE,
        /** ProfileKeep itself works in this folder, or above it: that is to do it. */
        MANAGED,
        /** Cloud Cache keeps its state beside it: hosts carry blocks between the copies, by their place. */
        CLOUD_CACHE,
        /** Whether somebody has it open cannot be seen here. */
        UNPROVED,
        /** The second reader, which shares no code with the first, does not understand it. */
        NO_SECOND_OPINION,
        /** The server, or our rights there, allow no safe swap. */
        NO_SAFE_SWAP,
        /** There is no old file to go back to. */
        NOTHING_KEPT,
        /** The smaller file was written to: going back would lose that. */
        USED_SINCE,
        DAMAGED,
        NOT_CHECKED,
        DIFFERENCE_DISK,
        CONTAINER_LOG,
        UNKNOWN_FILE_SYSTEM,
        BITLOCKER,
        SHADOW_COPIES,
        HIBERNATED,
        DIRTY,
        OPEN_LOG,
        FIXED,
        NO_ROOM,
        ALREADY_MINIMAL,
        GAIN_TOO_SMALL;

        /** The word for JSON and CSV. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Whether it says that the container is small enough, rather than that it must not be touched. */
        public boolean isContentment() {
            return this == ALREADY_MINIMAL || this == GAIN_TOO_SMALL;
        }
    }

    static Refusal of(Obstacle obstacle) {
        return new Refusal(Why.valueOf(obstacle.kind().name()), obstacle.sentence());
    }
}
