package dev.profilekeep.lock;

import dev.profilekeep.catalog.Reach;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which locks are asked for; empty sets and texts do not narrow.
 *
 * @param verdicts words of {@link LockVerdict#word()}; {@link #NOT_JUDGED} for those that nobody looked at yet
 * @param host of the machine that holds it, with or without domain; {@link #NO_HOST} if that is not known
 * @param sites containers with a copy there
 * @param text part of account name, SID or disk name; several words must all match
 * @param sids people whose locks may be seen; null for everybody's
 * @param reach to which containers whoever asks is held, whatever they ask for
 */
public record LockFilter(
        Set<String> verdicts, String host, Set<String> sites, String text, @Nullable Set<String> sids, Reach reach) {
    /** The inventory says locked, and no look has judged it since. */
    public static final String NOT_JUDGED = "NOT_JUDGED";

    /** In place of a host's name, which it cannot be: judged locks of which nobody can tell which machine holds them. */
    public static final String NO_HOST = "?";

    public static final LockFilter ALL = new LockFilter(Set.of(), "", Set.of(), "", null);

    public LockFilter {
        verdicts = Set.copyOf(verdicts);
        sites = Set.copyOf(sites);
        sids = sids == null ? null : Set.copyOf(sids);
    }

    /** For somebody who is held to nothing. */
    public LockFilter(Set<String> verdicts, String host, Set<String> sites, String text, @Nullable Set<String> sids) {
        this(verdicts, host, sites, text, sids, Reach.EVERYWHERE);
    }

    /** The same for somebody who is held to {@code to}. */
    public LockFilter within(Reach to) {
        return new LockFilter(verdicts, host, sites, text, sids, to);
    }
}
