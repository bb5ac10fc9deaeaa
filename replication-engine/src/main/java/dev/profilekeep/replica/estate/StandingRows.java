package dev.profilekeep.replica.estate;

import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.replica.Agreement;
import dev.profilekeep.replica.CopySight;
import dev.profilekeep.replica.CopyStanding;
import dev.profilekeep.replica.CopyStandings;
import dev.profilekeep.replica.CopyWord;
import dev.profilekeep.replica.FileState;
import dev.profilekeep.replica.PairComparison.Compared;
import dev.profilekeep.replica.SaidContent;
import dev.profilekeep.replica.SeenCopy;
import dev.profilekeep.replica.Verdict;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the catalog keeps of copies. Safe for several threads. */
final class StandingRows implements CopyStandings {
    /** So many of a copy's last states are remembered by their roots. */
    private static final int ROOTS = 60;

    /** Of standings {@code s}, those that were found beside the site at which people still work: what was found beside another, before people moved, tells nothing. */
    static final String BESIDE_ACTIVE_SITE =
            " JOIN container c ON c.id = s.container_id JOIN location against ON against.id = s.against_id LEFT JOIN"
                    + " active_site moved ON moved.set_id = c.set_id WHERE (moved.site_id IS NULL OR moved.site_id ="
                    + " against.site_id)";

    private final Database database;

    StandingRows(Database database) {
        this.database = database;
    }

    @Override
    public Map<Long, List<CopyStanding>> of(Set<Long> containerIds) {
        return database.<Map<Long, List<CopyStanding>>, RuntimeException>call(session -> {
            Map<Long, List<CopyStanding>> all = new HashMap<>();
            for (long id : containerIds) {
                List<CopyStanding> found = of(session, id);
                if (!found.isEmpty()) {
                    all.put(id, found);
                }
            }
            return all;
        });
    }

    private static List<CopyStanding> of(Session session, long container) throws SQLException {
        Map<String, List<CopySight>> sights = new HashMap<>();
        session.each(
                "SELECT * FROM copy_sight WHERE container_id = ? ORDER BY location_id, place",
                row -> sights.computeIfAbsent(row.text("location_id"), key -> new ArrayList<>())
                        .add(new CopySight(
                                row.textOrNull("seen_at_id"), row.when("at"), row.text("fact"), row.text("told"))),
                container);
        return session.list(
                "SELECT s.* FROM copy_standing s" + BESIDE_ACTIVE_SITE
                        + " AND s.container_id = ? ORDER BY s.location_id",
                row -> {
                    Long behind = row.numberOrNull("behind_seconds");
                    return new CopyStanding(
                            container,
                            row.text("location_id"),
                            row.text("against_id"),
                            row.choice("word", CopyWord.class),
                            row.when("at"),
                            row.time("proved_at"),
                            row.time("agreed_up_to"),
                            behind == null ? null : Duration.ofSeconds(behind),
                            row.flag("newborn"),
                            sights.getOrDefault(row.text("location_id"), List.of()));
                },
                container);
    }

    /** The last agreement of a pair, if both copies still lie where they did. */
    static @Nullable Agreement agreement(Session session, Pair pair) throws SQLException {
        return agreement(
                session, pair.containerId(), pair.locationId(), pair.activeId(), pair.activePath(), pair.path());
    }

    static @Nullable Agreement agreement(
            Session session, long containerId, String locationId, String activeId, String activePath, String path)
            throws SQLException {
        return session.first(
                        "SELECT * FROM copy_agreement WHERE container_id = ? AND location_id = ? AND active_id = ? AND"
                                + " active_path = ? AND path = ?",
                        StandingRows::agreement,
                        containerId,
                        locationId,
                        activeId,
                        activePath,
                        path)
                .orElse(null);
    }

