package dev.profilekeep.restore;

import dev.profilekeep.lock.JudgedLock;
import dev.profilekeep.request.Note;
import org.jspecify.annotations.Nullable;

/**
 * Why nothing is restored. Nothing was changed then.
 *
 * @param sentence for people, in English; names the place and what to do
 * @param lock what stands in the way, if a lock does, as it was judged
 */
public record RestoreRefusal(Why why, String sentence, @Nullable JudgedLock lock) {
    public RestoreRefusal(Why why, String sentence) {
        this(why, sentence, null);
    }

    /** For people who speak other languages, and live in other time zones, too. */
    Note note() {
        return lock == null ? Note.of("refusal." + why, sentence) : Note.lock(sentence, lock);
    }

    /** Whether another copy of the same backup may do better: it is the backup, or where it lies, that failed. */
    boolean isOfBackup() {
        return why == Why.NO_SNAPSHOT || why == Why.SNAPSHOT_DAMAGED || why == Why.UNREACHABLE;
    }

    /** The kinds of reasons, for translations and scripts. */
    public enum Why {
        /** There is no such container within reach, or its set is not configured any more. */
        UNKNOWN,
        /** Somebody has it in use, or a lock is not proved stale. */
        LOCKED,
        /** A difference disk, or what is left of one, belongs to it. */
        DIFFERENCE_DISK,
        /** It is not the only disk of its kind. */
        SEVERAL_DISKS,
        /** The storage keeps this copy: it is never touched. */
        STORAGE_REPLICA,
        /** The mode of a location does not let this initiator change anything there. */
        MODE,
        /** Under Cloud Cache hosts may keep what they did not write yet. */
        CLOUD_CACHE,
        /** Copies that are to become one file do not say the same. */
        COPIES_DIFFER,
        /** Too little room beside it. */
        NO_ROOM,
        /** There is no file in whose place anything could be put. */
        NO_COPY,
        /** The backup is of another container. */
        OTHER_CONTAINER,
        /** The backup is gone. */
        NO_SNAPSHOT,
        /** The backup is damaged, or what was made of it is not what was backed up. */
        SNAPSHOT_DAMAGED,
        /** The kept file is gone, or was written after it had lost its name. */
        NOTHING_KEPT,
        /** What is in place now could not be backed up before it is replaced. */
        NOT_BACKED_UP,
        /** The server, or our rights there, allow no safe exchange. */
        NO_SAFE_SWAP,
        /** A location does not answer. */
        UNREACHABLE,
        /** We may not, at the server. */
        DENIED,
        /** Another act of ours is at work on it. */
        HELD_BY_US,
        /** The catalog or the audit did not answer: no entry, no act. */
        NOT_TOLD,
        /** It is not what it was when the plan was made. */
        CHANGED
    }
}
