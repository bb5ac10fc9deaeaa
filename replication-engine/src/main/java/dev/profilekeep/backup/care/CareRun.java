package dev.profilekeep.backup.care;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run of a kind of care, over all repositories.
 *
 * @param total repositories; of copies the backups that are to be copied, as far as that is known by now
 * @param done of these
 * @param amount over all: decisions to forget, problems found, containers restored for a trial, or backups copied
 * @param bytes over all: given back, or read
 * @param clean whether there was nothing to tell of any
 * @param reason why it failed or was stopped; empty if it did not
 */
public record CareRun(
        long id,
        CareKind kind,
        String startedBy,
        Instant startedAt,
        @Nullable Instant endedAt,
        Phase phase,
        String doing,
        long total,
        long done,
        long amount,
        long bytes,
        boolean clean,
        String reason) {

    /** How it stands. */
    public enum Phase {
        RUNNING,
        DONE,
        /** Something could not be done; can be started again, and goes on with the repositories that are left. */
        FAILED,
        STOPPED
    }
}
