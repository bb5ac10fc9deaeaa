package dev.profilekeep.batch.run;

import dev.profilekeep.batch.run.JobRunView.Failure;
import dev.profilekeep.batch.run.JobRunView.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;

/**
 * The table {@code job_run}. A run under way has the job's name in {@code running_job}, which is unique: the database lets
 * one run of a job at a time. Each change of a run under way names its owner (node and process), so that a node that was
 * given up for dead changes nothing any more.
 */
final class RunTable {
    private static final String VIEW =
            """
            SELECT r.*, CASE WHEN r.id = (SELECT MAX(n.id) FROM job_run n WHERE n.job = r.job) THEN 1 ELSE 0 END AS newest
            FROM job_run r
            """;
    private static final String OWNED =
            " WHERE id = :id AND running_job IS NOT NULL AND node = :node AND process = :process";

    private final JdbcClient jdbc;
    private final Owner me;

    RunTable(DataSource dataSource, Owner me) {
        this.jdbc = JdbcClient.create(dataSource);
        this.me = me;
    }

    /** Who works on a run: a node, and the process it lives in. */
    record Owner(String node, String process) {}

    /** A run to be: see the columns of the same names. */
    record Claim(
            String job,
            String startedBy,
            boolean person,
            @Nullable Instant due,
            @Nullable Long resumed,
            @Nullable Long work,
            Instant at) {}

    /** What is needed to take over a run from somebody who is gone. */
    record Held(
            long id,
            String job,
            Owner owner,
            OffsetDateTime heartbeat,
            Duration age,
            @Nullable Long work,
            @Nullable Long execution) {}

    /** What a run left for the one that goes on with it. */
    record Left(long id, String job, Status status, boolean newest, @Nullable Long work, @Nullable Long execution) {}

