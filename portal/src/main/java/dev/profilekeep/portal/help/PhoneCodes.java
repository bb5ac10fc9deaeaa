package dev.profilekeep.portal.help;

import java.util.List;
import java.util.Optional;

/** Knows the codes that people read out on the telephone. They find a person and open nothing. Safe for several threads. */
public interface PhoneCodes {
    /**
     * Whoever a code was given to; empty if there is no such code, it is too old, or it is of somebody whom the asker does not help.
     *
     * @param typed as somebody heard it, in any case, with blanks or dashes
     */
    Optional<SignedIn> callerOf(String typed);

    /** Who came without a SID and signs in by exactly this account, in any case, at whichever identity provider; knows no access rules. */
    default List<SignedIn> waitingAs(String account) {
        return List.of();
    }
}
