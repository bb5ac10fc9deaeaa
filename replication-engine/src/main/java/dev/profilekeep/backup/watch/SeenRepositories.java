package dev.profilekeep.backup.watch;

import dev.profilekeep.backup.care.CareKind;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.BackupPolicy;
import dev.profilekeep.config.Cron;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.RepositoryConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.health.RepositoryFacts;
import dev.profilekeep.health.RepositoryRules;
import dev.profilekeep.site.ActiveNow;
import dev.profilekeep.storage.Volume;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the catalog knows of repositories, as facts to judge them by. */
final class SeenRepositories {
    /** The room of so many days tells how much a usual night takes… */
    private static final int DAYS = 14;
    /** …if there are so many differences at least. */
    private static final int LEAST = 3;

    private final ProfileKeepConfig config;
    private final BackupPolicy policy;

    SeenRepositories(ProfileKeepConfig config) {
        this.config = config;
        this.policy = config.backups();
    }

    void keys(Session session, String id, int recovery, @Nullable Instant proved, Instant now) throws SQLException {
        session.update(
                "UPDATE repository_state SET looked_at = ?, recovery_keys = ?, proved_at = ? WHERE repository_id = ?",
                now,
                recovery,
                proved,
                id);
    }

    /** In the place of what stood there of today. */
    void room(Session session, String id, Volume volume, Instant now) throws SQLException {
        LocalDate today = LocalDate.ofInstant(now, policy.zone());
        session.update("DELETE FROM repository_room WHERE repository_id = ? AND on_day = ?", id, today);
        session.update(
                "INSERT INTO repository_room (repository_id, on_day, total_bytes, free_bytes) VALUES (?, ?, ?, ?)",
                id,
                today,
                volume.totalBytes(),
                volume.freeBytes());
        session.update(
                "DELETE FROM repository_room WHERE on_day < ?",
                today.minusDays(config.inventory().keepGrowthDays()));
    }

    RepositoryFacts facts(Session session, RepositoryConfig one, TestTimes times, Instant now) throws SQLException {
        record State(RepositoryFacts.@Nullable Problem problem, RepositoryFacts.@Nullable Keys keys) {}
        State state = session.first(
                        "SELECT problem, problem_since, looked_at, recovery_keys, proved_at FROM repository_state"
                                + " WHERE repository_id = ?",
                        row -> {
                            Instant since = row.time("problem_since");
                            return new State(
                                    since == null ? null : new RepositoryFacts.Problem(row.text("problem"), since),
                                    row.time("looked_at") == null
                                            ? null
                                            : new RepositoryFacts.Keys(
                                                    row.integer("recovery_keys"), row.time("proved_at")));
                        },
                        one.id())
                .orElse(new State(null, null));
        return new RepositoryFacts(
                one.id(),
                one.name(),
                one.siteId(),
                state.problem(),
                state.keys(),
                room(session, one.id(), now),
                setsAtOneSite(one, ActiveNow.of(session, config)),
                test(session, one.id(), times, now),
                copies(session, one.id(), now),
                Removals.of(session, one.id(), now));
    }

    private RepositoryFacts.@Nullable Room room(Session session, String id, Instant now) throws SQLException {
        record Day(LocalDate day, long total, long free) {}
        List<Day> days = session.list(
                "SELECT on_day, total_bytes, free_bytes FROM repository_room WHERE repository_id = ? AND on_day >= ?"
                        + " ORDER BY on_day",
                row -> new Day(
                        LocalDate.parse(row.text("on_day")), row.number("total_bytes"), row.number("free_bytes")),
                id,
                LocalDate.ofInstant(now, policy.zone()).minusDays(DAYS));
        if (days.isEmpty()) {
            return null;
        }
        List<Long> shrunk = new ArrayList<>();
        for (int i = 1; i < days.size(); i++) {
            long apart =
                    ChronoUnit.DAYS.between(days.get(i - 1).day(), days.get(i).day());
            shrunk.add((days.get(i - 1).free() - days.get(i).free()) / apart);
        }
        shrunk.sort(null);
        Day last = days.get(days.size() - 1);
        long usual = shrunk.size() < LEAST ? 0 : Math.max(0, shrunk.get(shrunk.size() / 2));
        return new RepositoryFacts.Room(last.total(), last.free(), usual);
    }

