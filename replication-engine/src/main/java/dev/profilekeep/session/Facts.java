package dev.profilekeep.session;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one source tells at one moment.
 *
 * @param at as of when
 * @param hosts by key
 * @param sessions of any hosts
 * @param listed hosts all of whose sessions are among them, each with whether every one has its SID; by key
 */
record Facts(
        Source source,
        Instant at,
        Map<String, HostFact> hosts,
        List<SessionFact> sessions,
        Map<String, Boolean> listed) {

    Facts {
        hosts = Map.copyOf(hosts);
        sessions = List.copyOf(sessions);
        listed = Map.copyOf(listed);
    }

    /** Of one host; texts that are not told are empty. More than one domain: there are several of that name. */
    record HostFact(
            String name,
            Set<String> domains,
            String pool,
            String agentVersion,
            String fslogixVersion,
            @Nullable Instant boot) {
        HostFact {
            domains = domains.stream().filter(domain -> !domain.isEmpty()).collect(Collectors.toUnmodifiableSet());
        }

        HostFact and(HostFact other) {
            return new HostFact(
                    name,
                    Stream.concat(domains.stream(), other.domains.stream()).collect(Collectors.toSet()),
                    pool.isEmpty() ? other.pool : pool,
                    agentVersion.isEmpty() ? other.agentVersion : agentVersion,
                    fslogixVersion.isEmpty() ? other.fslogixVersion : fslogixVersion,
                    boot == null || other.boot != null && other.boot.isAfter(boot) ? other.boot : boot);
        }
    }

    /**
     * Of one session.
     *
     * @param since when it began as its source says it: that tells it from the next, and must not move with what is known of clocks
     * @param began the same, as far as possible by our clock
     */
    record SessionFact(
            String host,
            String sid,
            AccountName account,
            HostSession.State state,
            @Nullable Instant since,
            @Nullable Instant began) {
        /** One session of a source has one key. */
        Key key() {
            return new Key(
                    HostName.key(host),
                    sid.isEmpty() ? account.text().toLowerCase(Locale.ROOT) : sid,
                    since == null ? "" : since.toString());
        }
    }

    /** What tells sessions of one source apart. */
    record Key(String host, String person, String since) {}

    /** Collects hosts; what is told twice of one is put together. */
    static final class Hosts {
        private final Map<String, HostFact> hosts = new LinkedHashMap<>();

        void add(HostFact host) {
            hosts.merge(HostName.key(host.name()), host, HostFact::and);
        }

        Map<String, HostFact> all() {
            return hosts;
        }
    }

    /** For every host: whether all its sessions have a SID that is a person's. */
    static Map<String, Boolean> listed(Collection<String> hosts, Collection<SessionFact> sessions) {
        return listed(hosts, sessions, Set.of());
    }

    /** @param unnamed hosts that have a session besides, of which nobody says whose it is; by key */
    static Map<String, Boolean> listed(
            Collection<String> hosts, Collection<SessionFact> sessions, Collection<String> unnamed) {
        Map<String, Boolean> listed = new HashMap<>();
        hosts.forEach(host -> listed.put(host, !unnamed.contains(host)));
        for (SessionFact session : sessions) {
            listed.computeIfPresent(
                    HostName.key(session.host()),
                    (host, all) -> all
                            && SidText.isAccounts(session.sid())
                            && !session.account().isComputers());
        }
        return listed;
    }
}
