package dev.profilekeep.users;

import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.findings.FindingSource;
import dev.profilekeep.health.Finding;
import dev.profilekeep.health.FindingCode;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Containers of people who do not exist any more. Told only by a list from where the SID comes from that was made after the
 * container was first seen, and only while the lists name most of the people who have containers.
 */
public final class Orphans implements FindingSource {
    /** For {@link #prepared}; finds nothing by itself. */
    public Orphans() {
        this(Map.of());
    }

    private final Map<String, Told> lists;

    private Orphans(Map<String, Told> lists) {
        this.lists = lists;
    }

    /** The newest list about an issuer of SIDs. */
    private record Told(String source, Instant at) {}

    private record One(
            long container, String sid, Instant firstSeen, boolean alive, boolean named, Instant deletedAt) {}

    @Override
    public Set<FindingCode> codes() {
        return Set.of(FindingCode.ORPHAN);
    }

    @Override
    public FindingSource prepared(Session session) throws SQLException {
        Map<String, Told> lists = new HashMap<>();
        Map<String, Boolean> forced = new HashMap<>();
        session.each(
                "SELECT DISTINCT u.issuer, l.source, l.exported_at, l.forced FROM directory_user u JOIN user_list l"
                        + " ON l.source = u.source ORDER BY l.exported_at, l.source",
                row -> {
                    lists.put(row.text("issuer"), new Told(row.text("source"), row.when("exported_at")));
                    forced.merge(row.text("issuer"), row.flag("forced"), Boolean::logicalOr);
                });
        if (lists.isEmpty()) {
            return this;
        }
        Map<String, long[]> counts = new HashMap<>();
        session.each(
                "SELECT c.sid, COUNT(u.sid) AS named FROM (SELECT DISTINCT sid FROM container WHERE sid <> '' AND gone_since"
                        + " IS NULL) c LEFT JOIN directory_user u ON u.sid = c.sid GROUP BY c.sid",
                row -> {
                    long[] count =
                            counts.computeIfAbsent(UserListReader.issuer(row.text("sid")), issuer -> new long[2]);
                    count[0]++;
                    count[1] += row.number("named") > 0 ? 1 : 0;
                });
        counts.forEach((issuer, count) -> {
            if (count[1] * 100 < count[0] * Users.ENOUGH_PERCENT && !forced.getOrDefault(issuer, false)) {
                lists.remove(issuer);
            }
        });
        return new Orphans(Map.copyOf(lists));
    }

    @Override
    public void find(Session session, long first, long last, Instant now, BiConsumer<Long, Finding> found)
            throws SQLException {
        if (lists.isEmpty()) {
            return;
        }
        List<One> all = session.list(
                "SELECT c.id, c.sid, c.first_seen, COUNT(u.sid) AS named, COUNT(u.deleted_at) AS deleted,"
                        + " MAX(u.deleted_at) AS deleted_at FROM container c LEFT JOIN directory_user u ON u.sid = c.sid"
                        + " WHERE c.id BETWEEN ? AND ? AND c.sid <> '' GROUP BY c.id, c.sid, c.first_seen",
                row -> {
                    Instant deleted = row.time("deleted_at");
                    return new One(
                            row.number("id"),
                            row.text("sid"),
                            row.when("first_seen"),
                            row.number("named") > row.number("deleted"),
                            row.number("named") > 0,
                            deleted == null ? Instant.EPOCH : deleted);
                },
                first,
                last);
        for (One one : all) {
            Told told = lists.get(UserListReader.issuer(one.sid()));
            if (told == null || one.alive() || !one.named() && one.firstSeen().isAfter(told.at())) {
                continue;
            }
            Map<String, String> facts = new HashMap<>();
            facts.put("source", told.source());
            facts.put("listedAt", told.at().toString());
            if (one.named() && one.deletedAt().isAfter(Instant.EPOCH)) {
                facts.put("deletedAt", one.deletedAt().toString());
            }
            found.accept(one.container(), new Finding(FindingCode.ORPHAN, null, facts));
        }
    }
}
