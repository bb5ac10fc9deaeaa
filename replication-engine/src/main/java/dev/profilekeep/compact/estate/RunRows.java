package dev.profilekeep.compact.estate;

import dev.profilekeep.backup.turn.Turn;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.compact.estate.CompactionRun.Phase;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of runs. What came out is counted from the run's items as long as it goes on. */
final class RunRows {
    private static final int SENTENCE = 2_000;

    /** While it looks, what was looked at is done; later, what was decided. A disk that is small enough could not be smaller for anything that stands against it. */
    private static final String COUNTS = "SELECT COALESCE(SUM(CASE WHEN lead_copy THEN 1 ELSE 0 END), 0) AS total,"
            + " COALESCE(SUM(CASE WHEN lead_copy AND step <> 'TODO' THEN 1 ELSE 0 END), 0) AS looked,"
            + " COALESCE(SUM(CASE WHEN lead_copy AND step = 'ENDED' THEN 1 ELSE 0 END), 0) AS done,"
            + " COALESCE(SUM(CASE WHEN lead_copy AND outcome = 'COMPACTED' THEN 1 ELSE 0 END), 0) AS compacted,"
            + " COALESCE(SUM(CASE WHEN lead_copy AND outcome = 'SKIPPED' THEN 1 ELSE 0 END), 0) AS skipped,"
            + " COALESCE(SUM(CASE WHEN lead_copy AND outcome = 'FAILED' THEN 1 ELSE 0 END), 0) AS failed,"
            + " COALESCE(SUM(CASE WHEN outcome = 'COMPACTED' THEN bytes_before - bytes_after ELSE 0 END), 0)"
            + " AS freed_bytes,"
            + " COALESCE(SUM(CASE WHEN outcome <> 'COMPACTED' AND bytes_planned >= 0 AND bytes_planned < bytes_before"
            + " AND why NOT IN ('already-minimal', 'gain-too-small') THEN bytes_before - bytes_planned ELSE 0 END), 0)"
            + " AS possible_bytes FROM compaction_item WHERE run_id = ?";

    private final Clock clock;

    RunRows(Clock clock) {
        this.clock = clock;
    }

    private record Counts(
            long total, long looked, long done, long compacted, long skipped, long failed, long freed, long possible) {}

    long insert(
            Session session,
            String startedBy,
            boolean byPerson,
            boolean planOnly,
            List<String> locationIds,
            @Nullable Instant until)
            throws SQLException {
        return session.insert(
                "INSERT INTO compaction_run (started_by, by_person, plan_only, locations, started_at, ended_at, until_at,"
                        + " phase, reason, planned, doing, total, done, compacted, skipped, failed, freed_bytes,"
                        + " possible_bytes) VALUES (?, ?, ?, ?, ?, NULL, ?, ?, '', FALSE, '', 0, 0, 0, 0, 0, 0, 0)",
                startedBy.isBlank() ? "?" : cut(startedBy, 500),
                byPerson,
                planOnly,
                String.join("\n", locationIds),
                clock.instant(),
                until,
                Phase.PLANNING);
    }

    Optional<CompactionRun> find(Session session, long id) throws SQLException {
        Optional<CompactionRun> run = session.first("SELECT * FROM compaction_run WHERE id = ?", RunRows::read, id);
        return run.isPresent() ? Optional.of(counted(session, run.get())) : run;
    }

    List<CompactionRun> recent(Session session, int limit) throws SQLException {
        List<CompactionRun> runs = new ArrayList<>();
        for (CompactionRun run : session.list(
                "SELECT * FROM compaction_run ORDER BY id DESC LIMIT " + Math.max(0, limit), RunRows::read)) {
            runs.add(counted(session, run));
        }
        return runs;
    }

    /** Those that began since, the oldest first; with what was written down at their end. */
    List<CompactionRun> since(Session session, Instant from) throws SQLException {
        return session.list("SELECT * FROM compaction_run WHERE started_at >= ? ORDER BY id", RunRows::read, from);
    }

    boolean isPlanned(Session session, long id) throws SQLException {
        return session.first("SELECT planned FROM compaction_run WHERE id = ?", row -> row.flag("planned"), id)
                .orElse(false);
    }

    /** Ids of the locations that a run is for; empty for all. */
    List<String> locations(Session session, long id) throws SQLException {
        String text = session.first(
                        "SELECT locations FROM compaction_run WHERE id = ?", row -> row.text("locations"), id)
                .orElse("");
        return text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }

