package dev.profilekeep.portal.myprofile;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.lock.ClearOutcome;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.lock.LockWords;
import dev.profilekeep.lock.Refusal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What somebody's own page asks of locks. Knows no access rules: {@link MyHelpService} alone may hold it. Safe for several threads. */
public interface OwnLocks {
    /**
     * In the audit trail, where everybody reads it, as the reason: people who free their own profile are not asked for one. Whoever
     * shows it says it in the reader's language.
     */
    String REASON = "freed by its owner on My profile";

    /**
     * Looks now, and says what clearing would do. Takes seconds at most; a look of less than a minute ago is not repeated.
     *
     * @return empty if no location answered, so that nothing is known of it
     * @throws RuntimeException if the catalog does not answer
     */
    Optional<Sighted> look(long containerId);

    /** Clears those that are still as they were looked at; each is proved anew. */
    List<Cleared> clear(List<Sighted> looked, Actor actor);

    /** Whether a session of this person began after a moment, as a host or a broker told. */
    boolean workedSince(String sid, Instant moment);

    /** Ids of sites that were declared cut off: nothing is claimed of what is there. */
    Set<String> cutOff();

    LockWords words(Locale locale, ZoneId zone);

    /** Whether people can be written to. */
    boolean reachesPeople();

    boolean tellWhenFree(long containerId, String sid, String address, Locale language);

    boolean willTell(long containerId, String sid);

    /**
     * A look.
     *
     * @param verdict empty if nothing locks it
     * @param basis what exactly would be cleared; empty unless its owner may
     * @param ownerMay whether it is proved stale and nothing stands against clearing it
     * @param away whether a location did not answer
     * @param silent ids of sites that could not be asked, or could not tell whether somebody works with it there
     * @param unseen those of them at which its file was not seen either
     */
    record Sighted(
            long containerId,
            Instant at,
            Optional<LockVerdict> verdict,
            String basis,
            boolean ownerMay,
            boolean away,
            Set<String> silent,
            Set<String> unseen) {
        public Sighted {
            silent = Set.copyOf(silent);
            unseen = Set.copyOf(unseen);
        }
    }

    /** How clearing one ended. */
    enum How {
        CLEARED,
        /** Nothing had to be changed: the lock is gone already, whoever took it away. */
        FREE,
        /** Nothing was changed, as somebody was quicker or it is not what it was. */
        CHANGED,
        /** Nothing was changed, or not all: the helpdesk must look. */
        NOT
    }

    /**
     * What became of one.
     *
     * @param result how the act on it ended
     * @param refusal why nothing was done; null if it was not refused
     */
    record Cleared(long containerId, How how, ClearOutcome.Result result, Refusal.@Nullable Why refusal) {}
}
