package dev.profilekeep.readiness;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One look at everybody.
 *
 * @param byPerson somebody asked for it: quiet hours are not kept then
 * @param total copies to look into; 0 until they are counted
 * @param reason why it failed or was stopped; empty otherwise
 */
public record ReadinessRun(
        long id,
        String startedBy,
        boolean byPerson,
        Instant startedAt,
        @Nullable Instant endedAt,
        Phase phase,
        long total,
        long done,
        String reason) {
    /** How far it is. */
    public enum Phase {
        LOOKING,
        DONE,
        FAILED,
        STOPPED
    }

    public boolean isEnded() {
        return phase != Phase.LOOKING;
    }
}
