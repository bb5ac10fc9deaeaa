package dev.profilekeep.lock;

import java.util.List;

/**
 * A lock as it was judged, to be kept beyond its end: by whom it was held, since when, and all that was seen. As data, so that it
 * is told to everybody in their own language ({@link LockWords}).
 */
public record JudgedLock(long containerId, LockVerdict verdict) {
    /** Of the verdicts that these locks had; {@link #read} takes it back. */
    public static String write(List<JudgedLock> locks) {
        return LockJson.writeLocks(locks);
    }

    /** @param json of {@link #write}; empty for none */
    public static List<JudgedLock> read(String json) {
        return LockJson.readLocks(json);
    }
}
