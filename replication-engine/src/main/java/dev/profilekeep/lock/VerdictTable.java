package dev.profilekeep.lock;

import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.catalog.SearchText;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.lock.LockVerdict.Live;
import dev.profilekeep.lock.LockVerdict.Remedy;
import dev.profilekeep.lock.LockVerdict.Stale;
import dev.profilekeep.lock.LockVerdict.Unproved;
import dev.profilekeep.lock.PlaceSeen.Asked;
import dev.profilekeep.storage.StoredFile;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table {@code container_lock}: the last verdict on each container. Safe for several threads and nodes. */
final class VerdictTable {
    private static final Logger LOG = LoggerFactory.getLogger(VerdictTable.class);
    private static final String NONE = "NONE";
    /** NOT_JUDGED stands for what the inventory found locked after the last look, or before any. */
    private static final String WORD =
            "CASE WHEN k.verdict IS NULL OR k.verdict = 'NONE' THEN 'NOT_JUDGED' ELSE k.verdict END";

    private static final String FROM = " FROM container c LEFT JOIN container_lock k ON k.container_id = c.id";
    private static final String LOCKED =
            "(k.verdict <> 'NONE' OR c.locked = TRUE AND (k.verdict IS NULL OR" + " c.last_seen > k.judged_file_time))";

    /** A verdict so old is replaced by a look that had to leave a location alone. */
    private static final Duration FRESH = Duration.ofMinutes(10);

    private final Database database;

    VerdictTable(Database database) {
        this.database = database;
    }

    /** @param at null if it was never judged */
    private record Before(@Nullable Instant at, String word, String rule, String host, boolean seenLocked) {}

    /**
     * Keeps what looks ended in. An older look never replaces a newer one; and unless it met somebody at work, neither does one that
     * knows {@link Look#nothingNew nothing new} replace any verdict, nor one that left a location alone in its quiet hours replace a
     * verdict of the last ten minutes for which that location was asked.
     *
     * @return of which another verdict, by another rule or on another machine, was there before, or which is free though the
     *     inventory saw it locked
     */
    Set<Long> keep(Collection<Look> looks) {
        if (looks.isEmpty()) {
            return Set.of();
        }
        List<Look> inOrder = looks.stream()
                .sorted(Comparator.comparingLong(Look::containerId))
                .toList();
        try {
            return write(inOrder);
        } catch (CatalogException e) {
            LOG.debug("another look kept the first verdict on one of {} containers", looks.size(), e);
            return write(inOrder);
        }
    }