    private static Agreement agreement(Row row) throws SQLException {
        return new Agreement(
                new ContentMap.Rules(
                        row.integer("rules_version"),
                        row.choice("rules_kind", ContentLayout.Kind.class),
                        ChunkSizes.STANDARD),
                Sha256.parse(row.text("root")),
                state(row, "active_"),
                new FileState(
                        row.number("file_bytes"),
                        row.number("written"),
                        row.number("changed"),
                        row.number("file_id"),
                        row.text("stamp")),
                row.when("proved_at"),
                row.when("same_until"));
    }

    private static FileState state(Row row, String prefix) throws SQLException {
        return new FileState(
                row.number(prefix + "bytes"),
                row.number(prefix + "written"),
                row.number(prefix + "changed"),
                row.number(prefix + "file_id"),
                row.text(prefix + "stamp"));
    }

    static Map<Sha256, Instant> roots(Session session, long container, String location) throws SQLException {
        Map<Sha256, Instant> roots = new HashMap<>();
        session.each(
                "SELECT root, said_at FROM copy_root WHERE container_id = ? AND location_id = ?",
                row -> roots.put(Sha256.parse(row.text("root")), row.when("said_at")),
                container,
                location);
        return roots;
    }

    /** Takes over what a comparison found. */
    static void record(Session session, Pair pair, Compared compared, String site, LocalDate day, Instant now)
            throws SQLException {
        Verdict verdict = compared.verdict();
        Agreement agreement = compared.agreement();
        standing(session, pair, verdict, agreement, now);
        if (agreement == null) {
            session.update(
                    "DELETE FROM copy_agreement WHERE container_id = ? AND location_id = ?",
                    pair.containerId(),
                    pair.locationId());
        } else if (verdict.word() == CopyWord.EQUAL || verdict.word() == CopyWord.PRESUMED_EQUAL) {
            agree(session, pair, agreement, compared.whole(), now);
        }
        said(session, pair.containerId(), compared.active());
        Duration behind = verdict.behind();
        session.update(
                "DELETE FROM copy_behind WHERE container_id = ? AND location_id = ? AND on_day = ?",
                pair.containerId(),
                pair.locationId(),
                day.toString());
        if (behind != null) {
            session.update(
                    "INSERT INTO copy_behind (container_id, location_id, on_day, site_id, behind_seconds) VALUES"
                            + " (?, ?, ?, ?, ?)",
                    pair.containerId(),
                    pair.locationId(),
                    day.toString(),
                    site,
                    behind.toSeconds());
        }
    }

    private static void standing(
            Session session, Pair pair, Verdict verdict, @Nullable Agreement agreement, Instant now)
            throws SQLException {
        session.update(
                "DELETE FROM copy_sight WHERE container_id = ? AND location_id = ?",
                pair.containerId(),
                pair.locationId());
        session.update(
                "DELETE FROM copy_standing WHERE container_id = ? AND location_id = ?",
                pair.containerId(),
                pair.locationId());
        Duration behind = verdict.behind();
        session.update(
                "INSERT INTO copy_standing (container_id, location_id, against_id, word, rule, at, proved_at,"
                        + " agreed_up_to, behind_seconds, newborn) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                pair.containerId(),
                pair.locationId(),
                pair.activeId(),
                verdict.word(),
                verdict.rule(),
                now,
                agreement == null ? null : agreement.provedAt(),
                verdict.agreedUpTo(),
                behind == null ? null : Long.valueOf(behind.toSeconds()),
                verdict.isNewborn());
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (CopySight sight : verdict.sights()) {
            rows.add(new @Nullable Object[] {
                pair.containerId(),
                pair.locationId(),
                rows.size(),
                sight.locationId(),
                sight.at(),
                sight.fact(),
                RunRows.cut(sight.value(), 2000)
            });
        }
        session.batch(
                "INSERT INTO copy_sight (container_id, location_id, place, seen_at_id, at, fact, told) VALUES"
                        + " (?, ?, ?, ?, ?, ?, ?)",
                rows);
    }

