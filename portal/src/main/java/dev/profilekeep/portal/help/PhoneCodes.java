package dev.profilekeep.portal.help;

import java.util.Optional;

/** Knows the codes that people read out on the telephone. They find a person and open nothing. Safe for several threads. */
public interface PhoneCodes {
    /**
     * The SID of whoever a code was given to; empty if there is no such code, or it is too old.
     *
     * @param typed as somebody heard it, in any case, with blanks or dashes
     */
    Optional<String> sidOf(String typed);
}
