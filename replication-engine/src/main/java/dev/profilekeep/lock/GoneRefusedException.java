package dev.profilekeep.lock;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A machine is not declared gone, or its declaration not taken back, as things stand. */
public final class GoneRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Why why;
    private final @Nullable Instant at;

    /** Why not. */
    public enum Why {
        /** The time at which it went has not come. */
        FUTURE,
        /** It was heard of less than ten minutes ago. */
        HEARD_LATELY,
        /** It was heard of after it is said to have gone. */
        HEARD_AFTER,
        /** Nobody ever told of it, and no lock speaks of it. */
        NEVER_HEARD,
        /** There is more than one of that name. */
        NAMESAKES,
        /** It is declared gone already. */
        ALREADY,
        /** It is not declared gone. */
        NOT_GONE
    }

    /** @param at the time that speaks against it; null if none does */
    public GoneRefusedException(Why why, @Nullable Instant at, String message) {
        super(message);
        this.why = why;
        this.at = at;
    }

    public Why why() {
        return why;
    }

    /** The time that speaks against it; null if none does. */
    public @Nullable Instant at() {
        return at;
    }
}
