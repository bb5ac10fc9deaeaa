package dev.profilekeep.portal.myprofile;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far somebody got who freed their profile.
 *
 * @param since when the phase began
 * @param freedAt when the profile was freed; null before
 * @param note for the helpdesk, in English; may be empty
 */
public record HelpCase(Phase phase, Instant since, @Nullable Instant freedAt, String note) {
    /** How far. */
    public enum Phase {
        FREEING,
        /** It is free: they can sign in. */
        FREED,
        /** They are in. */
        IN,
        /** It changed meanwhile: nothing was done. */
        CHANGED,
        /** It could not be freed, or not everywhere. */
        FAILED
    }
}
