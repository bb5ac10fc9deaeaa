package dev.profilekeep.lock;

/**
 * How far a run over all locks is, and in the end what came out.
 *
 * @param free that nothing locks any more
 * @param failed that could not be looked at at all
 */
public record JudgeProgress(long total, long done, long live, long stale, long unproved, long free, long failed) {}
