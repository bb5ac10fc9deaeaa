package dev.profilekeep.portal.demo;

import dev.profilekeep.batch.run.AlreadyRunningException;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.run.JobRuns;
import dev.profilekeep.engine.Engine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/**
 * Runs the demo's first inventory and its first backup by itself, so that there is something to see, and gives the make-believe estate a
 * make-believe past: without it a growth chart would have nothing to show for weeks, and nobody would know of session hosts.
 */
final class DemoFirstNight {
    private static final Logger LOG = LoggerFactory.getLogger(DemoFirstNight.class);
    private static final String INVENTORY = "inventory";
    private static final String BACKUP = "backup";
    private static final int DAYS = 120;

    private final Engine engine;
    private final JobRuns runs;
    private final Clock clock;
    private final DemoEstate estate;
    private volatile @Nullable AutoCloseable subscription;

    DemoFirstNight(Engine engine, JobRuns runs, Clock clock, DemoEstate estate) {
        this.engine = engine;
        this.runs = runs;
        this.clock = clock;
        this.estate = estate;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() throws SQLException {
        if (engine.inventory().lastDone().isPresent()) {
            if (engine.backups().recent(1).isEmpty()) {
                start(BACKUP);
            }
            return;
        }
        subscription = runs.subscribe(this::after);
        start(INVENTORY);
    }

    private void start(String job) {
        try {
            runs.start(job, "demo", true);
        } catch (AlreadyRunningException e) {
            LOG.debug("demo=runs-already job={} run={}", job, e.runId());
        }
    }

    private void after(JobRunView run) {
        boolean done = run.status() == JobRunView.Status.DONE || run.status() == JobRunView.Status.DONE_WITH_FINDINGS;
        if (run.job().equals(INVENTORY) && done) {
            start(BACKUP);
            try (Connection connection = engine.catalog().dataSource().getConnection()) {
                Instant laidOut = estate.laidOutAt();
                inventPast(connection, laidOut);
                new DemoHosts(engine, clock, laidOut).tell();
                AutoCloseable first = subscription;
                if (first != null) {
                    first.close();
                }
            } catch (Exception e) { // the demo is shown without a past rather than not at all
                LOG.warn("demo=no-past reason=\"{}\"", e.getMessage());
            }
        }
    }

    /** Nights before the first one: sizes that grew to what they are, with a compaction here and there. */
    static void inventPast(Connection connection, Instant now) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet copies = statement.executeQuery(
                        "SELECT c.id, c.size, c.virtual_size, c.used, c.reclaimable FROM container_copy c WHERE"
                                + " c.virtual_size > 0 AND (SELECT COUNT(*) FROM growth g WHERE g.copy_id = c.id) <= 1");
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO growth (copy_id, at, file_size, virtual_size, used, reclaimable)"
                                + " VALUES (?, ?, ?, ?, ?, ?)")) {
            while (copies.next()) {
                past(
                        insert,
                        now,
                        copies.getLong(1),
                        copies.getLong(2),
                        copies.getLong(3),
                        copies.getLong(4),
                        copies.getLong(5));
            }
            insert.executeBatch();
        }
    }

    private static void past(
            PreparedStatement insert, Instant now, long copy, long size, long virtualSize, long used, long reclaimable)
            throws SQLException {
        Random random = new Random(size);
        double usedThen = used;
        double slack = Math.max(0, size - used);
        for (int day = 1; day <= DAYS; day++) {
            usedThen -= used * (random.nextGaussian() * 0.004 + 0.0035);
            slack -= slack * (random.nextGaussian() * 0.004 + 0.004);
            if (day % (35 + (int) (size % 17)) == 0) {
                slack += reclaimable * 0.5;
            }
            long inside = (long) Math.max(used * 0.3, Math.min(usedThen, virtualSize));
            insert.setLong(1, copy);
            insert.setTimestamp(2, Timestamp.from(now.minus(Duration.ofDays(day))));
            insert.setLong(3, inside + (long) slack);
            insert.setLong(4, virtualSize);
            insert.setLong(5, inside);
            insert.setLong(6, (long) Math.min(slack, reclaimable));
            insert.addBatch();
        }
    }
}