    private static void agree(Session session, Pair pair, Agreement now, boolean whole, Instant at)
            throws SQLException {
        Optional<Instant> before = session.first(
                "SELECT whole_at FROM copy_agreement WHERE container_id = ? AND location_id = ?",
                row -> row.when("whole_at"),
                pair.containerId(),
                pair.locationId());
        session.update(
                "DELETE FROM copy_agreement WHERE container_id = ? AND location_id = ?",
                pair.containerId(),
                pair.locationId());
        session.update(
                "INSERT INTO copy_agreement (container_id, location_id, active_id, rules_version, rules_kind, root,"
                        + " active_path, active_bytes, active_written, active_changed, active_file_id, active_stamp,"
                        + " path, file_bytes, written, changed, file_id, stamp, proved_at, same_until, whole_at) VALUES"
                        + " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                pair.containerId(),
                pair.locationId(),
                pair.activeId(),
                now.rules().version(),
                now.rules().kind(),
                now.root().toString(),
                pair.activePath(),
                now.active().size(),
                now.active().lastWriteTime(),
                now.active().changeTime(),
                now.active().fileId(),
                now.active().stamp(),
                pair.path(),
                now.further().size(),
                now.further().lastWriteTime(),
                now.further().changeTime(),
                now.further().fileId(),
                now.further().stamp(),
                now.provedAt(),
                now.sameUntil(),
                whole ? at : before.orElse(at));
    }

    private static void said(Session session, long container, SeenCopy copy) throws SQLException {
        if (copy instanceof SeenCopy.There there) {
            SaidContent said = there.said();
            if (said != null) {
                session.update(
                        "DELETE FROM copy_root WHERE container_id = ? AND location_id = ? AND root = ?",
                        container,
                        copy.locationId(),
                        said.root().toString());
                session.update(
                        "INSERT INTO copy_root (container_id, location_id, root, said_at) VALUES (?, ?, ?, ?)",
                        container,
                        copy.locationId(),
                        said.root().toString(),
                        copy.at());
                forget(session, container, copy.locationId());
            }
        }
    }

    private static void forget(Session session, long container, String location) throws SQLException {
        List<Instant> times = session.list(
                "SELECT said_at FROM copy_root WHERE container_id = ? AND location_id = ? ORDER BY said_at DESC",
                row -> row.when("said_at"),
                container,
                location);
        if (times.size() > ROOTS) {
            session.update(
                    "DELETE FROM copy_root WHERE container_id = ? AND location_id = ? AND said_at < ?",
                    container,
                    location,
                    times.get(ROOTS - 1));
        }
    }

    /** Roots whose maps are needed. */
    static Set<Sha256> needed(Session session) throws SQLException {
        Set<Sha256> roots = new HashSet<>();
        session.each("SELECT DISTINCT root FROM copy_agreement", row -> roots.add(Sha256.parse(row.text("root"))));
        return roots;
    }

    /** Forgets the loss of days that are so long ago that nobody compares with them. */
    static void forgetLosses(Session session, LocalDate before) throws SQLException {
        session.update("DELETE FROM copy_behind WHERE on_day < ?", before.toString());
    }

    /** Newest day first. */
    List<LossOfDay> losses(LocalDate from) {
        return database.<List<LossOfDay>, RuntimeException>call(session -> session.list(
                "SELECT on_day, site_id, COUNT(*) AS people, PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY behind_seconds)"
                        + " AS median, PERCENTILE_DISC(0.95) WITHIN GROUP (ORDER BY behind_seconds) AS p95,"
                        + " MAX(behind_seconds) AS most FROM copy_behind WHERE on_day >= ? GROUP BY on_day, site_id"
                        + " ORDER BY on_day DESC, site_id",
                row -> new LossOfDay(
                        LocalDate.parse(row.text("on_day")),
                        row.text("site_id"),
                        row.number("people"),
                        Duration.ofSeconds(row.number("median")),
                        Duration.ofSeconds(row.number("p95")),
                        Duration.ofSeconds(row.number("most"))),
                from.toString()));
    }
}
