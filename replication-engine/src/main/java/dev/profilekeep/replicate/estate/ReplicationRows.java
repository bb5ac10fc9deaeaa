package dev.profilekeep.replicate.estate;

import dev.profilekeep.backup.turn.Turn;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.replicate.Reason;
import dev.profilekeep.replicate.ReplicationOutcome;
import dev.profilekeep.replicate.ReplicationOutcome.Word;
import dev.profilekeep.replicate.estate.ReplicationRun.Phase;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of runs; what came out is counted from their items. */
final class ReplicationRows {
    /** So many runs are kept with their items. */
    private static final int KEPT = 100;

    private static final int LONGEST = 2000;
    /** So many copies are one piece of work for one thread. */
    private static final int MOST_IN_PART = 100;

    private final Clock clock;

    ReplicationRows(Clock clock) {
        this.clock = clock;
    }

    long insert(Session session, String startedBy, boolean byPerson, String set, @Nullable Instant until)
            throws SQLException {
        long id = session.insert(
                "INSERT INTO replication_run (started_by, by_person, only_set, started_at, until_at, phase, reason,"
                        + " planned, doing) VALUES (?, ?, ?, ?, ?, ?, '', FALSE, '')",
                startedBy.isBlank() ? "?" : cut(startedBy, 500),
                byPerson,
                set,
                clock.instant(),
                until,
                Phase.PLANNING);
        session.update("DELETE FROM replication_run WHERE id <= ?", id - KEPT);
        return id;
    }

    Optional<ReplicationRun> find(Session session, long id) throws SQLException {
        Optional<ReplicationRun> run =
                session.first("SELECT * FROM replication_run WHERE id = ?", row -> read(row), id);
        return run.isPresent() ? Optional.of(counted(session, run.get())) : run;
    }

    Optional<Long> newest(Session session) throws SQLException {
        return session.first("SELECT id FROM replication_run ORDER BY id DESC LIMIT 1", row -> row.number("id"));
    }

    String onlySet(Session session, long id) throws SQLException {
        return session.first("SELECT only_set FROM replication_run WHERE id = ?", row -> row.text("only_set"), id)
                .orElse("");
    }

    List<ReplicationRun> recent(Session session, int limit) throws SQLException {
        List<ReplicationRun> all = new ArrayList<>();
        for (ReplicationRun run : session.list(
                "SELECT * FROM replication_run ORDER BY id DESC LIMIT " + Math.max(0, limit), row -> read(row))) {
            all.add(counted(session, run));
        }
        return all;
    }

    /** Keeps the copies of a run, in parts of one location each, in the order in which they come. */
    void items(Session session, long run, List<CarriedPairs.Found> pairs) throws SQLException {
        Map<String, int[]> open = new HashMap<>();
        int[] parts = {0};
        int place = 0;
        List<Object[]> rows = new ArrayList<>();
        for (CarriedPairs.Found pair : pairs) {
            int[] part = open.computeIfAbsent(pair.to(), to -> new int[] {parts[0]++, 0});
            if (part[1]++ == MOST_IN_PART) {
                part[0] = parts[0]++;
                part[1] = 1;
            }
            rows.add(new Object[] {run, pair.containerId(), pair.from(), pair.to(), part[0], place++});
        }
        session.batch(
                "INSERT INTO replication_item (run_id, container_id, from_location, to_location, part, place, word, why,"
                        + " sentence, bytes_read, bytes_sent) VALUES (?, ?, ?, ?, ?, ?, '', 'NONE', '', 0, 0)",
                rows);
    }

    boolean isPlanned(Session session, long id) throws SQLException {
        return session.first("SELECT planned FROM replication_run WHERE id = ?", row -> row.flag("planned"), id)
                .orElse(false);
    }

    void planned(Session session, long id) throws SQLException {
        session.update("UPDATE replication_run SET planned = TRUE, phase = ? WHERE id = ?", Phase.CARRYING, id);
    }

    void doing(Session session, long id, String doing) throws SQLException {
        session.update("UPDATE replication_run SET doing = ? WHERE id = ?", cut(doing, 500), id);
    }

    void end(Session session, long id, Phase phase, String reason) throws SQLException {
        session.update(
                "UPDATE replication_run SET phase = ?, ended_at = ?, doing = '', reason = ? WHERE id = ?",
                phase,
                clock.instant(),
                cut(reason, LONGEST),
                id);
    }

    void goOn(Session session, long id, String startedBy, boolean byPerson, @Nullable Instant until)
            throws SQLException {
        session.update(
                "UPDATE replication_run SET phase = ?, ended_at = NULL, reason = '', started_by = ?, by_person = ?,"
                        + " until_at = ? WHERE id = ?",
                isPlanned(session, id) ? Phase.CARRYING : Phase.PLANNING,
                cut(startedBy, 500),
                byPerson,
                until,
                id);
    }

