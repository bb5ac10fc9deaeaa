package dev.profilekeep.batch.run;

import dev.profilekeep.batch.run.JobRunView.Failure;
import dev.profilekeep.batch.run.JobRunView.Status;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
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
 * The table {@code job_run}, for those who work on runs; {@link RunViews} shows them to everybody. A run under way has the
 * job's name in {@code running_job}, which is unique: the database lets one run of a job at a time. Each change of a run
 * under way names its owner (node and process), so that a node that was given up for dead changes nothing any more.
 */
final class RunTable {
    private static final String OWNED =
            " WHERE id = :id AND running_job IS NOT NULL AND node = :node AND process = :process";

    /** The clock of the database, which writes signs of life, may be behind that of the node, which wrote the begin. */
    private static final String AT_OR_BEGIN = "GREATEST(started_at, CAST(:at AS TIMESTAMP(6) WITH TIME ZONE))";

    private final JdbcClient jdbc;
    private final RunViews views;
    private final Owner me;

    RunTable(DataSource dataSource, RunViews views, Owner me) {
        this.jdbc = JdbcClient.create(dataSource);
        this.views = views;
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

    long claim(Claim claim) throws AlreadyRunningException, AlreadyStartedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return insert(claim);
            } catch (DuplicateKeyException | ConcurrencyFailureException lost) {
                Optional<JobRunView> running = views.running(claim.job());
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
                                "UPDATE job_run SET running_job = NULL, status = :status, ended_at = " + AT_OR_BEGIN
                                        + ", ",
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
                fail(id, lastFailure(id) + 1, failure);
                return;
            } catch (DuplicateKeyException e) {
                if (attempt == 5) {
                    throw e;
                }
            }
        }
    }

    /** What is written down of a run, in its order. */
    List<Failure> failures(long id) {
        return jdbc.sql("SELECT place, reason FROM job_failure WHERE run_id = :id ORDER BY number")
                .param("id", id)
                .query((row, number) -> new Failure(row.getString(1), row.getString(2)))
                .list();
    }

    private int lastFailure(long id) {
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

    /** Ends a run that was taken over; what is known of its progress stays. @param at its last sign of life */
    void endLeftBehind(long id, OffsetDateTime at) {
        owned(
                        "UPDATE job_run SET running_job = NULL, status = 'FAILED', ended_at = " + AT_OR_BEGIN + ","
                                + " per_second = NULL, remaining_seconds = NULL",
                        id)
                .param("at", at)
                .update();
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }
}