    void planned(Session session, long id) throws SQLException {
        session.update("UPDATE compaction_run SET planned = TRUE, phase = ? WHERE id = ?", Phase.LOOKING, id);
    }

    void phase(Session session, long id, Phase phase) throws SQLException {
        session.update("UPDATE compaction_run SET phase = ?, doing = '' WHERE id = ?", phase, id);
    }

    void doing(Session session, long id, String doing) throws SQLException {
        session.update("UPDATE compaction_run SET doing = ? WHERE id = ?", cut(doing, 500), id);
    }

    /** Why it will end before its end. */
    void stopped(Session session, long id, String reason) throws SQLException {
        session.update("UPDATE compaction_run SET reason = ? WHERE id = ?", cut(reason, SENTENCE), id);
    }

    /** Writes down what came out. */
    void end(Session session, long id, Phase phase, String reason) throws SQLException {
        session.update(
                "UPDATE compaction_run SET phase = ?, ended_at = ?, doing = '', reason = ? WHERE id = ?",
                phase,
                clock.instant(),
                cut(reason, SENTENCE),
                id);
        recount(session, id);
    }

    /** Writes down again what came out: some of it was found out after its end. */
    void recount(Session session, long id) throws SQLException {
        Counts counts = count(session, id);
        session.update(
                "UPDATE compaction_run SET total = ?, done = ?, compacted = ?, skipped = ?, failed = ?, freed_bytes = ?,"
                        + " possible_bytes = ? WHERE id = ?",
                counts.total(),
                counts.done(),
                counts.compacted(),
                counts.skipped(),
                counts.failed(),
                counts.freed(),
                counts.possible(),
                id);
    }

    void goOn(Session session, long id, Phase phase, String startedBy, boolean byPerson, @Nullable Instant until)
            throws SQLException {
        session.update(
                "UPDATE compaction_run SET phase = ?, ended_at = NULL, reason = '', started_by = ?, by_person = ?,"
                        + " until_at = ? WHERE id = ?",
                phase,
                startedBy.isBlank() ? "?" : cut(startedBy, 500),
                byPerson,
                until,
                id);
    }

    private static Counts count(Session session, long id) throws SQLException {
        return session.first(
                        COUNTS,
                        row -> new Counts(
                                row.number("total"),
                                row.number("looked"),
                                row.number("done"),
                                row.number("compacted"),
                                row.number("skipped"),
                                row.number("failed"),
                                row.number("freed_bytes"),
                                row.number("possible_bytes")),
                        id)
                .orElseThrow();
    }

    private static CompactionRun counted(Session session, CompactionRun run) throws SQLException {
        if (run.isEnded()) {
            return run;
        }
        Counts counts = count(session, run.id());
        return new CompactionRun(
                run.id(),
                run.startedAt(),
                null,
                run.startedBy(),
                run.byPerson(),
                run.planOnly(),
                run.phase(),
                run.doing(),
                counts.total(),
                run.phase() == Phase.LOOKING ? counts.looked() : counts.done(),
                counts.compacted(),
                counts.skipped(),
                counts.failed(),
                counts.freed(),
                counts.possible(),
                run.endsAt(),
                run.stoppedBy());
    }

    /** A run whose node is dead is shown as failed. */
    static CompactionRun asItStands(CompactionRun run, Optional<Turn.Held> held, Instant now) {
        boolean alive =
                held.filter(one -> one.runId() == run.id() && one.alive()).isPresent();
        if (run.isEnded() || alive) {
            return run;
        }
        return new CompactionRun(
                run.id(),
                run.startedAt(),
                now,
                run.startedBy(),
                run.byPerson(),
                run.planOnly(),
                Phase.FAILED,
                "",
                run.total(),
                run.done(),
                run.compacted(),
                run.skipped(),
                run.failed(),
                run.freedBytes(),
                run.possibleBytes(),
                run.endsAt(),
                "its node is silent");
    }

    static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 2)) ? length - 2 : length - 1;
        return text.substring(0, end) + "…";
    }

    private static CompactionRun read(Row row) throws SQLException {
        return new CompactionRun(
                row.number("id"),
                row.when("started_at"),
                row.time("ended_at"),
                row.text("started_by"),
                row.flag("by_person"),
                row.flag("plan_only"),
                row.choice("phase", Phase.class),
                row.text("doing"),
                row.number("total"),
                row.number("done"),
                row.number("compacted"),
                row.number("skipped"),
                row.number("failed"),
                row.number("freed_bytes"),
                row.number("possible_bytes"),
                row.time("until_at"),
                row.text("reason"));
    }
}
