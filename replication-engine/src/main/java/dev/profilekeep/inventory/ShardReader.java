package dev.profilekeep.inventory;

import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.inventory.CopyWriter.Done;
import dev.profilekeep.storage.StorageException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the disks of one shard, several at a time, and records what came out every half second. A server that is gone ends
 * it; what was read by then is kept.
 */
final class ShardReader {
    private static final int BATCH = 100;
    private static final long RECORD = TimeUnit.MILLISECONDS.toNanos(500);
    /** So many disks in a row out of reach mean that it is the server and not the disks. */
    private static final int GONE_AFTER = 3;

    private final Shard shard;
    private final int parallel;
    private final OptimisticRead reading;
    private final ExecutorService workers;
    private final Database database;
    private final RunLease lease;
    private final Runs runs;
    private final CopyWriter writer;
    private final BooleanSupplier quiet;
    private final List<Done> waiting = new ArrayList<>();
    private final List<Item> outOfReach = new ArrayList<>();
    private StorageException.@Nullable Unreachable why;
    private int inARow;
    private int answered;
    private long recorded = System.nanoTime();

    /** @param quiet whether the location has its quiet hours just now */
    ShardReader(
            Shard shard,
            int parallel,
            OptimisticRead reading,
            ExecutorService workers,
            Database database,
            RunLease lease,
            Runs runs,
            CopyWriter writer,
            BooleanSupplier quiet) {
        this.shard = shard;
        this.parallel = parallel;
        this.reading = reading;
        this.workers = workers;
        this.database = database;
        this.lease = lease;
        this.runs = runs;
        this.writer = writer;
        this.quiet = quiet;
    }

    private record Look(Item item, @Nullable Outcome outcome, StorageException.@Nullable Unreachable failure) {}

    void run(RunControl control) throws IOException {
        long part = database.<Long, RuntimeException>call(session -> session.number(
                "SELECT part FROM inventory_shard WHERE run_id = ? AND number = ?", shard.runId(), shard.number()));
        List<Item> items = database.<List<Item>, RuntimeException>call(
                session -> session.list(Item.SELECT, Item::read, shard.runId(), shard.locationId(), part));
        try {
            boolean whole = read(items, control);
            if (whole && !outOfReach.isEmpty()) {
                List<Item> again = List.copyOf(outOfReach);
                outOfReach.clear();
                inARow = 0;
                whole = read(again, control);
            }
            StorageException.Unreachable reason = why;
            if (!outOfReach.isEmpty() && reason != null) {
                if (!whole || answered == 0) {
                    throw reason;
                }
                // Others were read: it is these disks, not the server.
                outOfReach.forEach(item -> waiting.add(
                        new Done(item, new Outcome.Unreadable("UNREACHABLE", Reasons.sentence(reason), 0))));
            }
        } finally {
            record();
        }
    }

    /** @return false if it ended early */
    private boolean read(List<Item> items, RunControl control) throws IOException {
        Deque<Future<Look>> ahead = new ArrayDeque<>();
        int next = 0;
        try {
            while (next < items.size() || !ahead.isEmpty()) {
                boolean stop = control.stopAsked();
                if (stop && ahead.isEmpty()) {
                    return false;
                }
                while (!stop && next < items.size() && ahead.size() < parallel * 2) {
                    Item item = items.get(next++);
                    ahead.add(workers.submit(() -> look(item)));
                }
                take(ahead.remove());
                if (inARow >= GONE_AFTER) {
                    return false;
                }
                if (waiting.size() >= BATCH || System.nanoTime() - recorded >= RECORD) {
                    record();
                }
            }
            return true;
        } finally {
            ahead.forEach(future -> future.cancel(true));
        }
    }

    private Look look(Item item) {
        if (quiet.getAsBoolean()) {
            return new Look(item, new Outcome.Quiet(0), null);
        }
        try {
            return new Look(item, reading.look(item), null);
        } catch (StorageException.Unreachable e) {
            return new Look(item, null, e);
        }
    }

    private void take(Future<Look> future) throws IOException {
        Look look;
        try {
            look = future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading");
        } catch (ExecutionException e) {
            throw new IOException("an error in ProfileKeep itself: " + e.getCause(), e);
        }
        Outcome outcome = look.outcome();
        if (outcome == null) {
            why = look.failure();
            outOfReach.add(look.item());
            inARow++;
        } else {
            waiting.add(new Done(look.item(), outcome));
            inARow = 0;
            answered++;
        }
    }

    private void record() throws IOException {
        recorded = System.nanoTime();
        if (waiting.isEmpty()) {
            return;
        }
        Item last = waiting.get(waiting.size() - 1).item();
        String doing = last.account().isEmpty() ? last.listed().name() : last.account();
        List<Done> batch = List.copyOf(waiting);
        waiting.clear();
        database.<IOException>run(session -> {
            lease.beat(session, shard.runId());
            runs.add(session, shard.runId(), writer.write(session, batch), doing);
        });
    }
}
