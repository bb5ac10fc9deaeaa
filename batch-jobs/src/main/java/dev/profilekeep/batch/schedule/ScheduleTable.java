package dev.profilekeep.batch.schedule;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables {@code job_schedule} and {@code job_skip}. */
final class ScheduleTable {
    private static final int KEPT_SKIPS = 1000;

    private final JdbcClient jdbc;

    ScheduleTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** The times that count, and those the file had when it was last read. */
    record Row(String job, String cron, ZoneId zone, boolean paused, String fileCron, ZoneId fileZone) {
        Row with(String newCron, ZoneId newZone) {
            return new Row(job, newCron, newZone, paused, fileCron, fileZone);
        }

        Row withPaused(boolean nowPaused) {
            return new Row(job, cron, zone, nowPaused, fileCron, fileZone);
        }
    }

    List<Row> all() {
        return jdbc.sql("SELECT * FROM job_schedule ORDER BY job")
                .query(ScheduleTable::row)
                .list();
    }

    Optional<Row> find(String job) {
        return jdbc.sql("SELECT * FROM job_schedule WHERE job = :job")
                .param("job", job)
                .query(ScheduleTable::row)
                .optional();
    }

    /** As {@link #find}, and nobody else changes it until the transaction ends. */
    Optional<Row> lock(String job) {
        return jdbc.sql("SELECT * FROM job_schedule WHERE job = :job FOR UPDATE")
                .param("job", job)
                .query(ScheduleTable::row)
                .optional();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getString("job"),
                row.getString("cron"),
                ZoneId.of(row.getString("zone")),
                row.getBoolean("paused"),
                row.getString("file_cron"),
                ZoneId.of(row.getString("file_zone")));
    }

    void insert(Row row, String by, Instant at) {
        write(
                """
                INSERT INTO job_schedule (job, cron, zone, paused, file_cron, file_zone, changed_by, changed_at)
                VALUES (:job, :cron, :zone, :paused, :fileCron, :fileZone, :by, :at)
                """,
                row,
                by,
                at);
    }

    void update(Row row, String by, Instant at) {
        write(
                """
                UPDATE job_schedule SET cron = :cron, zone = :zone, paused = :paused, file_cron = :fileCron,
                    file_zone = :fileZone, changed_by = :by, changed_at = :at
                WHERE job = :job
                """,
                row,
                by,
                at);
    }

    private void write(String statement, Row row, String by, Instant at) {
        jdbc.sql(statement)
                .param("job", row.job())
                .param("cron", row.cron())
                .param("zone", row.zone().getId())
                .param("paused", row.paused())
                .param("fileCron", row.fileCron())
                .param("fileZone", row.fileZone().getId())
                .param("by", by.length() > 200 ? by.substring(0, 200) : by)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    void skip(SkippedStart skipped) {
        jdbc.sql(
                        "INSERT INTO job_skip (job, due_at, at, reason, detail, run_id) VALUES (:job, :due, :at, :reason, :detail, :run)")
                .param("job", skipped.job())
                .param("due", skipped.due().atOffset(ZoneOffset.UTC))
                .param("at", skipped.at().atOffset(ZoneOffset.UTC))
                .param("reason", skipped.reason().name())
                .param(
                        "detail",
                        skipped.detail().length() > 500 ? skipped.detail().substring(0, 500) : skipped.detail())
                .param("run", skipped.runId(), Types.BIGINT)
                .update();
        jdbc.sql(
                        """
                        DELETE FROM job_skip WHERE job = :job AND id <=
                            (SELECT MAX(id) - :kept FROM job_skip WHERE job = :job)
                        """)
                .param("job", skipped.job())
                .param("kept", KEPT_SKIPS)
                .update();
    }

    List<SkippedStart> skipped(String job, int limit) {
        return jdbc.sql("SELECT * FROM job_skip WHERE job = :job ORDER BY id DESC FETCH FIRST :limit ROWS ONLY")
                .param("job", job)
                .param("limit", limit)
                .query((row, number) -> {
                    @Nullable Long run = row.getObject("run_id", Long.class);
                    return new SkippedStart(
                            row.getString("job"),
                            row.getObject("due_at", OffsetDateTime.class).toInstant(),
                            row.getObject("at", OffsetDateTime.class).toInstant(),
                            SkippedStart.Reason.valueOf(row.getString("reason")),
                            run,
                            row.getString("detail"));
                })
                .list();
    }
}
