package dev.profilekeep.backup.estate;

import dev.profilekeep.backup.estate.BackupNight.Phase;
import dev.profilekeep.backup.turn.Turn;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of runs. What came out is counted from the run's items as long as it goes on. */
final class Nights {
    private static final String COUNTS = "SELECT COUNT(*) AS total,"
            + " COALESCE(SUM(CASE WHEN outcome = 'STORED' AND snapshot_id <> '' THEN 1 ELSE 0 END), 0) AS stored,"
            + " COALESCE(SUM(CASE WHEN outcome = 'SAME' AND snapshot_id <> '' THEN 1 ELSE 0 END), 0) AS same,"
            + " COALESCE(SUM(CASE WHEN outcome IN ('STORED', 'SAME') AND snapshot_id = '' THEN 1 ELSE 0 END), 0)"
            + " AS unpublished,"
            + " COALESCE(SUM(CASE WHEN outcome = 'IN_USE' THEN 1 ELSE 0 END), 0) AS in_use,"
            + " COALESCE(SUM(CASE WHEN outcome = 'UNREADABLE' THEN 1 ELSE 0 END), 0) AS unreadable,"
            + " COALESCE(SUM(CASE WHEN outcome = '' THEN 1 ELSE 0 END), 0) AS waiting,"
            + " COALESCE(SUM(bytes_read), 0) AS bytes_read, COALESCE(SUM(bytes_spared), 0) AS bytes_spared,"
            + " COALESCE(SUM(missed), 0) AS missed FROM backup_item WHERE run_id = ?";

    private final Clock clock;

    Nights(Clock clock) {
        this.clock = clock;
    }

    private record Counts(
            long total,
            long stored,
            long same,
            long read,
            long inUse,
            long unreadable,
            long waiting,
            long bytesRead,
            long bytesSpared,
            long missed) {}

    long insert(Session session, String startedBy, boolean byPerson, @Nullable Instant until) throws SQLException {
        return session.insert(
                "INSERT INTO backup_run (started_by, by_person, started_at, until_at, phase, reason, planned, again,"
                        + " doing, total, stored, same, in_use, unreadable, waiting, bytes_read, bytes_spared, missed)"
                        + " VALUES (?, ?, ?, ?, ?, '', FALSE, FALSE, '', 0, 0, 0, 0, 0, 0, 0, 0, 0)",
                startedBy.isBlank() ? "?" : cut(startedBy, 500),
                byPerson,
                clock.instant(),
                until,
                Phase.PLANNING);
    }

    Optional<BackupNight> find(Session session, long id) throws SQLException {
        Optional<BackupNight> run = session.first("SELECT * FROM backup_run WHERE id = ?", Nights::read, id);
        return run.isPresent() ? Optional.of(counted(session, run.get())) : run;
    }

    List<BackupNight> recent(Session session, int limit) throws SQLException {
        return session.list("SELECT * FROM backup_run ORDER BY id DESC LIMIT " + Math.max(0, limit), Nights::read);
    }

    boolean is(Session session, long id, String column) throws SQLException {
        return session.first("SELECT " + column + " FROM backup_run WHERE id = ?", row -> row.flag(column), id)
                .orElse(false);
    }

    void phase(Session session, long id, Phase phase) throws SQLException {
        session.update("UPDATE backup_run SET phase = ?, doing = '' WHERE id = ?", phase, id);
    }

    void doing(Session session, long id, String doing) throws SQLException {
        session.update("UPDATE backup_run SET doing = ? WHERE id = ?", cut(doing, 500), id);
    }

