package dev.profilekeep.findings;

import dev.profilekeep.catalog.CatalogJson;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.health.Finding;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.health.FindingKind;
import dev.profilekeep.health.LocationFinding;
import dev.profilekeep.health.LocationFindingCode;
import dev.profilekeep.health.RepositoryFinding;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was found from one judgement to the next. For who judges, in one transaction: {@link #begin}, {@link #containers}
 * piece by piece, {@link #locations}, {@link #end}; {@link #repositories} whenever they were looked at. That somebody has a disk open is no finding to keep: it comes and goes by
 * the hour.
 */
public final class FindingBook {
    private static final int LONGEST = 8_000;
    private static final Comparator<Kept> LATEST_ACCEPTED =
            Comparator.comparing(kept -> kept.acceptedUntil() == null ? Instant.MIN : kept.acceptedUntil());

    private static final String INSERT =
            "INSERT INTO finding (container_id, location_id, repository_id, site_id, code, severity, facts,"
                    + " is_open, first_seen, last_seen, resolved_at, accepted_until, accepted_at, accepted_severity, accepted_by,"
                    + " accepted_name, accepted_reason) VALUES (?, ?, ?, ?, ?, ?, ?, TRUE, ?, ?, NULL, ?, ?, ?, ?, ?, ?)";
    private static final String COLUMNS =
            "SELECT id, container_id, location_id, repository_id, site_id, code, severity, facts, is_open,"
                    + " accepted_until, accepted_at, accepted_severity, accepted_by, accepted_name, accepted_reason FROM finding";

    private final BiFunction<String, String, String> site;
    private final ZoneId zone;

    /**
     * @param site gives the site of a finding from the id of its location (may be empty) and that of its set
     * @param zone when a day begins
     */
    public FindingBook(BiFunction<String, String, String> site, ZoneId zone) {
        this.site = site;
        this.zone = zone;
    }

    /** What was found at one container. */
    public record Found(long containerId, String setId, List<Finding> findings) {
        public Found {
            findings = List.copyOf(findings);
        }
    }

    private record Key(long container, String location, String repository, String code) {}

    private record Kept(
            long id,
            Key key,
            String site,
            int severity,
            String facts,
            boolean open,
            @Nullable Instant acceptedUntil,
            @Nullable Instant acceptedAt,
            int acceptedSeverity,
            String acceptedBy,
            String acceptedName,
            String acceptedReason) {
        static Kept read(Row row) throws SQLException {
            return new Kept(
                    row.number("id"),
                    new Key(
                            row.number("container_id"),
                            row.text("location_id"),
                            row.text("repository_id"),
                            row.text("code")),
                    row.text("site_id"),
                    row.integer("severity"),
                    row.text("facts"),
                    row.flag("is_open"),
                    row.time("accepted_until"),
                    row.time("accepted_at"),
                    row.integer("accepted_severity"),
                    row.text("accepted_by"),
                    row.text("accepted_name"),
                    row.text("accepted_reason"));
        }

        boolean accepts(int severity, Instant now) {
            return acceptedUntil != null && acceptedUntil.isAfter(now) && acceptedSeverity >= severity;
        }
    }

    private record Now(Key key, String site, int severity, String facts) {}

    /** Waits for whoever judges now, here or in another process. */
    public void begin(Session session) throws SQLException {
        session.update("UPDATE health_judge SET id = 1 WHERE id = 1");
    }

    /** Takes in what was found at the containers with ids from {@code first} to {@code last}; those not named have nothing. */
    public void containers(Session session, long first, long last, Collection<Found> found, Instant now)
            throws SQLException {
        Map<Key, Now> current = new LinkedHashMap<>();
        for (Found one : found) {
            for (Finding finding : one.findings()) {
                if (finding.code() != FindingCode.IN_USE) {
                    String location = finding.location() == null ? "" : finding.location();
                    add(current, one.containerId(), location, one.setId(), finding.code(), finding.facts());
                }
            }
        }
        take(session, current, "container_id BETWEEN ? AND ?", now, first, last);
    }

    /** Takes in what was found of some codes at some containers, which may be anywhere; of others nothing changes. */
    public void some(Session session, Collection<FindingCode> codes, Collection<Found> found, Instant now)
            throws SQLException {
        if (found.isEmpty() || codes.isEmpty()) {
            return;
        }
        Map<Key, Now> current = new LinkedHashMap<>();
        List<Object> arguments = new ArrayList<>();
        for (Found one : found) {
            arguments.add(one.containerId());
            for (Finding finding : one.findings()) {
                if (codes.contains(finding.code())) {
                    String location = finding.location() == null ? "" : finding.location();
                    add(current, one.containerId(), location, one.setId(), finding.code(), finding.facts());
                }
            }
        }
        codes.forEach(code -> arguments.add(code.name()));
        String which = "container_id IN (" + marks(found.size()) + ") AND code IN (" + marks(codes.size()) + ")";
        take(session, current, which, now, arguments.toArray());
    }

    private static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }

    /**
     * Takes in what was found at all locations.
     *
     * @param untold by location, what could not be judged this time: what is open of that stays as it is
     */
    public void locations(
            Session session,
            Collection<LocationFinding> found,
            Map<String, Set<LocationFindingCode>> untold,
            Instant now)
            throws SQLException {
        Map<Key, Now> current = new LinkedHashMap<>();
        for (LocationFinding finding : found) {
            add(current, 0, finding.location(), "", finding.code(), finding.facts());
        }
        StringBuilder which = new StringBuilder("container_id IS NULL AND repository_id = ''");
        List<Object> arguments = new ArrayList<>();
        untold.forEach((location, codes) -> {
            if (!codes.isEmpty()) {
                which.append(" AND NOT (location_id = ? AND code IN (")
                        .append(marks(codes.size()))
                        .append("))");
                arguments.add(location);
                codes.forEach(code -> arguments.add(code.name()));
            }
        });
        take(session, current, which.toString(), now, arguments.toArray());
    }

    /** Takes in what was found at all repositories. */
    public void repositories(Session session, Collection<RepositoryFinding> found, Instant now) throws SQLException {
        Map<Key, Now> current = new LinkedHashMap<>();
        for (RepositoryFinding finding : found) {
            Key key = new Key(0, "", finding.repository(), finding.code().name());
            current.put(key, now(key, finding.siteId(), finding.code(), finding.facts()));
        }
        take(session, current, "container_id IS NULL AND repository_id <> ''", now);
    }

    /**
     * Ends a judgement.
     *
     * @param inventory it is that of an inventory
     * @param keep how long what is resolved is remembered
     */
    public void end(Session session, boolean inventory, Duration keep, Instant now) throws SQLException {
        session.update("DELETE FROM finding WHERE resolved_at < ?", now.minus(keep));
        if (inventory) {
            session.update(
                    "UPDATE health_judge SET judged_at = ?, inventory_before = inventory_at, inventory_at = ? WHERE id = 1",
                    now,
                    now);
        } else {
            session.update("UPDATE health_judge SET judged_at = ? WHERE id = 1", now);
        }
        HealthNumbers.remember(session, zone, now);
        session.update("DELETE FROM health_day WHERE on_day < ?", LocalDate.ofInstant(now.minus(keep), zone));
    }

    private void add(
            Map<Key, Now> current,
            long container,
            String location,
            String set,
            FindingKind code,
            Map<String, String> facts) {
        Key key = new Key(container, location, "", code.name());
        current.putIfAbsent(key, now(key, site.apply(location, set), code, facts));
    }

    private static Now now(Key key, String site, FindingKind code, Map<String, String> facts) {
        String json = CatalogJson.write(new TreeMap<>(facts));
        return new Now(key, site, code.severity().ordinal(), json.length() <= LONGEST ? json : "{}");
    }

    private static void take(Session session, Map<Key, Now> current, String which, Instant now, Object... arguments)
            throws SQLException {
        Map<Key, Kept> open = new HashMap<>();
        Map<Key, List<Kept>> closed = new HashMap<>();
        Object[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = now;
        session.each(
                COLUMNS + " WHERE " + which + " AND (is_open = TRUE OR accepted_until > ?)",
                row -> {
                    Kept kept = Kept.read(row);
                    if (kept.open()) {
                        open.put(kept.key(), kept);
                    } else {
                        closed.computeIfAbsent(kept.key(), key -> new ArrayList<>())
                                .add(kept);
                    }
                },
                all);
        List<@Nullable Object[]> fresh = new ArrayList<>();
        List<@Nullable Object[]> changed = new ArrayList<>();
        List<@Nullable Object[]> resolved = new ArrayList<>();
        for (Now found : current.values()) {
            Kept kept = open.remove(found.key());
            if (kept == null) {
                fresh.add(fresh(found, closed.getOrDefault(found.key(), List.of()), now));
            } else if (!kept.facts().equals(found.facts())
                    || kept.severity() != found.severity()
                    || !kept.site().equals(found.site())) {
                changed.add(new @Nullable Object[] {found.facts(), found.severity(), found.site(), kept.id()});
            }
        }
        open.values().forEach(kept -> resolved.add(new @Nullable Object[] {now, kept.id()}));
        // What is open was there when all was judged last: it is written down once it is no more.
        session.batch(
                "UPDATE finding SET is_open = FALSE, resolved_at = ?, last_seen = COALESCE((SELECT j.judged_at FROM"
                        + " health_judge j WHERE j.id = 1), last_seen) WHERE id = ?",
                resolved);
        session.batch("UPDATE finding SET facts = ?, severity = ?, site_id = ? WHERE id = ?", changed);
        session.batch(INSERT, fresh);
    }

    /** One that comes back within the time that somebody accepted it for is accepted still. */
    private static @Nullable Object[] fresh(Now found, List<Kept> before, Instant now) {
        Kept accepted = before.stream()
                .filter(kept -> kept.accepts(found.severity(), now))
                .max(LATEST_ACCEPTED)
                .orElse(null);
        return new @Nullable Object[] {
            found.key().container() == 0 ? null : (Object) found.key().container(),
            found.key().location(),
            found.key().repository(),
            found.site(),
            found.key().code(),
            found.severity(),
            found.facts(),
            now,
            now,
            accepted == null ? null : Objects.requireNonNull(accepted.acceptedUntil()),
            accepted == null ? null : accepted.acceptedAt(),
            accepted == null ? -1 : accepted.acceptedSeverity(),
            accepted == null ? "" : accepted.acceptedBy(),
            accepted == null ? "" : accepted.acceptedName(),
            accepted == null ? "" : accepted.acceptedReason()
        };
    }
}
