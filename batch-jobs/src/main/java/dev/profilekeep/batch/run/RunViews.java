package dev.profilekeep.batch.run;

import dev.profilekeep.batch.run.JobRunView.Failure;
import dev.profilekeep.batch.run.JobRunView.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The runs of every node as anybody may see them. Reads the tables {@code job_run} and {@code job_failure}, changes nothing. */
final class RunViews {
    private static final String VIEW =
            """
            SELECT r.*, CASE WHEN r.id = (SELECT MAX(n.id) FROM job_run n WHERE n.job = r.job) THEN 1 ELSE 0 END AS newest
            FROM job_run r
            """;

    private final JdbcClient jdbc;

    RunViews(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** What a run left for the one that goes on with it. */
    record Left(long id, String job, Status status, boolean newest, @Nullable Long work, @Nullable Long execution) {}

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
}
