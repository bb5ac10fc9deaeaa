package dev.profilekeep.session;

import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.session.Facts.HostFact;
import dev.profilekeep.session.Facts.Key;
import dev.profilekeep.session.Facts.SessionFact;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts facts into the catalog, within the caller's transaction. */
final class FactWriter {
    /** A start told twice differs by what the host's clock was corrected by meanwhile. */
    private static final Duration SAME_BOOT = Duration.ofMinutes(2);

    private final Session session;

    /** Waits for whoever writes now, here or in another process. */
    FactWriter(Session session) throws SQLException {
        this.session = session;
        session.update("UPDATE session_writer SET turn = turn + 1 WHERE id = 1");
    }

    /** As a database keeps a time. */
    static Instant kept(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    void hosts(Facts facts) throws SQLException {
        Map<String, Kept> known = new HashMap<>();
        if (facts.hosts().size() == 1) {
            String key = facts.hosts().keySet().iterator().next();
            session.each(KeptHost.SELECT + " WHERE host_key = ?", row -> known.put(key, Kept.of(row)), key);
        } else {
            session.each(KeptHost.SELECT, row -> known.put(row.text("host_key"), Kept.of(row)));
        }
        List<@Nullable Object[]> fresh = new ArrayList<>();
        List<@Nullable Object[]> changed = new ArrayList<>();
        for (Map.Entry<String, HostFact> host : facts.hosts().entrySet()) {
            Kept before = known.get(host.getKey());
            Kept now =
                    Kept.told(host.getValue(), kept(facts.at()), facts.source().id());
            if (before == null) {
                fresh.add(now.values(host.getKey()));
            } else {
                changed.add((now.seenAt.isBefore(before.seenAt) ? before.filledBy(now) : now.filledBy(before))
                        .values(host.getKey()));
            }
        }
        session.batch(
                "INSERT INTO session_host (name, pool, agent_version, fslogix_version, seen_at, source, host_key)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                fresh);
        session.batch(
                "UPDATE session_host SET name = ?, pool = ?, agent_version = ?, fslogix_version = ?, seen_at = ?,"
                        + " source = ? WHERE host_key = ?",
                changed);
        domains(facts);
        for (Map.Entry<String, HostFact> host : facts.hosts().entrySet()) {
            Instant boot = host.getValue().boot();
            if (boot != null) {
                boot(host.getKey(), kept(boot), facts);
            }
        }
    }

    private void domains(Facts facts) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        facts.hosts().forEach((key, host) -> host.domains()
                .forEach(domain -> rows.add(new Object[] {key, domain, kept(facts.at())})));
        session.batch("DELETE FROM host_domain WHERE host_key = ? AND domain = ? AND seen_at <= ?", rows);
        session.batch(
                "INSERT INTO host_domain (host_key, domain, seen_at) SELECT k.* FROM (SELECT CAST(? AS VARCHAR(255)) AS host_key,"
                        + " CAST(? AS VARCHAR(255)) AS domain, CAST(? AS TIMESTAMP(6) WITH TIME ZONE) AS seen_at) k"
                        + " WHERE NOT EXISTS (SELECT 1 FROM host_domain d WHERE d.host_key = k.host_key AND d.domain = k.domain)",
                rows);
    }

    private void boot(String host, Instant at, Facts facts) throws SQLException {
        long near = session.number(
                "SELECT COUNT(*) FROM host_boot WHERE host_key = ? AND boot_at BETWEEN ? AND ?",
                host,
                at.minus(SAME_BOOT),
                at.plus(SAME_BOOT));
        if (near > 0) {
            if (near == 1 && facts.source().kind() == Source.Kind.HOST_REPORT) {
                // Rather too early than too late: what began before a start is taken for dead.
                session.update(
                        "UPDATE host_boot SET boot_at = ? WHERE host_key = ? AND boot_at > ? AND boot_at <= ?",
                        at,
                        host,
                        at,
                        at.plus(SAME_BOOT));
            }
            if (facts.source().kind() == Source.Kind.HOST_REPORT) {
                // The host's own word: an export told of it before.
                session.update(
                        "UPDATE host_boot SET source = ? WHERE host_key = ? AND boot_at BETWEEN ? AND ?",
                        facts.source().id(),
                        host,
                        at.minus(SAME_BOOT),
                        at.plus(SAME_BOOT));
            }
            // What is told last counts, whichever start is the later: a clock that was wrong then is right now.
            session.update(
                    "UPDATE host_boot SET seen_at = ? WHERE host_key = ? AND boot_at BETWEEN ? AND ? AND seen_at < ?",
                    kept(facts.at()),
                    host,
                    at.minus(SAME_BOOT),
                    at.plus(SAME_BOOT),
                    kept(facts.at()));
        } else {
            session.update(
                    "INSERT INTO host_boot (host_key, boot_at, source, seen_at) VALUES (?, ?, ?, ?)",
                    host,
                    at,
                    facts.source().id(),
                    kept(facts.at()));
        }
    }

    /**
     * @param over hosts whose other sessions of this source are over; null for all of them
     * @param unnamed hosts with a session that may be anybody's, so that none there is known to be over; by key
     * @return how many are over now that were not before
     */
    int sessions(Facts facts, @Nullable Collection<String> over, Set<String> unnamed) throws SQLException {
        Map<Key, KeptSession> known = keptSessions(facts, over);
        Instant at = kept(facts.at());
        String source = facts.source().id();
        List<@Nullable Object[]> fresh = new ArrayList<>();
        List<@Nullable Object[]> changed = new ArrayList<>();
        List<@Nullable Object[]> same = new ArrayList<>();
        Set<Key> named = new HashSet<>();
        for (SessionFact fact : facts.sessions()) {
            Key key = fact.key();
            named.add(key);
            KeptSession before = known.get(key);
            String account = fact.account().text();
            if (before == null) {
                fresh.add(new Object[] {
                    source,
                    key.host(),
                    fact.host(),
                    key.person(),
                    key.since(),
                    fact.sid(),
                    account,
                    fact.account().name(),
                    fact.state(),
                    fact.began() == null ? null : kept(fact.began()),
                    at
                });
            } else if (!before.seenAt.isAfter(at)) {
                if (!before.gone && before.state == fact.state() && before.account.equals(account)) {
                    same.add(new Object[] {at, before.id});
                } else {
                    changed.add(
                            new Object[] {fact.host(), account, fact.account().name(), fact.state(), at, before.id});
                }
            }
        }
        List<@Nullable Object[]> gone = new ArrayList<>();
        known.forEach((key, before) -> {
            if (!named.contains(key)
                    && !before.gone
                    && !unnamed.contains(key.host())
                    && !before.seenAt.isAfter(at)
                    && (over == null || over.contains(key.host()))) {
                gone.add(new Object[] {at, before.id});
            }
        });
        session.batch("UPDATE host_session SET gone_at = ? WHERE id = ?", gone);
        session.batch(
                "UPDATE host_session SET host_name = ?, account = ?, account_key = ?, state = ?, seen_at = ?,"
                        + " gone_at = NULL WHERE id = ?",
                changed);
        if (over == null && unnamed.isEmpty()) {
            // Whatever is not over was named: one statement instead of one for each.
            session.update(
                    "UPDATE host_session SET seen_at = ? WHERE source = ? AND gone_at IS NULL AND seen_at < ?",
                    at,
                    source,
                    at);
        } else {
            session.batch("UPDATE host_session SET seen_at = ? WHERE id = ?", same);
        }
        session.batch(
                "INSERT INTO host_session (source, host_key, host_name, person_key, since_key, sid, account, account_key,"
                        + " state, since, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                fresh);
        return gone.size();
    }

    private Map<Key, KeptSession> keptSessions(Facts facts, @Nullable Collection<String> over) throws SQLException {
        String one = over != null && over.size() == 1 ? over.iterator().next() : "";
        Map<Key, KeptSession> known = new HashMap<>();
        session.each(
                "SELECT id, host_key, person_key, since_key, state, account, seen_at, gone_at FROM host_session WHERE "
                        + (one.isEmpty() ? "source = ?" : "source = ? AND host_key = ?"),
                row -> known.put(
                        new Key(row.text("host_key"), row.text("person_key"), row.text("since_key")),
                        new KeptSession(
                                row.number("id"),
                                row.when("seen_at"),
                                row.choice("state", HostSession.State.class),
                                row.text("account"),
                                row.time("gone_at") != null)),
                one.isEmpty()
                        ? new Object[] {facts.source().id()}
                        : new Object[] {facts.source().id(), one});
        return known;
    }

    void listings(Facts facts) throws SQLException {
        String source = facts.source().id();
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Map.Entry<String, Boolean> host : facts.listed().entrySet()) {
            rows.add(new Object[] {host.getKey(), source, kept(facts.at()), host.getValue()});
        }
        session.batch(
                "DELETE FROM host_listing WHERE host_key = ? AND source = ?",
                rows.stream().map(row -> new Object[] {row[0], row[1]}).toList());
        session.batch("INSERT INTO host_listing (host_key, source, listed_at, with_sids) VALUES (?, ?, ?, ?)", rows);
    }

    /** What was last told longer ago than {@code limit} is forgotten. */
    void forget(Instant limit) throws SQLException {
        session.update("DELETE FROM host_session WHERE seen_at < ?", limit);
        session.update("DELETE FROM host_observation WHERE seen_at < ?", limit);
        session.update("DELETE FROM host_listing WHERE listed_at < ?", limit);
        session.update("DELETE FROM host_domain WHERE seen_at < ?", limit);
        session.update("DELETE FROM host_report WHERE received_at < ?", limit);
        session.update("DELETE FROM session_export WHERE received_at < ?", limit);
        session.update("DELETE FROM session_host WHERE seen_at < ?", limit);
        session.update("DELETE FROM host_clock WHERE NOT EXISTS (SELECT 1 FROM session_host h WHERE h.host_key ="
                + " host_clock.host_key)");
        // The last start of a host that is still known is a fact of today, however long ago it was told.
        session.update(
                "DELETE FROM host_boot WHERE seen_at < ? AND (NOT EXISTS (SELECT 1 FROM session_host h WHERE h.host_key ="
                        + " host_boot.host_key) OR EXISTS (SELECT 1 FROM host_boot b WHERE b.host_key = host_boot.host_key"
                        + " AND b.boot_at > host_boot.boot_at))",
                limit);
    }

    private record KeptSession(long id, Instant seenAt, HostSession.State state, String account, boolean gone) {}

    /** Columns of a host. */
    private static final class KeptHost {
        static final String SELECT =
                "SELECT host_key, name, pool, agent_version, fslogix_version, seen_at, source FROM session_host";
    }

    private record Kept(
            String name, String pool, String agentVersion, String fslogixVersion, Instant seenAt, String source) {
        static Kept of(Row row) throws SQLException {
            return new Kept(
                    row.text("name"),
                    row.text("pool"),
                    row.text("agent_version"),
                    row.text("fslogix_version"),
                    row.when("seen_at"),
                    row.text("source"));
        }

        static Kept told(HostFact host, Instant at, String source) {
            return new Kept(host.name(), host.pool(), host.agentVersion(), host.fslogixVersion(), at, source);
        }

        /** What this one leaves open is taken from {@code older}. */
        Kept filledBy(Kept older) {
            return new Kept(
                    name,
                    pool.isEmpty() ? older.pool : pool,
                    agentVersion.isEmpty() ? older.agentVersion : agentVersion,
                    fslogixVersion.isEmpty() ? older.fslogixVersion : fslogixVersion,
                    seenAt,
                    source);
        }

        @Nullable
        Object[] values(String key) {
            return new Object[] {name, pool, agentVersion, fslogixVersion, seenAt, source, key};
        }
    }
}
