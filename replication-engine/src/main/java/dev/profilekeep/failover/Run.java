package dev.profilekeep.failover;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan that is carried out, or was.
 *
 * @param reason why it does not go on, in a sentence; empty if it does
 * @param working whether a process works at it now
 * @param endedAt null while it has not ended; until then the clock of the RTO runs from {@code startedAt}
 */
public record Run(
        long id,
        String planId,
        int version,
        State state,
        String reason,
        boolean working,
        Instant startedAt,
        @Nullable Instant endedAt,
        List<Step> steps) {
    /** How far it is. */
    public enum State {
        RUNNING,
        /** A person has to say that it works. */
        WAITING,
        PAUSED,
        ABORTED,
        DONE
    }

    /** How far a step is. */
    public enum StepState {
        WAITING,
        BEGUN,
        DONE,
        /** It was not done. */
        FAILED,
        /** Nobody can tell: it is looked at before it is done again. */
        UNKNOWN
    }

    /**
     * @param minutes that it is expected to take
     * @param nextAt it is not gone on with before; null for at once
     * @param said what it did, or why it did not
     */
    public record Step(
            int number,
            StepKind kind,
            int minutes,
            StepState state,
            @Nullable Instant beganAt,
            @Nullable Instant endedAt,
            @Nullable Instant nextAt,
            String said) {}

    public Run {
        steps = List.copyOf(steps);
    }

    /** What was done and stands, each with how it is undone; what a person needs to know of one that was aborted. */
    public List<String> stands() {
        return steps.stream()
                .filter(step -> step.state() != StepState.WAITING)
                .map(step ->
                        step.kind() + " (" + step.state() + "): " + step.kind().undo())
                .toList();
    }
}
