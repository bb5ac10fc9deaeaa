package dev.profilekeep.request;

import dev.profilekeep.config.RestorePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long whom a request kept waiting. What the asker took to answer a question does not count against those who decide, and what somebody took to sign off against nobody.
 *
 * @param answer from the asking to the first answer of another person, or so far; null if it was over before there was one
 * @param decision from the asking to the yes or no without {@code asker}, or so far; null if it was over before
 * @param asker what the asker took to answer questions, or has taken so far
 * @param signOff how long it waited for somebody to sign off
 * @param doing from the yes to the first end without {@code signOff}, or so far; null without a yes
 * @param running what runs now
 */
public record RequestTimes(
        @Nullable Duration answer,
        @Nullable Duration decision,
        Duration asker,
        Duration signOff,
        @Nullable Duration doing,
        Running running) {

    /** What is measured now. */
    public enum Running {
        /** Nobody answered yet. */
        ANSWER,
        /** Somebody answered, nobody decided. */
        DECISION,
        /** It is the asker's turn. */
        ASKER,
        SIGN_OFF,
        /** There is a yes; it is for ProfileKeep to do it. */
        DOING,
        /** It is over, or goes back. */
        NONE
    }

    /** How far a request came, and when. */
    public record Mark(Instant at, RequestState state) {}

    /** @param marks its steps, from the beginning */
    static RequestTimes of(Request request, List<Mark> marks, Instant now) {
        Duration helpers = Duration.ZERO;
        Duration asker = Duration.ZERO;
        Duration signOff = Duration.ZERO;
        Duration doing = Duration.ZERO;
        for (int i = 0; i < marks.size(); i++) {
            Mark mark = marks.get(i);
            if (mark.state().isOver()) {
                break; // going back is no part of it
            }
            Instant until = i + 1 < marks.size() ? marks.get(i + 1).at() : now;
            Duration took = until.isBefore(mark.at()) ? Duration.ZERO : Duration.between(mark.at(), until);
            switch (mark.state()) {
                case ASKED, ANSWERED -> helpers = helpers.plus(took);
                case QUESTION -> asker = asker.plus(took);
                case WAITING -> signOff = signOff.plus(took);
                case APPROVED, DELAYED, RUNNING -> doing = doing.plus(took);
                case REFUSED, WITHDRAWN, DONE, FAILED, UNDOING, UNDONE -> {
                    // over, or after that
                }
            }
        }
        Running running = running(request);
        boolean waits = running == Running.ANSWER || running == Running.DECISION || running == Running.ASKER;
        boolean agreed = marks.stream().anyMatch(mark -> mark.state() == RequestState.APPROVED);
        return new RequestTimes(
                request.firstAnswerAt() != null || running == Running.ANSWER ? request.untilAnswer(now) : null,
                request.decidedAt() != null || waits ? helpers : null,
                asker,
                signOff,
                agreed ? doing : null,
                running);
    }

    private static Running running(Request request) {
        return switch (request.state()) {
            case ASKED, ANSWERED -> request.firstAnswerAt() == null ? Running.ANSWER : Running.DECISION;
            case QUESTION -> Running.ASKER;
            case WAITING -> Running.SIGN_OFF;
            case APPROVED, DELAYED, RUNNING -> Running.DOING;
            case REFUSED, WITHDRAWN, DONE, FAILED, UNDOING, UNDONE -> Running.NONE;
        };
    }

    /** What runs now, so far; null if nothing does. */
    public @Nullable Duration now() {
        return switch (running) {
            case ANSWER -> answer;
            case DECISION -> decision;
            case ASKER -> asker;
            case SIGN_OFF -> signOff;
            case DOING -> doing;
            case NONE -> null;
        };
    }

    /** How long what runs now may take; null where nobody counts. */
    public @Nullable Duration limit(RestorePolicy.Within within) {
        return switch (running) {
            case ANSWER -> within.firstAnswer();
            case DECISION -> within.decision();
            case DOING -> within.done();
            case ASKER, SIGN_OFF, NONE -> null;
        };
    }

    /** Whether any of it took, or takes, longer than it should. */
    public boolean isLate(RestorePolicy.Within within) {
        return over(answer, within.firstAnswer()) || over(decision, within.decision()) || over(doing, within.done());
    }

    /** Whether {@code took} is more than {@code limit}; what there is none of is not. */
    public static boolean over(@Nullable Duration took, @Nullable Duration limit) {
        return took != null && limit != null && took.compareTo(limit) > 0;
    }
}
