package dev.profilekeep.backup.estate;

import dev.profilekeep.backup.run.BackupProgress;
import dev.profilekeep.backup.run.BackupResult;
import dev.profilekeep.backup.run.BackupSource;
import dev.profilekeep.backup.run.ContainerOutcome;
import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.backup.turn.Turn;
import dev.profilekeep.backup.turn.TurnLostException;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.inventory.RunControl;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Records how the containers of one shard fare. One that is in no snapshot is recorded at once; one that was read counts as backed up only when the shard's snapshot is there. One thread.
 */
final class ShardBackup implements BackupProgress {
    private static final long TOLD_EVERY = TimeUnit.SECONDS.toNanos(1);
    /** What was not read to its end within so long will not be the next night either, and must not keep others from their backup. */
    private static final Duration TOO_LONG = Duration.ofHours(2);

    private final NightShard shard;
    private final Database database;
    private final Turn lease;
    private final Nights nights;
    private final Clock clock;
    private final RunControl control;
    private final BooleanSupplier over;
    private final BooleanSupplier longOver;
    private final Map<String, Due> due = new HashMap<>();
    /** Bytes that are not recorded yet. */
    private final Map<Due, Long> read = new HashMap<>();

    private @Nullable TurnLostException lost;

    /**
     * @param over whether the night, or its time at this location, is
     * @param longOver whether it has been for so long that what is being read is broken off
     */
    ShardBackup(
            NightShard shard,
            List<Due> due,
            Database database,
            Turn lease,
            Nights nights,
            Clock clock,
            RunControl control,
            BooleanSupplier over,
            BooleanSupplier longOver) {
        this.shard = shard;
        this.database = database;
        this.lease = lease;
        this.nights = nights;
        this.clock = clock;
        this.control = control;
        this.over = over;
        this.longOver = longOver;
        due.forEach(one -> this.due.put(one.identity().key(), one));
    }

    private Due due(BackupSource source) {
        Due one = due.get(source.identity().key());
        if (one == null) {
            throw new IllegalStateException("nobody asked for " + source.path());
        }
        return one;
    }

    @Override
    public boolean goOn(BackupSource next) {
        return lost == null && !control.stopAsked() && !over.getAsBoolean();
    }

    @Override
    public Progress container(BackupSource source) {
        Due one = due(source);
        record(session -> nights.doing(session, shard.runId(), one.name()));
        Instant began = clock.instant();
        long[] told = {System.nanoTime()};
        return (done, total) -> {
            if (lost == null && longOver.getAsBoolean()) {
                brokenOff(one, began);
                return false;
            }
            if (System.nanoTime() - told[0] >= TOLD_EVERY) {
                told[0] = System.nanoTime();
                long more = takeRead(one);
                record(session -> session.update(
                        "UPDATE backup_item SET bytes_read = bytes_read + ? WHERE run_id = ? AND container_id = ?",
                        more,
                        shard.runId(),
                        one.container()));
            }
            return lost == null && !control.stopAsked();
        };
    }

    @Override
    public void read(BackupSource source, long bytes) {
        read.merge(due(source), bytes, Long::sum);
    }

    /** What was read of it and is not recorded yet. */
    private long takeRead(Due one) {
        Long more = read.remove(one);
        return more == null ? 0 : more;
    }

    private void brokenOff(Due one, Instant began) {
        Instant now = clock.instant();
        long hours = Duration.between(began, now).toHours();
        if (hours >= TOO_LONG.toHours()) {
            failed(
                    one,
                    Outcome.UNREADABLE,
                    "it was read for " + hours
                            + " hours and had not come to its end when the time for backups was over:"
                            + " have it backed up by itself, which has no end, or give backups more time",
                    now);
        }
    }

    @Override
    public void done(ContainerOutcome outcome) {
        Due one = due(outcome.source());
        Instant now = clock.instant();
        if (outcome instanceof ContainerOutcome.InUse inUse) {
            failed(one, Outcome.IN_USE, inUse.reason(), now);
        } else if (outcome instanceof ContainerOutcome.Unreadable bad) {
            failed(one, Outcome.UNREADABLE, bad.reason(), now);
        } else {
            ContainerOutcome.@Nullable Stored stored = outcome instanceof ContainerOutcome.Stored read ? read : null;
            long more = takeRead(one);
            record(session -> item(
                    session,
                    one,
                    stored == null ? Outcome.SAME : Outcome.STORED,
                    "",
                    more,
                    stored == null ? 0 : stored.sparedBytes(),
                    stored == null ? 0 : stored.missedChunks()));
        }
    }

    private void failed(Due one, Outcome outcome, String reason, Instant now) {
        long more = takeRead(one);
        record(session -> {
            item(session, one, outcome, reason, more, 0, 0);
            ContainerBackups.failed(session, one.identity().key(), shard.repositoryId(), outcome, reason, now);
        });
    }

    private void item(Session session, Due one, Outcome outcome, String reason, long read, long spared, long missed)
            throws SQLException {
        session.update(
                "UPDATE backup_item SET outcome = ?, reason = ?, snapshot_id = '', bytes_read = bytes_read + ?, bytes_spared = ?,"
                        + " missed = ? WHERE run_id = ? AND container_id = ?",
                outcome,
                Nights.cut(reason, 2000),
                read,
                spared,
                missed,
                shard.runId(),
                one.container());
    }

    /** What was read is in a snapshot. */
    void published(BackupResult result) throws IOException {
        if (lost != null) {
            throw lost;
        }
        SnapshotHead head = result.snapshot();
        if (head == null) {
            return;
        }
        Instant now = clock.instant();
        database.<IOException>run(session -> {
            for (ContainerOutcome outcome : result.outcomes()) {
                Due one = due(outcome.source());
                boolean success = Kept.record(session, one, shard.repositoryId(), shard.locationId(), outcome, now);
                if (success) {
                    session.update(
                            "UPDATE backup_item SET snapshot_id = ? WHERE run_id = ? AND container_id = ?",
                            head.id().toString(),
                            shard.runId(),
                            one.container());
                }
            }
            lease.beat(session, shard.runId()); // last, as it locks the row that others look at
        });
    }

    private interface Change {
        void to(Session session) throws SQLException;
    }

    /** A run that was taken over records nothing more, and ends at the next look. */
    private void record(Change change) {
        if (lost != null) {
            return;
        }
        try {
            database.<TurnLostException>run(session -> {
                change.to(session);
                lease.beat(session, shard.runId());
            });
        } catch (TurnLostException e) {
            lost = e;
        }
    }
}
