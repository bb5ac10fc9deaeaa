package dev.profilekeep.readiness;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One look at everybody.
 *
 * @param byPerson somebody asked for it: quiet hours are not kept then
 * @param total copies to look into; 0 until they are counted
 * @param reason why it failed or was stopped; of one that is done the ids of locations that did not answer, with a comma between; empty otherwise
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
    static final String BETWEEN = ", ";

    /** How far it is. */
    public enum Phase {
        LOOKING,
        DONE,
        FAILED,
        STOPPED
    }

    /** Ids of locations that did not answer, or not for all of their copies; empty until it is done. */
    public List<String> silent() {
        return phase == Phase.DONE && !reason.isEmpty() ? List.of(reason.split(BETWEEN)) : List.of();
    }

    public boolean isEnded() {
        return phase != Phase.LOOKING;
    }
}
