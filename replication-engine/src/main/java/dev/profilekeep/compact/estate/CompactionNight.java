package dev.profilekeep.compact.estate;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.backup.turn.Turn;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.compact.Refusal.Why;
import dev.profilekeep.compact.estate.Canaries.Group;
import dev.profilekeep.compact.estate.CompactionItem.Waits;
import dev.profilekeep.compact.estate.ContainerCompactor.Result;
import dev.profilekeep.compact.estate.WorkRows.Work;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.lease.CutOffSwaps;
import dev.profilekeep.lease.Kept;
import dev.profilekeep.lease.SafeReplace;
import dev.profilekeep.restore.RestoreRequest;
import dev.profilekeep.storage.Initiator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the work of a part: one container after the other, those that go first for the others before these. Safe for several threads with a part each. */
final class CompactionNight {
    private static final Logger LOG = LoggerFactory.getLogger(CompactionNight.class);
    private static final String REASON = "to free room that nothing uses";
    private static final long ASK_EVERY = TimeUnit.SECONDS.toNanos(1);

    private final ProfileKeepConfig config;
    private final Database database;
    private final Turn turn;
    private final RunRows runs;
    private final WorkRows rows;
    private final Canaries canaries;
    private final ContainerCompactor compactor;
    private final SafeReplace swaps;
    private final CutOffSwaps cutOff;
    private final CompactionTimes times;
    /** Runs and locations at which this process looked for what was cut off: it reads the journal of each old file there. */
    private final Set<String> tidied = ConcurrentHashMap.newKeySet();

    private final Clock clock;

    CompactionNight(
            ProfileKeepConfig config,
            Database database,
            Turn turn,
            RunRows runs,
            WorkRows rows,
            Canaries canaries,
            ContainerCompactor compactor,
            SafeReplace swaps,
            CutOffSwaps cutOff,
            CompactionTimes times,
            Clock clock) {
        this.config = config;
        this.database = database;
        this.turn = turn;
        this.runs = runs;
        this.rows = rows;
        this.canaries = canaries;
        this.compactor = compactor;
        this.swaps = swaps;
        this.cutOff = cutOff;
        this.times = times;
        this.clock = clock;
    }

    private interface Recording {
        void in(Session session) throws SQLException;
    }

    /** Whoever was taken over meanwhile records nothing. */
    private void record(long runId, Recording recording) throws IOException {
        database.<IOException>run(session -> {
            turn.beat(session, runId);
            recording.in(session);
        });
    }

    private List<Work> at(CompactionPart part, Step step) {
        return database.<List<Work>, RuntimeException>call(session -> WorkRows.at(session, part, step));
    }

    private static Initiator initiator(CompactionRun run) {
        return run.byPerson() ? Initiator.PERSON : Initiator.JOB;
    }

    /** Asked often: it looks once in a second. */
    private BooleanSupplier stop(CompactionRun run, LocationConfig location, RunControl control) {
        return new BooleanSupplier() {
            private long asked;
            private boolean ever;
            private boolean stop;

            @Override
            public boolean getAsBoolean() {
                long now = System.nanoTime();
                if (!stop && (!ever || now - asked >= ASK_EVERY)) {
                    ever = true;
                    asked = now;
                    stop = control.stopAsked() || times.isLongOver(run, location, clock.instant());
                }
                return stop;
            }
        };
    }

    private boolean isOver(CompactionRun run, LocationConfig location, RunControl control) {
        return control.stopAsked() || times.isOver(run, location, clock.instant());
    }

    /** Whether the time is over at the location of any of its copies: all of them are read and replaced. */
    private boolean isElsewhereOver(CompactionRun run, Work work) {
        Instant now = clock.instant();
        return work.copies().stream()
                .map(config::location)
                .flatMap(Optional::stream)
                .anyMatch(copy -> times.isOver(run, copy, now));
    }

