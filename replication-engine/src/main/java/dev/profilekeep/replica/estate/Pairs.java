package dev.profilekeep.replica.estate;

import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.site.ActiveNow;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which copies are compared with which: of every container, each further location that may hold its kind with the active site's. */
final class Pairs {
    private static final String SELECT =
            "SELECT c.id, c.set_id, c.sid, c.account, c.base_name, i.active_id, i.location_id,"
                    + " i.whole, (SELECT MAX(p.path) FROM container_copy p WHERE p.container_id = c.id AND"
                    + " p.location_id = i.active_id AND p.presence <> 'GONE' AND p.written = (SELECT MAX(q.written) FROM"
                    + " container_copy q WHERE q.container_id = c.id AND q.location_id = i.active_id AND q.presence <> 'GONE'))"
                    + " AS active_path, (SELECT MAX(p.path) FROM container_copy p WHERE p.container_id = c.id AND"
                    + " p.location_id = i.location_id AND p.presence <> 'GONE' AND p.written = (SELECT MAX(q.written) FROM"
                    + " container_copy q WHERE q.container_id = c.id AND q.location_id = i.location_id AND q.presence <>"
                    + " 'GONE')) AS path, (SELECT MAX(LOWER(p.sidecars)) FROM container_copy p WHERE p.container_id = c.id AND"
                    + " p.location_id = i.active_id AND p.presence <> 'GONE') AS sidecars, a.last_listed AS active_listed,"
                    + " a.problem AS active_problem, l.last_listed, l.problem FROM verification_item i JOIN container c ON"
                    + " c.id = i.container_id JOIN location a ON a.id = i.active_id JOIN location l ON l.id = i.location_id";

    /** An inventory lists each night; one may fail. What an older listing had not may be there by now. */
    private static final Duration LISTED_LATELY = Duration.ofHours(50);

    private final ProfileKeepConfig config;

    Pairs(ProfileKeepConfig config) {
        this.config = config;
    }

    /** @param since when both were read as a whole; null if they never agreed */
    record Found(
            long containerId, String setId, String activeId, String locationId, boolean whole, @Nullable Instant at) {}

    /** Those that were compared longest ago first. */
    List<Found> find(Session session, VerificationWish wish, Instant now) throws SQLException {
        List<Found> all = new ArrayList<>();
        ActiveNow active = ActiveNow.of(session, config);
        for (SetConfig set : config.sets()) {
            if (wish.setId().isEmpty() || wish.setId().equals(set.id())) {
                for (ContainerKind kind : ContainerKind.values()) {
                    find(session, set, kind, wish, active, now, all);
                }
            }
        }
        all.sort((one, other) -> {
            Instant mine = one.at() == null ? Instant.MIN : one.at();
            Instant theirs = other.at() == null ? Instant.MIN : other.at();
            int order = mine.compareTo(theirs);
            return order != 0 ? order : Long.compare(one.containerId(), other.containerId());
        });
        return all;
    }

    private void find(
            Session session,
            SetConfig set,
            ContainerKind kind,
            VerificationWish wish,
            ActiveNow sites,
            Instant now,
            List<Found> all)
            throws SQLException {
        Optional<String> active = active(sites, set, kind);
        if (active.isEmpty()) {
            return;
        }
        for (String id : further(sites, set, kind)) {
            session.each(
                    "SELECT c.id, s.at, g.whole_at FROM container c LEFT JOIN copy_standing s ON s.container_id = c.id AND"
                            + " s.location_id = ? LEFT JOIN copy_agreement g ON g.container_id = c.id AND g.location_id"
                            + " = ? WHERE c.set_id = ? AND c.kind = ? AND c.gone_since IS NULL"
                            + (wish.containerId() == null ? "" : " AND c.id = " + wish.containerId()),
                    row -> all.add(new Found(
                            row.number("id"),
                            set.id(),
                            active.get(),
                            id,
                            wish.deep() || isTurn(row.number("id"), row.time("whole_at"), now),
                            row.time("at"))),
                    id,
                    id,
                    set.id(),
                    kind);
        }
    }

