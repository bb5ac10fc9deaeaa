package dev.profilekeep.replica.estate;

import dev.profilekeep.backup.turn.Turn;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.replica.CopyWord;
import dev.profilekeep.replica.estate.VerificationRun.Phase;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of runs; what came out is counted from their items. */
final class RunRows {
    /** So many runs are kept with their items. */
    private static final int KEPT = 30;

    private final Clock clock;

    RunRows(Clock clock) {
        this.clock = clock;
    }

    long insert(Session session, String startedBy, boolean byPerson, VerificationWish wish, @Nullable Instant until)
            throws SQLException {
        long id = session.insert(
                "INSERT INTO verification_run (started_by, by_person, only_set, only_container, deep, started_at, until_at,"
                        + " phase, reason, planned, doing) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', FALSE, '')",
                startedBy.isBlank() ? "?" : cut(startedBy, 500),
                byPerson,
                wish.setId(),
                wish.containerId(),
                wish.deep(),
                clock.instant(),
                until,
                Phase.PLANNING);
        session.update("DELETE FROM verification_run WHERE id <= ?", id - KEPT);
        return id;
    }

    Optional<VerificationRun> find(Session session, long id) throws SQLException {
        Optional<VerificationRun> run = session.first("SELECT * FROM verification_run WHERE id = ?", RunRows::read, id);
        return run.isPresent() ? Optional.of(counted(session, run.get())) : run;
    }

    List<VerificationRun> recent(Session session, int limit) throws SQLException {
        List<VerificationRun> all = new ArrayList<>();
        for (VerificationRun run : session.list(
                "SELECT * FROM verification_run ORDER BY id DESC LIMIT " + Math.max(0, limit), RunRows::read)) {
            all.add(counted(session, run));
        }
        return all;
    }

    VerificationWish wish(Session session, long id) throws SQLException {
        return session.first(
                        "SELECT only_set, only_container, deep FROM verification_run WHERE id = ?",
                        row -> new VerificationWish(
                                row.text("only_set"), row.numberOrNull("only_container"), row.flag("deep")),
                        id)
                .orElse(VerificationWish.ALL);
    }

    boolean isPlanned(Session session, long id) throws SQLException {
        return session.first("SELECT planned FROM verification_run WHERE id = ?", row -> row.flag("planned"), id)
                .orElse(false);
    }

    void planned(Session session, long id) throws SQLException {
        session.update("UPDATE verification_run SET planned = TRUE, phase = ? WHERE id = ?", Phase.COMPARING, id);
    }

    void doing(Session session, long id, String doing) throws SQLException {
        session.update("UPDATE verification_run SET doing = ? WHERE id = ?", cut(doing, 500), id);
    }

    void end(Session session, long id, Phase phase, String reason) throws SQLException {
        session.update(
                "UPDATE verification_run SET phase = ?, ended_at = ?, doing = '', reason = ? WHERE id = ?",
                phase,
                clock.instant(),
                cut(reason, 2000),
                id);
    }

    void goOn(Session session, long id, String startedBy, boolean byPerson, @Nullable Instant until)
            throws SQLException {
        session.update(
                "UPDATE verification_run SET phase = ?, ended_at = NULL, reason = '', started_by = ?, by_person = ?,"
                        + " until_at = ? WHERE id = ?",
                isPlanned(session, id) ? Phase.COMPARING : Phase.PLANNING,
                cut(startedBy, 500),
                byPerson,
                until,
                id);
    }

    /** A run whose node is dead is shown as failed. */
    static VerificationRun asItStands(VerificationRun run, Optional<Turn.Held> held) {
        boolean alive =
                held.filter(now -> now.runId() == run.id() && now.alive()).isPresent();
        return run.phase().isEnd() || alive
                ? run
                : with(run, Phase.FAILED, run.total(), run.words(), run.bytesRead(), "its node is silent");
    }

    private static VerificationRun counted(Session session, VerificationRun run) throws SQLException {
        Map<CopyWord, Long> words = new EnumMap<>(CopyWord.class);
        long[] sums = {0, 0};
        session.each(
                "SELECT word, COUNT(*) AS copies, SUM(bytes_read) AS bytes FROM verification_item WHERE run_id = ?"
                        + " GROUP BY word",
                row -> {
                    sums[0] += row.number("copies");
                    sums[1] += row.number("bytes");
                    if (!row.text("word").isEmpty()) {
                        words.put(row.choice("word", CopyWord.class), row.number("copies"));
                    }
                },
                run.id());
        return with(run, run.phase(), sums[0], words, sums[1], run.reason());
    }

    private static VerificationRun with(
            VerificationRun run, Phase phase, long total, Map<CopyWord, Long> words, long bytes, String reason) {
        return new VerificationRun(
                run.id(),
                run.startedBy(),
                run.byPerson(),
                run.startedAt(),
                run.endedAt(),
                run.until(),
                phase,
                total,
                words,
                bytes,
                phase.isEnd() ? "" : run.doing(),
                reason);
    }

    private static VerificationRun read(Row row) throws SQLException {
        return new VerificationRun(
                row.number("id"),
                row.text("started_by"),
                row.flag("by_person"),
                row.when("started_at"),
                row.time("ended_at"),
                row.time("until_at"),
                row.choice("phase", Phase.class),
                0,
                Map.of(),
                0,
                row.text("doing"),
                row.text("reason"));
    }

    static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 2)) ? length - 2 : length - 1;
        return text.substring(0, end) + "…";
    }
}
