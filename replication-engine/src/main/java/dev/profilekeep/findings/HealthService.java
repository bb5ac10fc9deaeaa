package dev.profilekeep.findings;

import dev.profilekeep.audit.Act;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.RepositoryConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.config.SiteConfig;
import dev.profilekeep.findings.FindingFilter.About;
import dev.profilekeep.findings.FindingFilter.Accepted;
import dev.profilekeep.findings.FindingFilter.Status;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.health.Severity;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong, where, since when, and what somebody has accepted. As of the last time that all was judged: at the end of each
 * inventory, and when the configuration or the list of users has changed. Safe for several threads.
 */
public final class HealthService {
    /** The act of accepting a finding; its evidence says {@code code}, {@code location} and {@code until}. */
    public static final String ACCEPT = "finding.accept";
    /** The act of taking that back. */
    public static final String WITHDRAW = "finding.accept.withdraw";
    /** For so long somebody may accept a finding at most. */
    public static final Duration LONGEST = Duration.ofDays(366);
    /** So many findings may be accepted in one act. */
    public static final int MOST = 1_000;

    private static final int RESOLVED_SHOWN = 50;

    private final ProfileKeepConfig config;
    private final Database database;
    private final AuditTrail audit;
    private final Clock clock;

    public HealthService(ProfileKeepConfig config, Database database, AuditTrail audit, Clock clock) {
        this.config = config;
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /** As {@link #overview(Instant)}, with what is new since the last inventory. */
    public HealthOverview overview() {
        return overview(Reach.EVERYWHERE);
    }

    /** As {@link #overview(Instant, Reach)}, with what is new since the last inventory. */
    public HealthOverview overview(Reach reach) {
        return overview(lastInventory(), reach);
    }

    /**
     * When the last inventory ended that came to its end. What was first seen then, by that inventory, or later is new, and what was
     * seen before persists.
     *
     * @return the epoch if there was none: then everything is new
     */
    public Instant lastInventory() {
        return database.<Instant, RuntimeException>call(session -> session.first(
                        "SELECT inventory_at FROM health_judge WHERE id = 1 AND inventory_at IS NOT NULL",
                        row -> row.when("inventory_at"))
                .orElse(Instant.EPOCH));
    }

    /** @param since what is new or resolved is so since then */
    public HealthOverview overview(Instant since) {
        return overview(since, Reach.EVERYWHERE);
    }

    /** As {@link #overview(Instant)}, of what is within {@code reach}; sites without a location there are left out. */
    public HealthOverview overview(Instant since, Reach reach) {
        Instant now = clock.instant();
        Set<String> locations = locations(reach);
        record Times(@Nullable Instant judged, @Nullable Instant inventory, @Nullable Instant before) {}
        return database.<HealthOverview, RuntimeException>call(session -> {
            Times times = session.first(
                            "SELECT judged_at, inventory_at, inventory_before FROM health_judge WHERE id = 1",
                            row -> new Times(
                                    row.time("judged_at"), row.time("inventory_at"), row.time("inventory_before")))
                    .orElse(new Times(null, null, null));
            Map<String, HealthCounts> counts = HealthNumbers.count(session, since, now, within(reach));
            List<HealthOverview.Site> sites = new ArrayList<>();
            Set<String> within = config.locations().stream()
                    .filter(location -> locations.contains(location.id()))
                    .map(LocationConfig::siteId)
                    .collect(Collectors.toSet());
            for (SiteConfig site : config.sites()) {
                if (!reach.isEverywhere() && !within.contains(site.id())) {
                    continue;
                }
                sites.add(new HealthOverview.Site(
                        site.id(), site.name(), counts.getOrDefault(site.id(), HealthCounts.NONE)));
            }
            sites.sort(Comparator.comparing(HealthOverview.Site::counts, worstFirst()));
            return new HealthOverview(
                    times.judged(),
                    times.inventory(),
                    times.before(),
                    since,
                    counts.getOrDefault(HealthNumbers.ALL, HealthCounts.NONE),
                    sites,
                    whole(session, About.LOCATIONS, reach, now),
                    whole(session, About.REPOSITORIES, reach, now));
        });
    }

    private List<FindingRow> whole(Session session, About about, Reach reach, Instant now) throws SQLException {
        return find(session, FindingFilter.OPEN.about(about).within(reach), FindingSort.WORST_FIRST, 0, 1_000, now);
    }

    private ReachSql within(Reach reach) {
        return ReachSql.of(reach, locations(reach), repositories(reach));
    }

    /** Ids of the repositories of sites that are wholly within reach: whose backups are in them, is not for who is held to a set. */
    private Set<String> repositories(Reach reach) {
        return config.repositories().stream()
                .filter(repository -> reach.includesSite(repository.siteId()))
                .map(RepositoryConfig::id)
                .collect(Collectors.toSet());
    }

    /** Ids of the locations within reach. */
    private Set<String> locations(Reach reach) {
        return config.locations().stream()
                .filter(location -> reach.includes(
                        config.setOf(location.id()).map(SetConfig::id).orElse(""), List.of(location.siteId())))
                .map(LocationConfig::id)
                .collect(Collectors.toSet());
    }

    private FindingSql sql(FindingFilter filter, Instant now) {
        return FindingSql.of(filter, within(filter.reach()), now);
    }

    private static Comparator<HealthCounts> worstFirst() {
        return Comparator.comparingLong(HealthCounts::critical)
                .thenComparingLong(HealthCounts::warn)
                .reversed();
    }

    /** A page of the list. */
    public List<FindingRow> list(FindingFilter filter, FindingSort sort, long offset, int limit) {
        if (offset < 0 || limit < 0) {
            throw new IllegalArgumentException("offset and limit are not negative: " + offset + ", " + limit);
        }
        Instant now = clock.instant();
        return database.<List<FindingRow>, RuntimeException>call(
                session -> find(session, filter, sort, offset, limit, now));
    }

    private List<FindingRow> find(
            Session session, FindingFilter filter, FindingSort sort, long offset, int limit, Instant now)
            throws SQLException {
        FindingSql sql = sql(filter, now);
        return session.list(
                sql.select() + FindingSql.orderBy(filter, sort) + " LIMIT " + limit + " OFFSET " + offset,
                row -> FindingSql.read(row, now),
                sql.arguments());
    }

    /** All of the list, in its order, one after another; few are held in memory. */
    public void forEach(FindingFilter filter, FindingSort sort, Consumer<FindingRow> each) {
        Instant now = clock.instant();
        FindingSql sql = sql(filter, now);
        database.<RuntimeException>run(session -> session.each(
                sql.select() + FindingSql.orderBy(filter, sort),
                row -> each.accept(FindingSql.read(row, now)),
                sql.arguments()));
    }

    public long count(FindingFilter filter) {
        FindingSql sql = sql(filter, clock.instant());
        return database.<Long, RuntimeException>call(session -> session.number(sql.count(), sql.arguments()));
    }

    /** The overview and a page of findings together, as the command line and the REST API give them. */
    public HealthReport report(FindingFilter filter, FindingSort sort, long offset, int limit) {
        return new HealthReport(overview(filter.reach()), count(filter), list(filter, sort, offset, limit));
    }

    /** One finding; empty if there is none of that id. */
    public Optional<FindingRow> finding(long id) {
        Instant now = clock.instant();
        return database.<Optional<FindingRow>, RuntimeException>call(session -> row(session, id, now));
    }

    /** As {@link #finding(long)}; empty also if it is beyond {@code reach}. */
    public Optional<FindingRow> finding(long id, Reach reach) {
        Instant now = clock.instant();
        return database.<Optional<FindingRow>, RuntimeException>call(session -> row(session, id, reach, now));
    }

    private Optional<FindingRow> row(Session session, long id, Reach reach, Instant now) throws SQLException {
        ReachSql within = within(reach);
        List<Object> arguments = new ArrayList<>(List.of(id));
        String and = "";
        if (!within.isEverywhere()) {
            and = " AND " + within.findings();
            arguments.addAll(within.findingArguments());
        }
        return session.first(
                new FindingSql(" WHERE f.id = ?" + and, new Object[0]).select(),
                found -> FindingSql.read(found, now),
                arguments.toArray());
    }

    private static Optional<FindingRow> row(Session session, long id, Instant now) throws SQLException {
        return session.first(
                new FindingSql(" WHERE f.id = ?", new Object[0]).select(), row -> FindingSql.read(row, now), id);
    }

    /** One container's health; without a finding for an id that is not known. */
    public ContainerHealth of(long containerId) {
        Instant now = clock.instant();
        FindingFilter mine = FindingFilter.OPEN.container(containerId).accepted(Accepted.SHOWN);
        return database.<ContainerHealth, RuntimeException>call(session -> {
            List<FindingRow> open = find(session, mine, FindingSort.WORST_FIRST, 0, 1_000, now);
            ContainerState judged = session.first(
                            "SELECT state FROM container WHERE id = ?",
                            row -> row.choice("state", ContainerState.class),
                            containerId)
                    .orElse(ContainerState.UNKNOWN);
            List<FindingRow> resolved = session.list(
                    sql(mine.status(Status.RESOLVED), now).select() + " ORDER BY f.resolved_at DESC, f.id DESC LIMIT "
                            + RESOLVED_SHOWN,
                    row -> FindingSql.read(row, now),
                    containerId);
            return new ContainerHealth(containerId, state(judged, open), open, resolved);
        });
    }

    /** What the container would be called without what somebody accepted. */
    private static ContainerState state(ContainerState judged, List<FindingRow> open) {
        if (judged != ContainerState.PROBLEM && judged != ContainerState.ATTENTION) {
            return judged;
        }
        Severity worst = open.stream()
                .filter(row -> row.acceptance() == null)
                .map(FindingRow::severity)
                .max(Comparator.naturalOrder())
                .orElse(Severity.INFO);
        return switch (worst) {
            case CRITICAL -> ContainerState.PROBLEM;
            case WARN -> ContainerState.ATTENTION;
            case INFO -> ContainerState.HEALTHY;
        };
    }

    /**
     * How it was, day by day, of those on which all was judged, oldest first.
     *
     * @param days so many back, today included
     */
    public List<HealthDay> history(int days) {
        return history(days, Reach.EVERYWHERE);
    }

    /**
     * As {@link #history(int)}, for somebody who is held to {@code reach}: the days are kept by site, so these are the days of sites of
     * which all is within reach, and none of all sites together.
     */
    public List<HealthDay> history(int days, Reach reach) {
        LocalDate from =
                LocalDate.ofInstant(clock.instant(), config.inventory().zone()).minusDays(Math.max(1, days) - 1L);
        return database
                .<List<HealthDay>, RuntimeException>call(session -> HealthNumbers.history(session, from))
                .stream()
                .filter(day -> reach.isEverywhere() || !day.siteId().isEmpty() && reach.includesSite(day.siteId()))
                .toList();
    }

    /**
     * Accepts findings until a time: all of them or none. Told in the audit trail, an entry each, in the same transaction.
     *
     * @param ids of findings that are there now
     * @param until at most {@link #LONGEST} from now
     * @throws IllegalArgumentException if one of them is not there (any more), or reason or time will not do; says which
     */
    public void accept(Collection<Long> ids, Instant until, String reason, Actor actor) {
        accept(ids, until, reason, actor, Reach.EVERYWHERE);
    }

    /** As {@link #accept(Collection, Instant, String, Actor)}; findings beyond {@code reach} are as if they were not there. */
    public void accept(Collection<Long> ids, Instant until, String reason, Actor actor, Reach reach) {
        Instant now = clock.instant();
        requireReason(reason);
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
            throw new IllegalArgumentException(
                    "a finding is accepted until a day to come, at most a year from now, not until " + until);
        }
        if (ids.isEmpty() || ids.size() > MOST) {
            throw new IllegalArgumentException("accept 1 to " + MOST + " findings in one go, not " + ids.size());
        }
        database.<RuntimeException>run(session -> {
            for (long id : new TreeSet<>(ids)) {
                FindingRow row = open(session, id, reach, now);
                tell(session, actor, ACCEPT, row, reason, Map.of("until", until.toString()));
                session.update(
                        "UPDATE finding SET accepted_until = ?, accepted_at = ?, accepted_severity = severity,"
                                + " accepted_by = ?, accepted_name = ?, accepted_reason = ? WHERE id = ?",
                        until,
                        now,
                        actor.id(),
                        actor.name(),
                        reason,
                        id);
            }
        });
    }

