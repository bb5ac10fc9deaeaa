package dev.profilekeep.drill;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a drill says: everything that was to be done, what of it was done, how long it took and what it rests on.
 *
 * @param plan name of what was rehearsed
 * @param version of the plan
 * @param number of the drill in this installation, from 1 on
 * @param owner who answers for the plan
 * @param approver who agreed that it is run
 * @param operation always {@link #TEST}
 * @param signIn what a sign-in was here: {@link #SIMULATED} unless a real host took part
 * @param targets what was aimed at
 * @param measured what came out in total; a number is missing if it was not measured
 * @param findings what was found wrong
 * @param notes what a reader should know beside
 * @param result what {@link #judge} says of steps and findings
 * @param previous SHA-256 of the file of the report before this one, in hexadecimal; empty if this is the first
 */
public record DrillReport(
        String plan,
        String version,
        long number,
        String owner,
        String approver,
        String operation,
        String signIn,
        Instant started,
        Instant ended,
        Times targets,
        Times measured,
        List<Step> steps,
        List<Finding> findings,
        List<String> notes,
        Result result,
        String previous) {
    public static final String TEST = "TEST";
    public static final String SIMULATED = "Simulated sign-in: file operations only";

    public DrillReport {
        steps = List.copyOf(steps);
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
        if (!operation.equals(TEST)) {
            throw new IllegalArgumentException("operation is " + operation + ", and a drill is always " + TEST);
        }
        if (number < 1) {
            throw new IllegalArgumentException("number is " + number + ", and drills are counted from 1 on");
        }
        if (ended.isBefore(started)) {
            throw new IllegalArgumentException("ended " + ended + " is before started " + started);
        }
        if (!previous.matches("([0-9a-f]{64})?")) {
            throw new IllegalArgumentException("previous is no SHA-256: " + previous);
        }
        Result judged = judge(steps, findings);
        if (result != judged) {
            throw new IllegalArgumentException(
                    "result is " + result + ", and its steps and findings make it " + judged);
        }
    }

    /** In milliseconds. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Times(@Nullable Long rpoMillis, @Nullable Long rtoMillis) {
        public static final Times NONE = new Times(null, null);

        public static Times of(@Nullable Duration rpo, @Nullable Duration rto) {
            return new Times(rpo == null ? null : rpo.toMillis(), rto == null ? null : rto.toMillis());
        }
    }

    /** Whether a drill without the step says anything. */
    public enum Need {
        MANDATORY,
        OPTIONAL,
        /** A person does it, and ticks it. */
        HUMAN
    }

    /** What became of a step. */
    public enum State {
        EXECUTED,
        FAILED,
        NOT_EXECUTED
    }

    /** In a word. */
    public enum Result {
        /** Every mandatory step was executed, and nothing was found that harms anybody. */
        PASSED,
        /** A step failed, or something was found that harms somebody. */
        FAILED,
        /** Nothing harmful was seen, but a mandatory step was not executed. */
        INCOMPLETE
    }

    /**
     * One step.
     *
     * @param started null if it was not executed, as {@code ended}
     * @param measured of this step alone
     * @param evidence what was seen, in plain sentences
     * @param why why it failed or was not executed; empty if it was executed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Step(
            int number,
            String name,
            Need need,
            State state,
            @Nullable Instant started,
            @Nullable Instant ended,
            Times measured,
            List<String> evidence,
            String why) {
        public Step {
            evidence = List.copyOf(evidence);
            boolean begun = state != State.NOT_EXECUTED;
            if (begun != (started != null) || begun != (ended != null)) {
                throw new IllegalArgumentException("step " + number + " is " + state + ", which its times do not fit");
            }
            if ((state == State.EXECUTED) != why.isEmpty()) {
                throw new IllegalArgumentException(
                        "step " + number + " is " + state + ", which its reason does not fit");
            }
        }
    }

    /**
     * What was found wrong.
     *
     * @param code a stable word: {@code CANARY_LOST}
     * @param user whose container; empty if it is nobody's alone
     * @param harm whether somebody would have lost something, or could not have worked in time
     */
    public record Finding(String code, String user, String sentence, boolean harm) {}

    /** The only way to a result. */
    public static Result judge(List<Step> steps, List<Finding> findings) {
        if (findings.stream().anyMatch(Finding::harm)
                || steps.stream().anyMatch(step -> step.state() == State.FAILED)) {
            return Result.FAILED;
        }
        boolean whole =
                steps.stream().allMatch(step -> step.need() != Need.MANDATORY || step.state() == State.EXECUTED);
        return whole && steps.stream().anyMatch(step -> step.need() == Need.MANDATORY)
                ? Result.PASSED
                : Result.INCOMPLETE;
    }
}