    private Set<Long> write(List<Look> looks) {
        return database.<Set<Long>, RuntimeException>call(session -> {
            Map<Long, Before> before = new HashMap<>();
            session.each(
                    "SELECT c.id, c.locked, k.judged_at, COALESCE(k.verdict, 'NONE') AS word, COALESCE(k.rule, '') AS rule,"
                            + " COALESCE(k.host, '') AS host" + FROM + " WHERE c.id IN (" + marks(looks.size()) + ")",
                    row -> before.put(
                            row.number("id"),
                            new Before(
                                    row.time("judged_at"),
                                    row.text("word"),
                                    row.text("rule"),
                                    row.text("host"),
                                    row.flag("locked"))),
                    looks.stream().map(Look::containerId).toArray());
            List<@Nullable Object[]> fresh = new ArrayList<>();
            List<@Nullable Object[]> again = new ArrayList<>();
            Set<Long> others = new HashSet<>();
            for (Look look : looks) {
                LockVerdict verdict = look.verdict().orElse(null);
                List<@Nullable Object> values = values(look, verdict);
                Before last = before.get(look.containerId());
                Instant lastAt = last == null ? null : last.at();
                if (lastAt == null) {
                    fresh.add(values.toArray());
                } else if (lastAt.isAfter(look.at()) || last != null && saysLess(session, look, last)) {
                    continue;
                } else {
                    values.add(look.at());
                    again.add(values.toArray());
                }
                if (isAnother(last, verdict)) {
                    others.add(look.containerId());
                }
            }
            session.batch(
                    "UPDATE container_lock SET verdict = ?, rule = ?, remedy = ?, host = ?, host_key = ?, holder_account = ?,"
                            + " locked_since = ?, judged_at = ?, judged_file_time = ?, observations = ?"
                            + " WHERE container_id = ? AND judged_at <= ?",
                    again);
            session.batch(
                    "INSERT INTO container_lock (verdict, rule, remedy, host, host_key, holder_account, locked_since,"
                            + " judged_at, judged_file_time, observations, container_id)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    fresh);
            return others;
        });
    }

    private static boolean saysLess(Session session, Look look, Before last) throws SQLException {
        if (last.word().equals(NONE) || look.verdict().orElse(null) instanceof Live) {
            return false;
        }
        if (look.nothingNew()) {
            return true;
        }
        Set<String> leftAlone = look.evidence().places().stream()
                .filter(place -> place.asked() == Asked.QUIET && !place.fenced())
                .map(PlaceSeen::locationId)
                .collect(Collectors.toSet());
        Instant at = last.at();
        if (leftAlone.isEmpty() || at == null || !at.isAfter(look.at().minus(FRESH))) {
            return false;
        }
        return session
                .first(
                        "SELECT observations FROM container_lock WHERE container_id = ?",
                        row -> LockJson.read(row.text("observations")),
                        look.containerId())
                .orElse(List.of())
                .stream()
                .anyMatch(seen -> seen.source() == Observation.Source.PROBE && leftAlone.contains(seen.locationId()));
    }

    /** What was kept before of a container of which a look knows nothing new, if that says more; empty else. */
    Optional<LockVerdict> instead(Look look) {
        if (look.verdict().orElse(null) instanceof Live) {
            return Optional.empty();
        }
        return find(look.containerId())
                .flatMap(row -> Optional.ofNullable(row.verdict()))
                .filter(kept -> kept.at().isAfter(look.at().minus(FRESH)))
                .filter(kept -> !saysSilent(kept, look));
    }

    /** Whether it says of a location that it does not answer, which answered this look. */
    private static boolean saysSilent(LockVerdict kept, Look look) {
        Set<String> answered = look.sights().stream()
                .map(Sight::place)
                .filter(place -> place.asked() == Asked.ANSWERED)
                .map(PlaceSeen::locationId)
                .collect(Collectors.toSet());
        return kept.observations().stream()
                .filter(seen -> seen.fact() instanceof Fact.Unreachable)
                .anyMatch(seen -> seen.locationId() != null && answered.contains(seen.locationId()));
    }

    private static boolean isAnother(@Nullable Before before, @Nullable LockVerdict now) {
        String word = before == null ? NONE : before.word();
        boolean free = now == null || now.rule() == LockRule.FREE_EVERYWHERE;
        if (free && before != null && before.seenLocked()) {
            return true;
        }
        if (now == null || before == null) {
            return !word.equals(now == null ? NONE : now.word());
        }
        return !word.equals(now.word())
                || !before.rule().equals(now.rule().name())
                || !before.host().equals(cut(now.holder().host(), 300));
    }

    private static List<@Nullable Object> values(Look look, @Nullable LockVerdict verdict) {
        Holder holder = verdict == null ? Holder.UNKNOWN : verdict.holder();
        List<@Nullable Object> values = new ArrayList<>();
        values.add(verdict == null ? NONE : verdict.word());
        values.add(verdict == null ? "" : verdict.rule().name());
        values.add(verdict instanceof Stale stale ? stale.remedy().name() : "");
        values.add(cut(holder.host(), 300));
        values.add(cut(Suspects.key(holder.host()), 300));
        values.add(cut(holder.account(), 500));
        values.add(holder.since());
        values.add(look.at());
        values.add(StoredFile.fromInstant(look.at()));
        values.add(verdict == null ? "" : LockJson.write(verdict.observations()));
        values.add(look.containerId());
        return values;
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }

    List<LockRow> list(LockFilter filter, LockSort sort, long offset, int limit) {
        Where where = where(filter);
        String direction = sort.descending() ? " DESC" : "";
        return database.<List<LockRow>, RuntimeException>call(session -> session.list(
                "SELECT c.id, c.set_id, c.kind, c.sid, c.account, c.base_name, c.sites, k.*, " + WORD + " AS word"
                        + FROM
                        + where.text() + " ORDER BY " + sort.column().sql() + direction + ", c.id" + direction
                        + " LIMIT "
                        + Math.max(0, limit) + " OFFSET " + Math.max(0, offset),
                VerdictTable::read,
                where.arguments()));
    }

    long count(LockFilter filter) {
        Where where = where(filter);
        return database.<Long, RuntimeException>call(
                session -> session.number("SELECT COUNT(*)" + FROM + where.text(), where.arguments()));
    }

    Optional<LockRow> find(long containerId) {
        return database.<Optional<LockRow>, RuntimeException>call(session -> session.first(
                "SELECT c.id, c.set_id, c.kind, c.sid, c.account, c.base_name, c.sites, k.*, " + WORD + " AS word"
                        + FROM + " WHERE c.id = ? AND " + LOCKED,
                VerdictTable::read,
                containerId));
    }

    /** Ids of everything that is, or was last, locked: a few bytes each. */
    List<Long> locked(Reach reach) {
        List<Object> arguments = new ArrayList<>();
        String within = reach.isEverywhere() ? "" : " AND " + reach.term("c", arguments);
        return database.<List<Long>, RuntimeException>call(session -> session.list(
                "SELECT c.id" + FROM + " WHERE " + LOCKED + within + " ORDER BY c.id",
                row -> row.number("id"),
                arguments.toArray()));
    }

    record Grouped(String host, long locked, long live, long stale, long unproved, @Nullable Instant first) {}

    List<Grouped> groups(Reach reach) {
        List<Object> arguments = new ArrayList<>();
        String within = reach.isEverywhere()
                ? ""
                : " AND EXISTS (SELECT 1 FROM container c WHERE c.id = k.container_id AND " + reach.term("c", arguments)
                        + ")";
        return database.<List<Grouped>, RuntimeException>call(session -> session.list(
                "SELECT MIN(k.host) AS host, COUNT(*) AS locked, MIN(k.locked_since) AS since,"
                        + " SUM(CASE WHEN k.verdict = 'LIVE' THEN 1 ELSE 0 END) AS live,"
                        + " SUM(CASE WHEN k.verdict = 'STALE' THEN 1 ELSE 0 END) AS stale,"
                        + " SUM(CASE WHEN k.verdict = 'UNPROVED' THEN 1 ELSE 0 END) AS unproved"
                        + " FROM container_lock k WHERE k.verdict <> 'NONE'" + within + " GROUP BY k.host_key"
                        + " ORDER BY COUNT(*) DESC, k.host_key",
                row -> new Grouped(
                        row.text("host"),
                        row.number("locked"),
                        row.number("live"),
                        row.number("stale"),
                        row.number("unproved"),
                        row.time("since")),
                arguments.toArray()));
    }

    private record Where(String text, Object[] arguments) {}

    private static Where where(LockFilter filter) {
        List<String> terms = new ArrayList<>(List.of(LOCKED));
        List<Object> arguments = new ArrayList<>();
        if (!filter.verdicts().isEmpty()) {
            terms.add(WORD + " IN (" + marks(filter.verdicts().size()) + ")");
            arguments.addAll(filter.verdicts());
        }
        if (!filter.host().isEmpty()) {
            terms.add("k.host_key = ?");
            arguments.add(filter.host().equals(LockFilter.NO_HOST) ? "" : Suspects.key(filter.host()));
        }
        if (!filter.sites().isEmpty()) {
            terms.add("EXISTS (SELECT 1 FROM container_site s WHERE s.container_id = c.id AND s.site_id IN ("
                    + marks(filter.sites().size()) + "))");
            arguments.addAll(filter.sites());
        }
        SearchText.terms(filter.text(), terms, arguments);
        if (filter.sids() != null) {
            terms.add(
                    filter.sids().isEmpty()
                            ? "1 = 0"
                            : "c.sid IN (" + marks(filter.sids().size()) + ")");
            arguments.addAll(filter.sids());
        }
        if (!filter.reach().isEverywhere()) {
            terms.add(filter.reach().term("c", arguments));
        }
        return new Where(" WHERE " + String.join(" AND ", terms), arguments.toArray());
    }

    private static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }

    private static LockRow read(Row row) throws SQLException {
        String sites = row.text("sites");
        return new LockRow(
                row.number("id"),
                row.text("set_id"),
                row.choice("kind", ContainerKind.class),
                row.text("sid"),
                row.text("account"),
                row.text("base_name"),
                sites.isEmpty() ? List.of() : Arrays.asList(sites.split(",")),
                verdict(row));
    }

    private static @Nullable LockVerdict verdict(Row row) throws SQLException {
        String word = row.text("word");
        if (word.equals(LockFilter.NOT_JUDGED)) {
            return null;
        }
        LockRule rule = row.choice("rule", LockRule.class);
        Holder holder = new Holder(row.text("host"), row.text("holder_account"), row.time("locked_since"));
        Instant at = row.when("judged_at");
        List<Observation> seen = LockJson.read(row.text("observations"));
        return switch (word) {
            case "LIVE" -> new Live(rule, holder, at, seen);
            case "STALE" -> new Stale(rule, holder, at, seen, row.choice("remedy", Remedy.class));
            default -> new Unproved(rule, holder, at, seen);
        };
    }
}
