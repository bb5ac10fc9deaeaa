package dev.profilekeep.request;

import java.util.EnumSet;
import java.util.Set;

/** How far a request is. */
public enum RequestState {
    ASKED,
    /** Whoever is to decide wants to know something first. */
    QUESTION,
    ANSWERED,
    /** Another person said yes. */
    APPROVED,
    REFUSED,
    /** Whoever asked wants it no more. */
    WITHDRAWN,
    /** It begins by itself when nobody works with the container any more. */
    WAITING,
    /** Something else than a person keeps it from going on; it is tried again by itself. */
    DELAYED,
    RUNNING,
    DONE,
    FAILED,
    /** Whoever asked says that it was wrong: it goes back as soon as nobody works with the container. */
    UNDOING,
    UNDONE;

    /** Those that one may come to next. */
    public Set<RequestState> next() {
        return switch (this) {
            case ASKED -> EnumSet.of(QUESTION, APPROVED, REFUSED, WITHDRAWN);
            case QUESTION -> EnumSet.of(ANSWERED, APPROVED, REFUSED, WITHDRAWN);
            case ANSWERED -> EnumSet.of(QUESTION, APPROVED, REFUSED, WITHDRAWN);
            case APPROVED -> EnumSet.of(WAITING, DELAYED, RUNNING, WITHDRAWN, FAILED);
            case WAITING -> EnumSet.of(DELAYED, RUNNING, WITHDRAWN, FAILED);
            case DELAYED -> EnumSet.of(WAITING, RUNNING, WITHDRAWN, FAILED);
            case RUNNING -> EnumSet.of(DONE, FAILED, WAITING, DELAYED);
            case DONE, FAILED -> EnumSet.of(UNDOING);
            case UNDOING -> EnumSet.of(UNDONE, FAILED);
            case REFUSED, WITHDRAWN, UNDONE -> EnumSet.noneOf(RequestState.class);
        };
    }

    /** Whether nothing more comes of it by itself; until then no other request for the container is taken. */
    public boolean isOver() {
        return switch (this) {
            case REFUSED, WITHDRAWN, DONE, FAILED, UNDONE -> true;
            case ASKED, QUESTION, ANSWERED, APPROVED, WAITING, DELAYED, RUNNING, UNDOING -> false;
        };
    }

    /** Whether somebody has to say yes or no; one with a {@link #QUESTION} waits for whoever asked. */
    public boolean waitsForDecision() {
        return this == ASKED || this == ANSWERED;
    }

    /** Those from which one may come to {@code state}. */
    static Set<RequestState> before(RequestState state) {
        Set<RequestState> before = EnumSet.noneOf(RequestState.class);
        for (RequestState each : values()) {
            if (each.next().contains(state)) {
                before.add(each);
            }
        }
        return before;
    }
}