    /** Looks at each container that nobody looked at in this run. */
    void look(CompactionRun run, CompactionPart part, LocationConfig location, RunControl control) throws IOException {
        for (Work work : at(part, Step.WAITING)) {
            if (isOver(run, location, control) || times.isLookedEnough(run, clock.instant())) {
                return;
            }
            if (isElsewhereOver(run, work)) {
                continue;
            }
            Instant began = clock.instant();
            record(run.id(), session -> runs.doing(session, run.id(), called(work)));
            Look look;
            try {
                look = compactor.look(work, initiator(run), stop(run, location, control));
            } catch (CancellationException e) {
                return;
            } catch (CatalogException e) {
                throw e;
            } catch (RuntimeException e) {
                LOG.warn("container={} could not be looked at", work.containerId(), e);
                look = new Look(
                        Reason.of(Why.NOT_CHECKED, "it could not be looked at: " + e),
                        work.copies().stream()
                                .map(one -> new Look.Copy(one, Reason.NONE, 0, -1, 0))
                                .toList(),
                        0);
            }
            Look found = look;
            record(run.id(), session -> rows.looked(session, run.id(), work, found, run.planOnly(), began));
        }
    }

    private static String called(Work work) {
        return work.account().isEmpty() ? "container " + work.containerId() : work.account();
    }

    /** Makes the disks smaller that are worth it and may be. */
    void compact(CompactionRun run, CompactionPart part, LocationConfig location, RunControl control)
            throws IOException {
        LeftBehind left = new LeftBehind(config, swaps, cutOff);
        settle(part, false, left);
        // also drafts of nights before, whose server went away before they could be removed
        List<String> places =
                database.<List<String>, RuntimeException>call(session -> WorkRows.locations(session, part));
        for (String place : places) {
            if (isOver(run, location, control)) {
                return;
            }
            if (isFirst(run, place)) {
                left.settle(place);
            }
        }
        List<Work> all = at(part, Step.LOOKED);
        for (Work work : inOrder(all, initiator(run))) {
            if (isOver(run, location, control) || isTooMuch(run.id())) {
                return;
            }
            if (isElsewhereOver(run, work)) {
                continue; // people work at the site of another copy: it is left for the next night
            }
            Boolean canary = turnOf(run, work);
            if (canary != null) {
                compact(run, work, canary, stop(run, location, control));
            }
        }
        isTooMuch(run.id());
    }

    private boolean isFirst(CompactionRun run, String location) {
        String own = run.id() + " ";
        tidied.removeIf(other -> !other.startsWith(own));
        return tidied.add(own + location);
    }

    /** First those who may go before others: who worked last will soonest sign in again. Then those that give most for a second of work. */
    private List<Work> inOrder(List<Work> all, Initiator initiator) {
        Set<Group> open = new HashSet<>();
        all.stream().map(Group::of).distinct().forEach(group -> {
            canaries.judge(group, initiator);
            if (database.<Canaries.State, RuntimeException>call(session -> canaries.state(session, group))
                    == Canaries.State.OPEN) {
                open.add(group);
            }
        });
        List<Work> ordered = new ArrayList<>(all.stream()
                .filter(work -> open.contains(Group.of(work)))
                .sorted(Comparator.comparingLong(Work::written).reversed())
                .toList());
        all.stream().filter(work -> !open.contains(Group.of(work))).forEach(ordered::add);
        return ordered;
    }

    /** Ends what is left of a run in which too many failed. */
    private boolean isTooMuch(long runId) throws IOException {
        WorkRows.Tried tried =
                database.<WorkRows.Tried, RuntimeException>call(session -> WorkRows.tried(session, runId));
        if (!config.compaction().isTooMuch(tried.failed(), tried.tried())) {
            return false;
        }
        String sentence = tried.failed() + " of " + tried.tried()
                + " that were tried failed: nothing more is made smaller until somebody has looked why";
        record(runId, session -> {
            runs.stopped(session, runId, sentence);
            rows.giveUpRest(session, runId, new Reason(Waits.ERROR_BUDGET, sentence));
        });
        return true;
    }

