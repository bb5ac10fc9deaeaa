package dev.profilekeep.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of session hosts and of who works there. Facts are as old as their {@code seenAt}; nobody asks a host when this
 * is called. That somebody has no session is known only where a {@link Listing} says that all sessions of that host were named.
 * Names of computers are compared without domain and without case. Safe for several threads.
 */
public interface SessionDirectory {
    /** By name. */
    List<Host> hosts();

    /** @param name with or without domain ({@code EXAMPLE\AVD-12}, {@code avd-12.example.com}) */
    Optional<Host> host(String name);

    /**
     * The sessions that a person has, as far as their sources still name them, newest told first.
     *
     * <p>A session whose SID is known is compared by SID, if one is given; any other by account. Accounts are compared
     * generously: one without domain, or a user principal name against {@code DOMAIN\name}, matches by the bare name. So a
     * namesake's session may be among them ({@link HostSession#sid()} is then empty). With a SID given, sessions of another SID
     * never match. A user principal name that begins otherwise than the short name is not recognised: that nothing is found by
     * account proves nothing; see {@link Listing#withSids()}.
     *
     * @param sid may be empty
     * @param account {@code DOMAIN\name}, a user principal name or a bare name; may be empty
     */
    List<HostSession> sessionsOf(String sid, String account);

    /** As {@link #sessionsOf(String, String)}, told apart by its form. */
    default List<HostSession> sessionsOf(String sidOrAccount) {
        return SidText.isSid(sidOrAccount) ? sessionsOf(sidOrAccount, "") : sessionsOf("", sidOrAccount);
    }

    /** As {@link #sessionsOf(String, String)}, with those that ended in the last 30 days ({@link HostSession#goneAt()}). */
    List<HostSession> historyOf(String sid, String account);

    /** The sessions of one host, as far as their sources still name them. */
    List<HostSession> sessionsAt(String host);

    /** When a host was started, the start that was told last first; at least those of the last 30 days that anybody told. */
    List<Boot> bootsOf(String host);

    /** For each source that named all sessions of this host: when it last did; newest first. */
    List<Listing> listingsOf(String host);

    /**
     * DNS domains in which a computer of this name was told of in the last 30 days, in lower case. More than one: there are several
     * computers of that name, and nobody can tell which of them said what.
     */
    Set<String> domainsOf(String host);

    /** What else the host said, newest first: disks it has mounted, events, its Cloud Cache. */
    List<HostObservation> observationsOf(String host);

    /** What hosts said about one person's disks, newest first. */
    List<HostObservation> observationsAbout(String sid);

    /** Disks that hosts have mounted and in whose path no person's SID stands, of all hosts: whose they are, only their names tell. */
    List<HostObservation> mountsWithoutSid();

    /** Whether a host's last report had our own time in it, so that what it says of when is known by our clock. */
    boolean tellsOurTime(String host);

    /**
     * That a host was started.
     *
     * @param at by our clock, rather too early than too late
     * @param seenAt when it was told first
     */
    record Boot(String host, Instant at, Source source, Instant seenAt) {}

    /**
     * That a source named every session of a host.
     *
     * @param at as of when
     * @param withSids whether it named the SID of each: then, and only then, a SID that is not among them had no session there
     */
    record Listing(String host, Instant at, boolean withSids, Source source) {}
}
