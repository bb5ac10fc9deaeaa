package dev.profilekeep.failover;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a run needs of the rest. Every act can be repeated: what is so already is left so. Acts throw {@link NotDoneException} if nothing
 * was changed; after anything else they may have been done or not.
 */
public interface FailoverWorld {
    /** Why a plan cannot be carried out for these people, whatever its steps are: a sentence; empty if it can. */
    Optional<String> objection(Plan plan, Set<String> sids);

    /** No job changes a copy of these sets from then on, until {@link #release}. */
    void freeze(long run, Set<String> sets) throws NotDoneException;

    /** As far as this run goes, jobs go on. */
    void release(long run) throws NotDoneException;

    /** Whether a site's storage answers now. */
    boolean reachable(String siteId);

    /** Brings over what these people wrote last, and says so in a sentence. Blocks. */
    String replicate(Set<String> sets, String fromSite, String toSite, Set<String> sids) throws NotDoneException;

    /** Looks at these people's copies at {@code toSite}. Blocks. */
    Verified verify(Set<String> sets, String fromSite, String toSite, Set<String> sids) throws NotDoneException;

    /**
     * What a look at copies found.
     *
     * @param good how many people can work with theirs
     * @param notGood a line for each other copy: whose, where, and why not; the same words at every look
     */
    record Verified(int good, List<String> notGood) {
        public Verified {
            notGood = List.copyOf(notGood);
        }
    }

    /** The active site of a set for these people. */
    Active active(String setId, Set<String> sids) throws NotDoneException;

    /**
     * Makes another site the active one for these people, in the next epoch.
     *
     * @param epoch the present one
     * @throws NotDoneException if it has another epoch by now
     */
    void activate(String setId, String siteId, long epoch, Set<String> sids, String reason) throws NotDoneException;

    /** Tells these people, and says in a sentence how; for one run once. */
    String communicate(long run, String toSite, Set<String> sids) throws NotDoneException;

    /** Calls a hook and gives what it answered, cut to what a sentence holds. */
    String call(Hook hook) throws NotDoneException;

    /** @param epoch counts the changes */
    record Active(String siteId, long epoch) {}

    /** Nothing was changed; the message says why. */
    final class NotDoneException extends Exception {
        private static final long serialVersionUID = 1L;

        public NotDoneException(String message) {
            super(message);
        }
    }
}