    /**
     * Takes back that findings are accepted.
     *
     * @param reason in the actor's words; may be empty
     * @throws IllegalArgumentException if one of them is not there (any more) or not accepted
     */
    public void withdraw(Collection<Long> ids, String reason, Actor actor) {
        withdraw(ids, reason, actor, Reach.EVERYWHERE);
    }

    /** As {@link #withdraw(Collection, String, Actor)}; findings beyond {@code reach} are as if they were not there. */
    public void withdraw(Collection<Long> ids, String reason, Actor actor, Reach reach) {
        Instant now = clock.instant();
        GivenReason.fault(reason).ifPresent(fault -> {
            throw new IllegalArgumentException("the reason " + fault);
        });
        database.<RuntimeException>run(session -> {
            for (long id : new TreeSet<>(ids)) {
                FindingRow row = open(session, id, reach, now);
                Acceptance accepted = row.acceptance();
                if (accepted == null) {
                    throw new IllegalArgumentException("finding " + id + " is not accepted");
                }
                tell(
                        session,
                        actor,
                        WITHDRAW,
                        row,
                        reason,
                        Map.of("until", accepted.until().toString()));
                // and of those before it, from which it would be taken over if it came back
                session.update(
                        "UPDATE finding SET accepted_until = NULL WHERE code = ? AND location_id = ?"
                                + " AND repository_id = ? AND "
                                + (row.container() == null ? "container_id IS NULL AND ? = 0" : "container_id = ?"),
                        row.code().name(),
                        row.locationId() == null ? "" : row.locationId(),
                        row.repositoryId() == null ? "" : row.repositoryId(),
                        row.container() == null ? 0L : row.container().id());
            }
        });
    }

