package dev.profilekeep.backup.care;

import dev.profilekeep.backup.check.Affected;
import dev.profilekeep.backup.check.CheckExtent;
import dev.profilekeep.backup.check.CheckReport;
import dev.profilekeep.backup.check.Problem;
import dev.profilekeep.backup.check.RepositoryCheck;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.disk.Progress;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks a repository, and reads one part of its data after the other, one each time. Keeps what is wrong, and whom it concerns. */
final class StoredCheck implements Care {
    private final Database database;
    private final int parts;
    private final Clock clock;

    /** @param parts all data is read in so many checks */
    StoredCheck(Database database, int parts, Clock clock) {
        this.database = database;
        this.parts = parts;
        this.clock = clock;
    }

    @Override
    public Done run(long runId, String repositoryId, Repository repository, Progress progress) throws IOException {
        int part = next(repositoryId);
        CheckReport report = new RepositoryCheck(repository).run(CheckExtent.sample(part, parts), progress);
        Instant now = clock.instant();
        database.<RuntimeException>run(session -> keep(session, repositoryId, report.problems(), now));
        long wrong = report.problems().stream()
                .filter(problem -> problem.severity() != Problem.Severity.HARMLESS)
                .count();
        String read = "Part " + (part + 1) + " of " + parts + " of the data was read. ";
        String words = report.isClean()
                ? read + "Everything that the snapshots need is there."
                : read + wrong + " things are wrong; the first: "
                        + report.problems().get(0).what();
        return new Done(report.isClean(), words, wrong, report.totals().bytesRead(), part, parts);
    }

    /** The part after the last one; the first if the number of parts was another then. */
    private int next(String repositoryId) {
        long last = database.<Long, RuntimeException>call(session -> session.first(
                        "SELECT part, parts FROM care_result WHERE repository_id = ? AND kind = 'CHECK'"
                                + " ORDER BY ended_at DESC, run_id DESC LIMIT 1",
                        row -> row.number("parts") == parts ? row.number("part") : -1L,
                        repositoryId)
                .orElse(-1L));
        return (int) ((last + 1) % parts);
    }

    private static void keep(Session session, String repositoryId, List<Problem> problems, Instant now)
            throws SQLException {
        session.update("DELETE FROM repository_loss WHERE repository_id = ?", repositoryId);
        session.update("DELETE FROM repository_problem WHERE repository_id = ?", repositoryId);
        List<@Nullable Object[]> rows = new ArrayList<>();
        List<@Nullable Object[]> losses = new ArrayList<>();
        for (Problem problem : problems) {
            int number = rows.size();
            rows.add(new @Nullable Object[] {
                repositoryId,
                number,
                problem.severity(),
                problem.kind(),
                cut(problem.where(), 1000),
                cut(problem.what(), 2000),
                cut(problem.next(), 2000),
                now
            });
            for (Affected affected : problem.affected()) {
                affected.snapshots()
                        .forEach((made, snapshot) -> losses.add(new @Nullable Object[] {
                            repositoryId,
                            number,
                            affected.container().key(),
                            cut(affected.container().baseName(), 500),
                            snapshot.toString(),
                            made
                        }));
            }
        }
        session.batch(
                "INSERT INTO repository_problem (repository_id, number, severity, kind, place, what, next_step,"
                        + " found_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                rows);
        session.batch(
                "INSERT INTO repository_loss (repository_id, number, container_key, base_name, snapshot_id, made)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                losses);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