    /** A set whose repository, and all that get copies of it, lie at the site where its people work. */
    private List<String> setsAtOneSite(RepositoryConfig one, ActiveNow active) {
        Set<String> sites = new HashSet<>(Set.of(one.siteId()));
        config.repositories().stream()
                .filter(other -> policy.copyTo().contains(other.id()))
                .forEach(other -> sites.add(other.siteId()));
        return config.sets().stream()
                .filter(set ->
                        policy.repositoryOf(set.id()).filter(one.id()::equals).isPresent())
                .filter(set -> sites.equals(Set.of(active.siteOf(set))))
                .map(SetConfig::id)
                .toList();
    }

    private RepositoryFacts.@Nullable Test test(Session session, String id, TestTimes times, Instant now)
            throws SQLException {
        Instant first = session.first(
                        "SELECT MIN(made) AS oldest FROM restore_point WHERE repository_id = ?",
                        row -> Optional.ofNullable(row.time("oldest")),
                        id)
                .flatMap(found -> found)
                .orElse(null);
        Duration interval = Cron.longestGap(times.cron(), LocalDate.ofInstant(now, times.zone())).stream()
                .mapToObj(Duration::ofDays)
                .findFirst()
                .orElse(null);
        if (first == null || interval == null) {
            return null;
        }
        // A test that found nothing to restore proves nothing.
        return session.first(
                        "SELECT ended_at, clean, words FROM care_result WHERE repository_id = ? AND kind = ? AND amount > 0"
                                + " ORDER BY ended_at DESC, run_id DESC LIMIT 1",
                        row -> new RepositoryFacts.Test(
                                row.when("ended_at"), row.flag("clean") ? "" : row.text("words"), first, interval),
                        id,
                        CareKind.RESTORE_TEST)
                .orElse(new RepositoryFacts.Test(null, "", first, interval));
    }

    private RepositoryFacts.@Nullable Copies copies(Session session, String id, Instant now) throws SQLException {
        if (!policy.copyTo().contains(id)) {
            return null;
        }
        Set<String> sources = new TreeSet<>();
        config.sets().forEach(set -> policy.repositoryOf(set.id()).ifPresent(sources::add));
        sources.remove(id);
        RepositoryFacts.Copies worst = null;
        for (String source : sources) {
            RepositoryFacts.Copies lacking = lacking(session, source, id, now);
            Instant oldest = lacking.oldest();
            Instant before = worst == null ? null : worst.oldest();
            if (before == null || oldest != null && oldest.isBefore(before)) {
                worst = lacking;
            }
        }
        return worst;
    }

    /** Of containers whose newest backup there is older than one here that could have been copied long since. */
    private RepositoryFacts.Copies lacking(Session session, String source, String target, Instant now)
            throws SQLException {
        String name = config.repositories().stream()
                .filter(one -> one.id().equals(source))
                .map(RepositoryConfig::name)
                .findFirst()
                .orElse(source);
        return session.first(
                        "SELECT COUNT(DISTINCT s.container_key) AS containers, MIN(s.made) AS oldest FROM restore_point s"
                                + " LEFT JOIN (SELECT container_key, MAX(made) AS newest FROM restore_point"
                                + " WHERE repository_id = ? GROUP BY container_key) t"
                                + " ON t.container_key = s.container_key WHERE s.repository_id = ? AND s.made < ?"
                                + " AND (s.goes_at IS NULL OR s.goes_at > ?)"
                                + " AND (t.newest IS NULL OR s.made > t.newest)",
                        row -> new RepositoryFacts.Copies(name, row.number("containers"), row.time("oldest")),
                        target,
                        source,
                        now.minus(RepositoryRules.COPY),
                        now)
                .orElse(new RepositoryFacts.Copies(name, 0, null));
    }
}