    /** Whether it goes first for others; null if it waits, which is recorded. */
    private @Nullable Boolean turnOf(CompactionRun run, Work work) throws IOException {
        @Nullable Boolean[] canary = new @Nullable Boolean[1];
        record(run.id(), session -> {
            Group group = Group.of(work);
            switch (canaries.state(session, group)) {
                case PASSED -> canary[0] = false;
                case OPEN -> {
                    canaries.take(session, run.id(), work);
                    canary[0] = true;
                }
                case WAITS ->
                    rows.left(
                            session,
                            run.id(),
                            work.containerId(),
                            new Reason(
                                    Waits.FOR_CANARIES,
                                    "a few disks of this set and version of FSLogix were made smaller first; it is its"
                                            + " turn when "
                                            + config.compaction().canariesClean()
                                            + " of these people have signed in and out, with sound disks"));
                case DAMAGED ->
                    rows.left(
                            session,
                            run.id(),
                            work.containerId(),
                            new Reason(
                                    Waits.CANARY_DAMAGED,
                                    "a disk of this set and version of FSLogix that was made smaller first was found"
                                            + " damaged after its person had signed in: "
                                            + canaries.damage(session, group)));
            }
        });
        return canary[0];
    }

    private void compact(CompactionRun run, Work work, boolean canary, BooleanSupplier stop) throws IOException {
        Actor actor = run.byPerson() ? new Actor(run.startedBy(), run.startedBy(), List.of(), "") : Actor.SCHEDULE;
        RestoreRequest request = new RestoreRequest(actor, REASON, "", Reach.EVERYWHERE, initiator(run));
        Result result;
        try {
            result = compactor.compact(work, request, purpose -> begun(run, work, purpose, canary), stop);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CatalogException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warn("container={} could not be made smaller", work.containerId(), e);
            result = new Result(
                    Result.End.FAILED, new Reason(Waits.FAILED, "it could not be made smaller: " + e), List.of());
        }
        Result came = result;
        record(run.id(), session -> ended(session, run.id(), work, came));
        LOG.info(
                "run={} container={} end={} why={}",
                run.id(),
                work.containerId(),
                came.end(),
                came.reason().why());
    }

    private void begun(CompactionRun run, Work work, String purpose, boolean canary) {
        try {
            record(run.id(), session -> {
                rows.begun(session, run.id(), work, purpose, canary);
                runs.doing(session, run.id(), called(work));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ended(Session session, long runId, Work work, Result result) throws SQLException {
        if (result.end() == Result.End.UNSETTLED) {
            return; // it stays begun, and is settled as one whose process died
        }
        if (result.end() != Result.End.COMPACTED) {
            Canaries.forget(session, work.containerId());
        }
        switch (result.end()) {
            case COMPACTED -> smaller(session, runId, work, result.kept(), result.reason());
            case LEFT -> rows.left(session, runId, work.containerId(), result.reason());
            case FAILED -> rows.failed(session, runId, work.containerId(), result.reason());
            case STOPPED -> rows.givenBack(session, runId, work.containerId());
            case UNSETTLED -> throw new IllegalStateException("its end is not known yet");
        }
    }

    private void smaller(Session session, long runId, Work work, List<Kept> kept, Reason ofOthers) throws SQLException {
        for (Kept one : kept) {
            rows.smaller(session, runId, one);
        }
        canaries.swapped(session, kept.get(0));
        rows.failed(session, runId, work.containerId(), ofOthers);
    }

    /**
     * Finds out what became of containers at which a process worked that died, or whose exchange was not settled: by what is kept of its act.
     *
     * @param over the run is: what was not changed waits for the next
     */
    void settle(CompactionPart part, boolean over) {
        settle(part, over, new LeftBehind(config, swaps, cutOff));
    }

    private void settle(CompactionPart part, boolean over, LeftBehind left) {
        for (Work work : at(part, Step.BEGUN)) {
            List<Kept> kept = left.of(work).orElse(null);
            if (kept == null) {
                continue;
            }
            database.<RuntimeException>run(session -> {
                settled(session, part.runId(), work, kept, over);
                if (over) {
                    runs.recount(session, part.runId());
                }
            });
        }
    }

    private void settled(Session session, long runId, Work work, List<Kept> kept, boolean over) throws SQLException {
        if (!kept.isEmpty()) {
            Reason ofOthers = new Reason(Waits.FAILED, "the exchange of the copies was cut off before its turn");
            smaller(session, runId, work, kept, ofOthers);
            return;
        }
        Canaries.forget(session, work.containerId());
        if (over) {
            rows.left(session, runId, work.containerId(), WorkRows.window());
        } else {
            rows.givenBack(session, runId, work.containerId());
        }
    }
}