    private static void requireReason(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("accepting a finding needs a reason");
        }
        GivenReason.fault(reason).ifPresent(fault -> {
            throw new IllegalArgumentException("the reason " + fault);
        });
    }

    private FindingRow open(Session session, long id, Reach reach, Instant now) throws SQLException {
        session.number("SELECT id FROM finding WHERE id = ? FOR UPDATE", id);
        return row(session, id, reach, now)
                .filter(row -> row.resolvedAt() == null)
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no finding " + id + " any more; look at the list again"));
    }

    private void tell(Session session, Actor actor, String act, FindingRow row, String reason, Map<String, String> more)
            throws SQLException {
        Map<String, String> evidence = new TreeMap<>(more);
        evidence.put("code", row.code().name());
        FindingRow.About container = row.container();
        String location = row.locationId();
        if (location != null) {
            evidence.put("location", location);
        }
        if (container != null) {
            evidence.put("account", container.account());
            evidence.put("sid", container.sid());
        }
        String repository = row.repositoryId();
        if (repository != null) {
            evidence.put("repository", repository);
        }
        String subject = container != null
                ? "container:" + container.id()
                : repository != null ? "repository:" + repository : "location:" + location;
        audit.append(session, actor, new AuditEntry(act, subject, reason, Act.inOneWithItsEntry(evidence), "done"));
    }
}
