package dev.profilekeep.compact.estate;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of one copy of a container in a run. Sizes in bytes.
 *
 * @param containerId of the catalog, which may not have it any more
 * @param account of the person; empty if it is not known
 * @param path of the file in its location
 * @param agentVersion of FSLogix on the host that used it last; empty if nobody told
 * @param canary one of the few of its kind that went first
 * @param why the reason by which such are counted, a word of {@code Refusal.Why.word()} or one of {@link Waits}; empty if it became smaller
 * @param sentence the reason for people, about this one; empty if there is none
 * @param bytesBefore length of the file
 * @param bytesPlanned length that it would have by the plan; −1 if nobody could tell
 * @param bytesAfter length of the new file; −1 if there is none
 * @param blockSizeBefore of a dynamic disk; 0 if it has none
 * @param blockSizeAfter planned or made; 0 if there is none
 * @param beganAt when it was looked at
 * @param endedAt null while it waits or is worked at
 * @param purpose of the act, by which what is kept of it is found again; empty if nothing was changed
 */
public record CompactionItem(
        long runId,
        long containerId,
        String setId,
        String locationId,
        String account,
        String path,
        String agentVersion,
        boolean canary,
        Outcome outcome,
        String why,
        String sentence,
        long bytesBefore,
        long bytesPlanned,
        long bytesAfter,
        int blockSizeBefore,
        int blockSizeAfter,
        @Nullable Instant beganAt,
        @Nullable Instant endedAt,
        String purpose) {
    /** How it ended. */
    public enum Outcome {
        /** It could become smaller, and its turn has not come; or nothing was to be changed. */
        PLANNED,
        COMPACTED,
        SKIPPED,
        /** It should have become smaller; it is as it was. */
        FAILED
    }

    /** Reasons of a night, beside those of a disk. */
    public static final class Waits {
        /** A few of its pool and agent version went first, and not enough of these people have signed in and out since. */
        public static final String FOR_CANARIES = "for-canaries";

        /** A disk of its pool and agent version that went first was found damaged after a sign-in. */
        public static final String CANARY_DAMAGED = "canary-damaged";

        /** The window of the night was over. */
        public static final String WINDOW = "window";

        /** Too many failed in this run. */
        public static final String ERROR_BUDGET = "error-budget";

        /** Under Cloud Cache disks are not changed from outside, unless that was allowed for the set; nor then, if a host may keep a cache. */
        public static final String CLOUD_CACHE = "cloud-cache";

        /** The copies of a Cloud Cache set, or the state files beside them, do not say the same, so that no one file may take the place of all. */
        public static final String COPIES_DIFFER = "copies-differ";

        /** The storage carries the other copy: it is never touched. */
        public static final String STORAGE_REPLICA = "storage-replica";

        /** The mode of a location lets this initiator change nothing there. */
        public static final String MODE = "mode";

        /** It is not the only disk of its kind of this person, so nobody can tell which is right. */
        public static final String SEVERAL_DISKS = "several-disks";

        /** Somebody put the larger disk back not long ago: a run does not undo what a person did. */
        public static final String PUT_BACK = "put-back";

        /** Its server, the catalog or the audit did not answer, or it was not there any more. */
        public static final String UNREACHABLE = "unreachable";

        /** A smaller file could not be made, or was not proved to say the same: everything is as it was, and somebody has to look why. */
        public static final String FAILED = "failed";

        private Waits() {}
    }

    /** By how much the file became smaller, or would by the plan; 0 if neither is known. */
    public long gain() {
        long to = bytesAfter >= 0 ? bytesAfter : bytesPlanned;
        return to < 0 ? 0 : Math.max(0, bytesBefore - to);
    }
}
