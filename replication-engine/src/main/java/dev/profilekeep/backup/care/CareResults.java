package dev.profilekeep.backup.care;

import dev.profilekeep.backup.check.Problem;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What came of care for repositories, as the catalog has it. The contracts are at {@link CareService}. Safe for several threads. */
final class CareResults {
    private final Database database;
    private final Clock clock;

    CareResults(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Records what was done for a repository just now. */
    void add(Session session, CareRun run, String repositoryId, Care.Done done) throws SQLException {
        session.update(
                "INSERT INTO care_result (run_id, repository_id, kind, ended_at, clean, words, amount, bytes,"
                        + " part, parts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                run.id(),
                repositoryId,
                run.kind(),
                clock.instant(),
                done.clean(),
                CareRuns.cut(done.words(), CareRuns.LONGEST),
                done.amount(),
                done.bytes(),
                done.part(),
                done.parts());
    }

    /** Repositories that a run is done with. */
    Set<String> done(long runId) {
        return new HashSet<>(database.<List<String>, RuntimeException>call(session -> session.list(
                "SELECT repository_id FROM care_result WHERE run_id = ?", row -> row.text("repository_id"), runId)));
    }

    List<CareResult> results(long runId) {
        return database.<List<CareResult>, RuntimeException>call(session -> session.list(
                "SELECT * FROM care_result WHERE run_id = ? ORDER BY ended_at, repository_id",
                CareResults::result,
                runId));
    }

    Optional<CareResult> last(String repositoryId, CareKind kind) {
        return database.<Optional<CareResult>, RuntimeException>call(session -> session.first(
                "SELECT * FROM care_result WHERE repository_id = ? AND kind = ? ORDER BY ended_at DESC, run_id DESC"
                        + " LIMIT 1",
                CareResults::result,
                repositoryId,
                kind));
    }

    private static CareResult result(Row row) throws SQLException {
        return new CareResult(
                row.number("run_id"),
                row.text("repository_id"),
                row.when("ended_at"),
                row.flag("clean"),
                row.text("words"),
                row.number("amount"),
                row.number("bytes"),
                row.integer("part"),
                row.integer("parts"));
    }

    int partsRead(String repositoryId, int parts, Instant since) {
        return Math.toIntExact(database.<Long, RuntimeException>call(session -> session.number(
                "SELECT COUNT(DISTINCT part) FROM care_result WHERE repository_id = ? AND kind = 'CHECK'"
                        + " AND parts = ? AND ended_at >= ?",
                repositoryId,
                parts,
                since)));
    }

    /** Containers of which a check found backups damaged. */
    List<Long> losers() {
        return database.<List<Long>, RuntimeException>call(session -> session.list(
                "SELECT DISTINCT c.id FROM container c JOIN repository_loss l ON l.container_key = c.identity_key",
                row -> row.number("id")));
    }

    List<CareService.FoundWrong> problems(String repositoryId, int limit) {
        return database.<List<CareService.FoundWrong>, RuntimeException>call(session -> session.list(
                "SELECT p.severity, p.what, p.next_step, p.found_at, (SELECT COUNT(DISTINCT l.container_key) FROM"
                        + " repository_loss l WHERE l.repository_id = p.repository_id AND l.number = p.number)"
                        + " AS concerned FROM repository_problem p WHERE p.repository_id = ? ORDER BY p.number LIMIT "
                        + Math.max(0, limit),
                row -> new CareService.FoundWrong(
                        row.choice("severity", Problem.Severity.class),
                        row.text("what"),
                        row.text("next_step"),
                        row.when("found_at"),
                        row.number("concerned")),
                repositoryId));
    }

    List<RestoreEvidence> evidence(String repositoryId, int limit) {
        return database.<List<RestoreEvidence>, RuntimeException>call(session -> session.list(
                "SELECT * FROM restore_test WHERE repository_id = ? ORDER BY id DESC LIMIT " + Math.max(0, limit),
                CareResults::seen,
                repositoryId));
    }

    List<RestoreEvidence> evidence(int limit) {
        return database.<List<RestoreEvidence>, RuntimeException>call(session -> session.list(
                "SELECT * FROM restore_test ORDER BY id DESC LIMIT " + Math.max(0, limit), CareResults::seen));
    }

    private static RestoreEvidence seen(Row row) throws SQLException {
        return new RestoreEvidence(
                row.text("repository_id"),
                row.text("container_key"),
                row.text("base_name"),
                row.text("size_class"),
                UUID.fromString(row.text("snapshot_id")),
                row.when("made"),
                row.when("tested_at"),
                row.flag("passed"),
                row.text("words"),
                row.text("digest"),
                row.text("digest_restored"),
                row.number("file_bytes"),
                Duration.ofMillis(row.number("restore_millis")),
                Duration.ofMillis(row.number("check_millis")));
    }
}
