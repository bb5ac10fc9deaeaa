package dev.profilekeep.readiness;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One observation with what follows from it.
 *
 * @param value what belongs to the fact, as {@link Fact} says; empty if nothing does
 * @param source who saw it
 * @param at when it was so; null if it never was looked at
 * @param old it was seen so long ago that it proves nothing any more
 */
public record Check(
        CheckKind kind, CheckResult result, Fact fact, String value, Source source, @Nullable Instant at, boolean old) {
    /** Who saw something. */
    public enum Source {
        INVENTORY,
        /** The look into the copies for readiness. */
        LOOK,
        /** The judgement of locks. */
        LOCKS,
        /** The comparison of copies. */
        COMPARISON,
        /** The desktops' broker. */
        BROKER,
        CONFIGURATION
    }
}
