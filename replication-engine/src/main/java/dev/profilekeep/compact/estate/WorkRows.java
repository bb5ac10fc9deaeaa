package dev.profilekeep.compact.estate;

import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import dev.profilekeep.compact.estate.CompactionItem.Waits;
import dev.profilekeep.lease.Kept;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The items of a run as work: what is to be looked at, what is to be made smaller, what came out. */
final class WorkRows {
    private static final int SENTENCE = 2_000;

    private final Clock clock;

    WorkRows(Clock clock) {
        this.clock = clock;
    }

    /**
     * A container of a part.
     *
     * @param copies locations of its copies that are to be made smaller, or looked at; the first copy first
     * @param gain bytes that all of them would give
     * @param seconds that the work is expected to take
     * @param written FILETIME of the first copy's last write
     */
    record Work(
            long containerId,
            String setId,
            String account,
            String agentVersion,
            boolean canary,
            boolean waited,
            long gain,
            long seconds,
            long written,
            String purpose,
            List<String> copies) {
        double gainPerSecond() {
            return (double) gain / Math.max(1, seconds);
        }
    }

    /** Writes the items of a run, each container to the part of its first copy. */
    void write(Session session, long runId, List<Candidate> candidates) throws SQLException {
        List<String> locations = candidates.stream()
                .map(one -> one.lead().locationId())
                .distinct()
                .sorted()
                .toList();
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Candidate one : candidates) {
            for (Candidate.Copy copy : one.copies()) {
                rows.add(row(runId, locations.indexOf(one.lead().locationId()), one, copy));
            }
        }
        session.batch(
                "INSERT INTO compaction_item (run_id, container_id, location_id, part, part_location, lead_copy, set_id, account, path,"
                        + " search, agent_version, canary, step, outcome, why, sentence, bytes_before, bytes_planned,"
                        + " bytes_after, block_before, block_after, seconds, waited, written, began_at, ended_at, purpose,"
                        + " kept) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, FALSE, ?, ?, ?, ?, ?, -1, -1, ?, 0, 0, ?, ?, NULL,"
                        + " ?, '', FALSE)",
                rows);
    }

    private @Nullable Object[] row(long runId, int part, Candidate one, Candidate.Copy copy) {
        boolean out = !one.ruledOut().isNone();
        return new @Nullable Object[] {
            runId,
            one.containerId(),
            copy.locationId(),
            part,
            one.lead().locationId(),
            copy.equals(one.lead()),
            one.setId(),
            RunRows.cut(one.account(), 500),
            copy.path().value(),
            ItemRows.search(one.account(), copy.path().value()),
            RunRows.cut(one.agentVersion(), 255),
            out ? Step.ENDED : Step.WAITING,
            out ? Outcome.SKIPPED : Outcome.PLANNED,
            one.ruledOut().why(),
            RunRows.cut(one.ruledOut().sentence(), SENTENCE),
            copy.bytes(),
            copy.blockSize(),
            one.waited(),
            copy.written(),
            out ? clock.instant() : null
        };
    }

    /** The parts of a run: one for each location at which a first copy lies. */
    static List<CompactionPart> parts(Session session, long runId) throws SQLException {
        return session.list(
                "SELECT part, part_location, COUNT(DISTINCT container_id) AS containers FROM compaction_item WHERE run_id ="
                        + " ? GROUP BY part, part_location ORDER BY part",
                row -> new CompactionPart(
                        runId, row.integer("part"), row.text("part_location"), row.integer("containers")),
                runId);
    }

    /** Where the copies of a part lie. */
    static List<String> locations(Session session, CompactionPart part) throws SQLException {
        return session.list(
                "SELECT DISTINCT location_id FROM compaction_item WHERE run_id = ? AND part = ? ORDER BY location_id",
                row -> row.text("location_id"),
                part.runId(),
                part.number());
    }

    /** Containers of a part at a step: those that waited in the last run first, then those that give most for a second of work. */
    static List<Work> at(Session session, CompactionPart part, Step step) throws SQLException {
        Map<Long, Work> all = new LinkedHashMap<>();
        session.each(
                "SELECT * FROM compaction_item WHERE run_id = ? AND part = ? AND step = ? ORDER BY container_id, CASE WHEN"
                        + " lead_copy THEN 0 ELSE 1 END, location_id",
                row -> all.merge(row.number("container_id"), work(row), WorkRows::joined),
                part.runId(),
                part.number(),
                step);
        List<Work> work = new ArrayList<>(all.values());
        work.sort((one, other) -> {
            int waited = Boolean.compare(other.waited(), one.waited());
            return waited != 0 ? waited : Double.compare(other.gainPerSecond(), one.gainPerSecond());
        });
        return work;
    }

    private static Work joined(Work one, Work other) {
        List<String> copies = new ArrayList<>(one.copies());
        copies.addAll(other.copies());
        return new Work(
                one.containerId(),
                one.setId(),
                one.account(),
                one.agentVersion(),
                one.canary(),
                one.waited(),
                one.gain() + other.gain(),
                Math.max(one.seconds(), other.seconds()),
                Math.max(one.written(), other.written()),
                one.purpose(),
                copies);
    }

    private static Work work(Row row) throws SQLException {
        long planned = row.number("bytes_planned");
        return new Work(
                row.number("container_id"),
                row.text("set_id"),
                row.text("account"),
                row.text("agent_version"),
                row.flag("canary"),
                row.flag("waited"),
                planned < 0 ? 0 : Math.max(0, row.number("bytes_before") - planned),
                row.number("seconds"),
                row.number("written"),
                row.text("purpose"),
                List.of(row.text("location_id")));
    }

    /** What a look found. */
    void looked(Session session, long runId, Work work, Look look, boolean planOnly, Instant began)
            throws SQLException {
        Instant now = clock.instant();
        String lead = look.lead();
        for (Look.Copy copy : look.copies()) {
            Reason reason = look.isWorth() ? copy.reason() : look.reason();
            boolean worth = reason.isNone();
            session.update(
                    "UPDATE compaction_item SET step = ?, outcome = ?, why = ?, sentence = ?, bytes_planned = ?,"
                            + " block_after = ?, seconds = ?, began_at = ?, ended_at = ? WHERE run_id = ? AND container_id ="
                            + " ? AND location_id = ?",
                    worth && !planOnly ? Step.LOOKED : Step.ENDED,
                    worth ? Outcome.PLANNED : Outcome.SKIPPED,
                    reason.why(),
                    RunRows.cut(reason.sentence(), SENTENCE),
                    copy.bytesPlanned(),
                    copy.blockAfter(),
                    look.seconds(),
                    began,
                    worth && !planOnly ? null : now,
                    runId,
                    work.containerId(),
                    copy.locationId());
            if (copy.bytesBefore() > 0) {
                session.update(
                        "UPDATE compaction_item SET bytes_before = ? WHERE run_id = ? AND container_id = ? AND"
                                + " location_id = ?",
                        copy.bytesBefore(),
                        runId,
                        work.containerId(),
                        copy.locationId());
            }
            if (!lead.isEmpty()) {
                session.update(
                        "UPDATE compaction_item SET lead_copy = ? WHERE run_id = ? AND container_id = ? AND location_id"
                                + " = ?",
                        copy.locationId().equals(lead),
                        runId,
                        work.containerId(),
                        copy.locationId());
            }
        }
    }

    /** From now on it may have been changed: its blocks are kept as they are. */
    void begun(Session session, long runId, Work work, String purpose, boolean canary) throws SQLException {
        session.update(
                "UPDATE compaction_item SET step = 'BEGUN', purpose = ?, canary = ?, began_at = ? WHERE run_id = ? AND"
                        + " container_id = ? AND step = 'LOOKED'",
                purpose,
                canary,
                clock.instant(),
                runId,
                work.containerId());
        BlockRows.keep(session, runId, work.containerId());
    }

    /** Its turn comes again, in this run or the next. */
    void givenBack(Session session, long runId, long containerId) throws SQLException {
        session.update(
                "UPDATE compaction_item SET step = 'LOOKED', purpose = '', canary = FALSE WHERE run_id = ? AND"
                        + " container_id = ? AND step = 'BEGUN'",
                runId,
                containerId);
    }

    void left(Session session, long runId, long containerId, Reason reason) throws SQLException {
        ended(session, runId, containerId, Outcome.SKIPPED, reason);
    }

    void failed(Session session, long runId, long containerId, Reason reason) throws SQLException {
        ended(session, runId, containerId, Outcome.FAILED, reason);
    }

    private void ended(Session session, long runId, long containerId, Outcome outcome, Reason reason)
            throws SQLException {
        session.update(
                "UPDATE compaction_item SET step = 'ENDED', outcome = ?, why = ?, sentence = ?, ended_at = ?, purpose = '',"
                        + " canary = FALSE WHERE run_id = ? AND container_id = ? AND step IN ('LOOKED', 'BEGUN')",
                outcome,
                reason.why(),
                RunRows.cut(reason.sentence(), SENTENCE),
                clock.instant(),
                runId,
                containerId);
    }

    /** The smaller file of a copy has its name. */
    void smaller(Session session, long runId, Kept kept) throws SQLException {
        session.update(
                "UPDATE compaction_item SET step = 'ENDED', outcome = ?, why = '', sentence = '', bytes_before = ?,"
                        + " bytes_after = ?, ended_at = ?, purpose = ?, kept = TRUE WHERE run_id = ? AND container_id = ?"
                        + " AND location_id = ? AND step IN ('LOOKED', 'BEGUN')",
                Outcome.COMPACTED,
                kept.before().size(),
                kept.after().size(),
                clock.instant(),
                kept.purpose(),
                runId,
                kept.containerId(),
                kept.locationId());
        BlockRows.compare(session, runId, kept);
    }

    /** What was not begun waits for the next run. */
    void giveUpRest(Session session, long runId, Reason reason) throws SQLException {
        session.update(
                "UPDATE compaction_item SET step = 'ENDED', outcome = ?, why = ?, sentence = ?, ended_at = ? WHERE run_id ="
                        + " ? AND step IN ('WAITING', 'LOOKED')",
                Outcome.SKIPPED,
                reason.why(),
                reason.sentence(),
                clock.instant(),
                runId);
    }

    /** Runs in which a container is still recorded as worked at. */
    static List<CompactionPart> cutOff(Session session, long notRun) throws SQLException {
        return session.list(
                "SELECT DISTINCT run_id, part FROM compaction_item WHERE step = 'BEGUN' AND run_id <> ? ORDER BY run_id,"
                        + " part",
                row -> new CompactionPart(row.number("run_id"), row.integer("part"), "", 0),
                notRun);
    }

    /** Those that were tried, and of these those that failed. */
    record Tried(long tried, long failed) {}

    static Tried tried(Session session, long runId) throws SQLException {
        return session.first(
                        "SELECT COUNT(*) AS tried, COALESCE(SUM(CASE WHEN outcome = 'FAILED' THEN 1 ELSE 0 END), 0) AS"
                                + " failed FROM compaction_item WHERE run_id = ? AND lead_copy AND outcome IN"
                                + " ('COMPACTED', 'FAILED')",
                        row -> new Tried(row.number("tried"), row.number("failed")),
                        runId)
                .orElseThrow();
    }

    static Reason window() {
        return new Reason(Waits.WINDOW, "the time for it was over before its turn came: it is first the next time");
    }
}