    /** Whether a set has copies of a kind at the active site and at another one. */
    boolean areThereAny() {
        ActiveNow sites = ActiveNow.configured();
        return config.sets().stream().anyMatch(set -> Arrays.stream(ContainerKind.values())
                .anyMatch(kind -> active(sites, set, kind).isPresent()
                        && !further(sites, set, kind).isEmpty()));
    }

    /** Where copies of a set lie that people do not work with. */
    List<String> further(ActiveNow sites, SetConfig set, ContainerKind kind) {
        return set.locationIds().stream()
                .filter(id -> config.location(id)
                        .filter(one -> !sites.isAt(set, one) && one.kinds().contains(kind))
                        .isPresent())
                .toList();
    }

    /** Where the people of a set work. */
    Optional<String> active(ActiveNow sites, SetConfig set, ContainerKind kind) {
        return set.locationIds().stream()
                .filter(id -> config.location(id)
                        .filter(one -> sites.isAt(set, one) && one.kinds().contains(kind))
                        .isPresent())
                .findFirst();
    }

    /** Each has a day of its own on which it is read as a whole, so that about the same number is each night. One that never agreed is read as a whole anyway. */
    private boolean isTurn(long container, @Nullable Instant whole, Instant now) {
        int days = config.secondSite().verification().fullEveryDays();
        if (whole == null) {
            return false;
        }
        if (!whole.isAfter(now.minus(Duration.ofDays(days)))) {
            return true;
        }
        ZoneId zone = config.secondSite().verification().zone();
        LocalDate today = now.atZone(zone).toLocalDate();
        long turn = Math.floorMod(container * 0x9E3779B97F4A7C15L >>> 16, (long) days);
        return whole.atZone(zone).toLocalDate().isBefore(today) && Math.floorMod(today.toEpochDay() - turn, days) == 0;
    }

    static List<Pair> openOf(Session session, VerificationPart part, Instant now) throws SQLException {
        Map<Long, Map<String, List<String>>> several = several(session, part);
        return session.list(
                SELECT + " WHERE i.run_id = ? AND i.part = ? AND i.word = '' ORDER BY i.place",
                row -> read(row, several.getOrDefault(row.number("id"), Map.of()), now),
                part.runId(),
                part.number());
    }

    /** By container and location, where more than one disk of a container lies. */
    private static Map<Long, Map<String, List<String>>> several(Session session, VerificationPart part)
            throws SQLException {
        Map<Long, Map<String, List<String>>> found = new HashMap<>();
        session.each(
                "SELECT DISTINCT p.container_id, p.location_id, p.path FROM verification_item i JOIN container_copy p ON"
                        + " p.container_id = i.container_id JOIN container_copy q ON q.container_id = p.container_id AND"
                        + " q.location_id = p.location_id AND q.id <> p.id WHERE i.run_id = ? AND i.part = ? AND i.word"
                        + " = '' AND p.presence <> 'GONE' AND q.presence <> 'GONE' ORDER BY p.path",
                row -> found.computeIfAbsent(row.number("container_id"), key -> new HashMap<>())
                        .computeIfAbsent(row.text("location_id"), key -> new ArrayList<>())
                        .add(row.text("path")),
                part.runId(),
                part.number());
        return found;
    }

    private static boolean isListed(@Nullable Instant listed, String problem, Instant now) {
        return listed != null && listed.isAfter(now.minus(LISTED_LATELY)) && problem.isEmpty();
    }

    private static Pair read(Row row, Map<String, List<String>> several, Instant now) throws SQLException {
        return new Pair(
                row.number("id"),
                row.text("set_id"),
                row.text("sid"),
                row.text("account"),
                row.text("active_id"),
                row.text("location_id"),
                row.text("active_path"),
                row.text("path"),
                several.getOrDefault(row.text("active_id"), List.of()),
                several.getOrDefault(row.text("location_id"), List.of()),
                isListed(row.time("active_listed"), row.text("active_problem"), now),
                isListed(row.time("last_listed"), row.text("problem"), now),
                row.text("sidecars").contains(".lock\""),
                row.flag("whole"),
                row.text("account").isEmpty() ? row.text("base_name") : row.text("account"));
    }
}