    /** Writes down what came out. What was read and is in no snapshot counts as not begun. */
    void end(Session session, long id, Phase phase, String reason) throws SQLException {
        forgetUnpublished(session, id);
        Counts counts = count(session, id);
        session.update(
                "UPDATE backup_run SET phase = ?, ended_at = ?, doing = '', reason = ?, total = ?, stored = ?, same ="
                        + " ?, in_use = ?, unreadable = ?, waiting = ?, bytes_read = ?, bytes_spared = ?, missed = ? WHERE"
                        + " id = ?",
                phase,
                clock.instant(),
                cut(reason, 2000),
                counts.total(),
                counts.stored(),
                counts.same(),
                counts.inUse(),
                counts.unreadable(),
                counts.waiting(),
                counts.bytesRead(),
                counts.bytesSpared(),
                counts.missed(),
                id);
    }

    void goOn(Session session, long id, Phase phase, String startedBy, boolean byPerson, @Nullable Instant until)
            throws SQLException {
        forgetUnpublished(session, id);
        session.update(
                "UPDATE backup_run SET phase = ?, ended_at = NULL, reason = '', started_by = ?, by_person = ?,"
                        + " until_at = ? WHERE id = ?",
                phase,
                cut(startedBy, 500),
                byPerson,
                until,
                id);
    }

    private static void forgetUnpublished(Session session, long id) throws SQLException {
        session.update(
                "UPDATE backup_item SET outcome = '' WHERE run_id = ? AND outcome IN ('STORED', 'SAME') AND"
                        + " snapshot_id = ''",
                id);
    }

    private static BackupNight counted(Session session, BackupNight run) throws SQLException {
        if (run.phase().isEnd()) {
            return run;
        }
        Counts counts = count(session, run.id());
        return new BackupNight(
                run.id(),
                run.startedBy(),
                run.byPerson(),
                run.startedAt(),
                run.endedAt(),
                run.until(),
                run.phase(),
                counts.total(),
                counts.stored(),
                counts.same(),
                counts.read(),
                counts.inUse(),
                counts.unreadable(),
                counts.waiting(),
                counts.bytesRead(),
                counts.bytesSpared(),
                counts.missed(),
                run.doing(),
                run.reason());
    }

    /** A run whose node is dead is shown as failed. */
    static BackupNight asItStands(BackupNight run, Optional<Turn.Held> held) {
        boolean alive =
                held.filter(now -> now.runId() == run.id() && now.alive()).isPresent();
        if (run.phase().isEnd() || alive) {
            return run;
        }
        return new BackupNight(
                run.id(),
                run.startedBy(),
                run.byPerson(),
                run.startedAt(),
                run.endedAt(),
                run.until(),
                Phase.FAILED,
                run.total(),
                run.stored(),
                run.same(),
                run.read(),
                run.inUse(),
                run.unreadable(),
                run.waiting(),
                run.bytesRead(),
                run.bytesSpared(),
                run.missed(),
                "",
                "its node is silent");
    }

    private static Counts count(Session session, long id) throws SQLException {
        return session.first(
                        COUNTS,
                        row -> new Counts(
                                row.number("total"),
                                row.number("stored"),
                                row.number("same"),
                                row.number("unpublished"),
                                row.number("in_use"),
                                row.number("unreadable"),
                                row.number("waiting"),
                                row.number("bytes_read"),
                                row.number("bytes_spared"),
                                row.number("missed")),
                        id)
                .orElseThrow();
    }

    static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 2)) ? length - 2 : length - 1;
        return text.substring(0, end) + "…";
    }

    private static BackupNight read(Row row) throws SQLException {
        return new BackupNight(
                row.number("id"),
                row.text("started_by"),
                row.flag("by_person"),
                row.when("started_at"),
                row.time("ended_at"),
                row.time("until_at"),
                row.choice("phase", Phase.class),
                row.number("total"),
                row.number("stored"),
                row.number("same"),
                0, // as long as it goes on its items are counted, and at its end none is left
                row.number("in_use"),
                row.number("unreadable"),
                row.number("waiting"),
                row.number("bytes_read"),
                row.number("bytes_spared"),
                row.number("missed"),
                row.text("doing"),
                row.text("reason"));
    }
}