    long claim(Claim claim) throws AlreadyRunningException, AlreadyStartedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return insert(claim);
            } catch (DuplicateKeyException | ConcurrencyFailureException lost) {
                Optional<JobRunView> running = running(claim.job());
                if (running.isPresent()) {
                    throw new AlreadyRunningException(claim.job(), running.get().id());
                }
                Instant due = claim.due();
                Optional<Long> answered = due == null ? Optional.empty() : startedFor(claim.job(), due);
                if (due != null && answered.isPresent()) {
                    throw new AlreadyStartedException(claim.job(), due, answered.get());
                }
                if (attempt == 5) { // whoever was in the way is gone each time we look
                    throw lost;
                }
            }
        }
    }

    private long insert(Claim claim) {
        KeyHolder key = new GeneratedKeyHolder();
        jdbc.sql(
                        """
                        INSERT INTO job_run (job, running_job, status, stop_asked, work_id, resumed_run, started_by, person,
                            due_at, started_at, node, process, heartbeat, phase, doing, total, done, counts)
                        VALUES (:job, :job, 'RUNNING', FALSE, :work, :resumed, :by, :person,
                            :due, :at, :node, :process, CURRENT_TIMESTAMP, '', '', 0, 0, '')
                        """)
                .param("job", claim.job())
                .param("work", claim.work(), Types.BIGINT)
                .param("resumed", claim.resumed(), Types.BIGINT)
                .param("by", Reasons.cut(claim.startedBy(), 200))
                .param("person", claim.person())
                .param("due", utc(claim.due()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("at", utc(claim.at()))
                .param("node", me.node())
                .param("process", me.process())
                .update(key, "id");
        return Objects.requireNonNull(key.getKey(), "the database gave no id").longValue();
    }

    private Optional<Long> startedFor(String job, Instant due) {
        return jdbc.sql("SELECT id FROM job_run WHERE job = :job AND due_at = :due")
                .param("job", job)
                .param("due", utc(due))
                .query(Long.class)
                .optional();
    }

    /** Takes back a claim of which nothing came. */
    void discard(long id) {
        owned("DELETE FROM job_run", id).update();
    }

    void work(long id, long work) {
        owned("UPDATE job_run SET work_id = :work", id).param("work", work).update();
    }

    void execution(long id, long execution) {
        owned("UPDATE job_run SET execution_id = :execution", id)
                .param("execution", execution)
                .update();
    }

    /** Says that we are alive and how far the run is. @return false if the run is not ours any more */
    boolean pulse(long id, RunProgress progress, Speed speed) {
        return progressed("UPDATE job_run SET heartbeat = CURRENT_TIMESTAMP, ", id, progress, speed)
                        .update()
                == 1;
    }

    /** Ends a run. @return false if it is not ours any more */
    boolean end(long id, Status status, Instant at, RunProgress progress, Speed speed) {
        return progressed(
                                "UPDATE job_run SET running_job = NULL, status = :status, ended_at = :at, ",
                                id,
                                progress,
                                speed)
                        .param("status", status.name())
                        .param("at", utc(at))
                        .update()
                == 1;
    }

    private JdbcClient.StatementSpec progressed(String start, long id, RunProgress progress, Speed speed) {
        return owned(
                        start
                                + """
                phase = :phase, doing = :doing, total = :total, done = :done, per_second = :speed,
                remaining_seconds = :remaining, counts = :counts""",
                        id)
                .param("phase", Reasons.cut(progress.phase(), 40))
                .param("doing", Reasons.cut(progress.doing(), 300))
                .param("total", progress.total())
                .param("done", progress.done())
                .param("speed", speed.perSecond().orElse(null), Types.DOUBLE)
                .param(
                        "remaining",
                        speed.remaining(progress.total())
                                .map(Duration::toSeconds)
                                .orElse(null),
                        Types.BIGINT)
                .param("counts", Counts.text(progress.counts()));
    }

    private JdbcClient.StatementSpec owned(String statement, long id) {
        return jdbc.sql(statement + OWNED)
                .param("id", id)
                .param("node", me.node())
                .param("process", me.process());
    }

    /** Writes down a failure; of a run that is not ours any more nothing is written. */
    void fail(long id, int number, Failure failure) {
        owned(
                        "INSERT INTO job_failure (run_id, number, place, reason) SELECT id, CAST(:number AS INTEGER),"
                                + " CAST(:place AS VARCHAR(300)), CAST(:reason AS VARCHAR(1000)) FROM job_run",
                        id)
                .param("number", number)
                .param("place", Reasons.cut(failure.where(), 300))
                .param("reason", Reasons.cut(failure.reason(), 1000))
                .update();
    }

    /** Writes down a failure after those there are; the former owner may be writing its last one at this moment. */
    void failNext(long id, Failure failure) {
        for (int attempt = 1; ; attempt++) {
            try {
                fail(id, failures(id) + 1, failure);
                return;
            } catch (DuplicateKeyException e) {
                if (attempt == 5) {
                    throw e;
                }
            }
        }
    }

    private int failures(long id) {
        return jdbc.sql("SELECT COALESCE(MAX(number), 0) FROM job_failure WHERE run_id = :id")
                .param("id", id)
                .query(Integer.class)
                .single();
    }

    /** @return false if it has ended */
    boolean askToStop(long id) {
        return jdbc.sql("UPDATE job_run SET stop_asked = TRUE WHERE id = :id AND running_job IS NOT NULL")
                        .param("id", id)
                        .update()
                == 1;
    }

    boolean stopAsked(long id) {
        return jdbc.sql("SELECT stop_asked FROM job_run WHERE id = :id")
                .param("id", id)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /** Removes all but the newest runs that have ended. @return how many */
    int forget(String job, int kept) {
        return jdbc.sql(
                        """
                        DELETE FROM job_run WHERE job = :job AND running_job IS NULL AND id <
                            (SELECT MIN(id) FROM (SELECT id FROM job_run WHERE job = :job
                                ORDER BY id DESC FETCH FIRST :kept ROWS ONLY) newest)
                        """)
                .param("job", job)
                .param("kept", kept)
                .update();
    }

    /** Every run under way, with the age of its last sign of life by the database's clock. */
    List<Held> held() {
        return jdbc.sql("SELECT r.*, CURRENT_TIMESTAMP AS now_there FROM job_run r WHERE running_job IS NOT NULL")
                .query((row, number) -> {
                    OffsetDateTime heartbeat = row.getObject("heartbeat", OffsetDateTime.class);
                    OffsetDateTime now = row.getObject("now_there", OffsetDateTime.class);
                    return new Held(
                            row.getLong("id"),
                            row.getString("job"),
                            new Owner(row.getString("node"), row.getString("process")),
                            heartbeat,
                            Duration.between(heartbeat, now),
                            row.getObject("work_id", Long.class),
                            row.getObject("execution_id", Long.class));
                })
                .list();
    }

    /** Makes a dead owner's run ours. @return false if it gave a sign of life meanwhile, or another node was quicker */
    boolean takeOver(Held held) {
        return jdbc.sql(
                                """
                        UPDATE job_run SET node = :me, process = :mine, heartbeat = CURRENT_TIMESTAMP
                        WHERE id = :id AND running_job IS NOT NULL AND node = :node AND process = :process
                            AND heartbeat = :heartbeat
                        """)
                        .param("me", me.node())
                        .param("mine", me.process())
                        .param("id", held.id())
                        .param("node", held.owner().node())
                        .param("process", held.owner().process())
                        .param("heartbeat", held.heartbeat())
                        .update()
                == 1;
    }

    /** Ends a run that was taken over; what is known of its progress stays. */
    void endLeftBehind(long id, Instant at) {
        owned(
                        "UPDATE job_run SET running_job = NULL, status = 'FAILED', ended_at = :at, per_second = NULL,"
                                + " remaining_seconds = NULL",
                        id)
                .param("at", utc(at))
                .update();
    }

    Optional<Left> left(long id) {
        return jdbc.sql(VIEW + " WHERE r.id = :id")
                .param("id", id)
                .query((row, number) -> new Left(
                        id,
                        row.getString("job"),
                        Status.valueOf(row.getString("status")),
                        row.getInt("newest") == 1,
                        row.getObject("work_id", Long.class),
                        row.getObject("execution_id", Long.class)))
                .optional();
    }

    Optional<JobRunView> running(String job) {
        return views(jdbc.sql(VIEW + " WHERE r.running_job = :job").param("job", job)).stream()
                .findFirst();
    }

    Optional<JobRunView> find(long id) {
        return views(jdbc.sql(VIEW + " WHERE r.id = :id").param("id", id)).stream()
                .findFirst();
    }

    List<JobRunView> recent(int offset, int limit) {
        return views(jdbc.sql(VIEW + " ORDER BY r.id DESC OFFSET :offset ROWS FETCH NEXT :limit ROWS ONLY")
                .param("offset", offset)
                .param("limit", limit));
    }

    /** Those under way, those with these ids, and those younger than an id: whatever may have moved. */
    List<JobRunView> moving(Collection<Long> ids, long youngerThan) {
        List<Long> known = ids.isEmpty() ? List.of(-1L) : List.copyOf(ids);
        return views(jdbc.sql(VIEW + " WHERE r.running_job IS NOT NULL OR r.id > :id OR r.id IN (:ids) ORDER BY r.id")
                .param("id", youngerThan)
                .param("ids", known));
    }

    long count() {
        return jdbc.sql("SELECT COUNT(*) FROM job_run").query(Long.class).single();
    }

    private List<JobRunView> views(JdbcClient.StatementSpec statement) {
        record Row(long id, JobRunView view) {}
        List<Row> rows = statement
                .query((row, number) -> new Row(row.getLong("id"), view(row)))
                .list();
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<Long, List<Failure>> failures =
                failuresOf(rows.stream().map(Row::id).toList());
        return rows.stream()
                .map(row -> withFailures(row.view(), failures.getOrDefault(row.id(), List.of())))
                .toList();
    }

    private Map<Long, List<Failure>> failuresOf(List<Long> ids) {
        Map<Long, List<Failure>> failures = new HashMap<>();
        jdbc.sql("SELECT run_id, place, reason FROM job_failure WHERE run_id IN (:ids) ORDER BY run_id, number")
                .param("ids", ids)
                .query(row -> {
                    failures.computeIfAbsent(row.getLong("run_id"), id -> new ArrayList<>())
                            .add(new Failure(row.getString("place"), row.getString("reason")));
                });
        return failures;
    }

    private static JobRunView view(ResultSet row) throws SQLException {
        Status status = Status.valueOf(row.getString("status"));
        boolean running = status == Status.RUNNING;
        boolean ended = row.getString("running_job") == null;
        Long remaining = row.getObject("remaining_seconds", Long.class);
        OffsetDateTime endedAt = row.getObject("ended_at", OffsetDateTime.class);
        return new JobRunView(
                row.getLong("id"),
                row.getString("job"),
                running && row.getBoolean("stop_asked") ? Status.STOPPING : status,
                row.getString("started_by"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                endedAt == null ? null : endedAt.toInstant(),
                ended ? "" : row.getString("phase"),
                ended ? "" : row.getString("doing"),
                row.getLong("total"),
                row.getLong("done"),
                row.getObject("per_second", Double.class),
                ended || remaining == null ? null : Duration.ofSeconds(remaining),
                Counts.map(row.getString("counts")),
                List.of(),
                canGoOn(status, row.getInt("newest") == 1, row.getObject("work_id", Long.class)));
    }

    /** Only the newest run of a job: a later one has been over everything since. */
    static boolean canGoOn(Status status, boolean newest, @Nullable Long work) {
        return newest && work != null && (status == Status.FAILED || status == Status.STOPPED);
    }

    private static JobRunView withFailures(JobRunView view, List<Failure> failures) {
        return new JobRunView(
                view.id(),
                view.job(),
                view.status(),
                view.startedBy(),
                view.startedAt(),
                view.endedAt(),
                view.phase(),
                view.doing(),
                view.total(),
                view.done(),
                view.perSecond(),
                view.remaining(),
                view.counts(),
                failures,
                view.restartable());
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }
}
