package dev.profilekeep.failover;

import java.util.Set;

/**
 * What a run needs of the rest. Every act can be repeated: what is so already is left so. Acts throw {@link NotDoneException} if nothing
 * was changed; after anything else they may have been done or not.
 */
public interface FailoverWorld {
    /** No job changes a copy of these sets from then on, until {@link #release}. */
    void freeze(Set<String> sets) throws NotDoneException;

    /** Jobs of these sets go on. */
    void release(Set<String> sets) throws NotDoneException;

    /** Whether a site's storage answers now. */
    boolean reachable(String siteId);

    /** Brings over what these people wrote last, and says so in a sentence. Blocks. */
    String replicate(Set<String> sets, String fromSite, String toSite, Set<String> sids) throws NotDoneException;

    /** Looks at these people's copies at {@code toSite}, and says what it found in a sentence. Blocks. */
    String verify(Set<String> sets, String fromSite, String toSite, Set<String> sids) throws NotDoneException;

    /** The active site of a set for these people. */
    Active active(String setId, Set<String> sids) throws NotDoneException;

    /**
     * Makes another site the active one for these people, in the next epoch.
     *
     * @param epoch the present one
     * @throws NotDoneException if it has another epoch by now
     */
    void activate(String setId, String siteId, long epoch, Set<String> sids) throws NotDoneException;

    /** Tells these people; for one run once. */
    void communicate(long run, String toSite, Set<String> sids) throws NotDoneException;

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