    static void came(Session session, long run, long container, String location, ReplicationOutcome outcome)
            throws SQLException {
        session.update(
                "UPDATE replication_item SET word = ?, why = ?, sentence = ?, bytes_read = ?, bytes_sent = ? WHERE run_id ="
                        + " ? AND container_id = ? AND to_location = ?",
                outcome.word(),
                outcome.reason(),
                cut(outcome.sentence(), LONGEST),
                outcome.counts().readAtSource() + outcome.counts().readAtTarget(),
                outcome.counts().sent(),
                run,
                container,
                location);
    }

    List<LeftCopy> left(Session session, long run, int limit) throws SQLException {
        return session.list(
                "SELECT i.*, c.account, c.base_name, c.set_id FROM replication_item i JOIN container c ON c.id ="
                        + " i.container_id WHERE i.run_id = ? AND i.why <> 'NONE' AND i.word <> '' ORDER BY i.why,"
                        + " c.account, c.base_name, i.to_location LIMIT "
                        + Math.max(0, limit),
                row -> new LeftCopy(
                        row.number("container_id"),
                        row.text("account").isEmpty() ? row.text("base_name") : row.text("account"),
                        row.text("set_id"),
                        row.text("to_location"),
                        row.choice("word", Word.class),
                        row.choice("why", Reason.class),
                        row.text("sentence")),
                run);
    }

    static List<LeftGroup> leftByReason(Session session, long run) throws SQLException {
        return session.list(
                "SELECT to_location, why, COUNT(*) AS copies FROM replication_item WHERE run_id = ? AND why <> 'NONE' AND"
                        + " word <> '' GROUP BY to_location, why ORDER BY copies DESC, to_location, why",
                row -> new LeftGroup(row.text("to_location"), row.choice("why", Reason.class), row.number("copies")),
                run);
    }

    /** A run whose node is dead is shown as failed. */
    static ReplicationRun asItStands(ReplicationRun run, Optional<Turn.Held> held) {
        boolean alive =
                held.filter(now -> now.runId() == run.id() && now.alive()).isPresent();
        return run.phase().isEnd() || alive
                ? run
                : with(
                        run,
                        Phase.FAILED,
                        run.total(),
                        run.words(),
                        run.whys(),
                        run.bytesRead(),
                        run.bytesSent(),
                        "its node is silent");
    }

    private static ReplicationRun counted(Session session, ReplicationRun run) throws SQLException {
        Map<Word, Long> words = new EnumMap<>(Word.class);
        Map<Reason, Long> whys = new EnumMap<>(Reason.class);
        long[] sums = {0, 0, 0};
        session.each(
                "SELECT word, why, COUNT(*) AS copies, SUM(bytes_read) AS taken, SUM(bytes_sent) AS sent FROM"
                        + " replication_item WHERE run_id = ? GROUP BY word, why",
                row -> {
                    long copies = row.number("copies");
                    sums[0] += copies;
                    sums[1] += row.number("taken");
                    sums[2] += row.number("sent");
                    if (!row.text("word").isEmpty()) {
                        words.merge(row.choice("word", Word.class), copies, Long::sum);
                        Reason why = row.choice("why", Reason.class);
                        if (why != Reason.NONE) {
                            whys.merge(why, copies, Long::sum);
                        }
                    }
                },
                run.id());
        return with(run, run.phase(), sums[0], words, whys, sums[1], sums[2], run.reason());
    }

    private static ReplicationRun with(
            ReplicationRun run,
            Phase phase,
            long total,
            Map<Word, Long> words,
            Map<Reason, Long> whys,
            long taken,
            long sent,
            String reason) {
        return new ReplicationRun(
                run.id(),
                run.startedBy(),
                run.byPerson(),
                run.startedAt(),
                run.endedAt(),
                run.until(),
                phase,
                total,
                words,
                whys,
                taken,
                sent,
                phase.isEnd() ? "" : run.doing(),
                reason);
    }

    private static ReplicationRun read(Row row) throws SQLException {
        return new ReplicationRun(
                row.number("id"),
                row.text("started_by"),
                row.flag("by_person"),
                row.when("started_at"),
                row.time("ended_at"),
                row.time("until_at"),
                row.choice("phase", Phase.class),
                0,
                Map.of(),
                Map.of(),
                0,
                0,
                row.text("doing"),
                row.text("reason"));
    }

    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 2)) ? length - 2 : length - 1;
        return text.substring(0, end) + "…";
    }
}
