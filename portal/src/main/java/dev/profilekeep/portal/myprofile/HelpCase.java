package dev.profilekeep.portal.myprofile;

import dev.profilekeep.lock.JudgedLock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far somebody got who freed their profile, or tried to.
 *
 * @param since when the phase began
 * @param freedAt when they freed it; null before, and if they did not
 * @param note why it did not work out, as {@link CaseNote} has it; may be empty
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
        /** They could not free it, and it is free all the same: another did, or it ended by itself. They can sign in. */
        FREED_BY_OTHERS,
        /** They are in. */
        IN,
        /** It changed meanwhile: nothing was done. */
        CHANGED,
        /** It could not be freed, or not everywhere. */
        FAILED;

        /** Whether it is free and they are expected to sign in. */
        boolean isFree() {
            return this == FREED || this == FREED_BY_OTHERS;
        }

        /** Whether nothing came of what they tried, as far as is known. */
        boolean isInVain() {
            return this == CHANGED || this == FAILED;
        }
    }

    /** Since when they may be in: from then on a session of theirs is a new one. */
    Instant inFrom() {
        return freedAt == null ? since : freedAt;
    }
}
