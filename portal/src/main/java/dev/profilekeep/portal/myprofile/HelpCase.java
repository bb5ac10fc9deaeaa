package dev.profilekeep.portal.myprofile;

import dev.profilekeep.lock.JudgedLock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far somebody got who freed their profile.
 *
 * @param since when the phase began
 * @param freedAt when the profile was freed; null before
 * @param note why it did not work out, for the helpdesk, in English; may be empty
 * @param was what they freed or tried to, as it was judged before
 */
public record HelpCase(Phase phase, Instant since, @Nullable Instant freedAt, String note, List<JudgedLock> was) {
    public HelpCase {
        was = List.copyOf(was);
    }

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
