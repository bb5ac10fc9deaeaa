package dev.profilekeep.backup.estate;

import dev.profilekeep.backup.run.ContainerOutcome;
import dev.profilekeep.catalog.sql.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** What backups found new in each container, over some weeks. */
final class ChangeNights {
    private static final Duration KEPT = Duration.ofDays(45);

    private ChangeNights() {}

    /** A container was read. */
    static void stored(Session session, String key, String repositoryId, ContainerOutcome.Written written, Instant now)
            throws SQLException {
        insert(session, key, repositoryId, written.liveBytes(), written.newBytes(), written.storedBytes(), now);
    }

    /** A container is what it was. */
    static void same(Session session, String key, String repositoryId, Instant now) throws SQLException {
        long live = session.first(
                        "SELECT live_bytes FROM container_night WHERE container_key = ? AND repository_id = ?"
                                + " ORDER BY at DESC LIMIT 1",
                        row -> row.number("live_bytes"),
                        key,
                        repositoryId)
                .orElse(-1L);
        if (live >= 0) { // else it was last read before anybody kept this
            insert(session, key, repositoryId, live, 0, 0, now);
        }
    }

    private static void insert(
            Session session, String key, String repositoryId, long live, long fresh, long stored, Instant now)
            throws SQLException {
        session.update(
                "DELETE FROM container_night WHERE container_key = ? AND (at = ? OR at < ?)",
                key,
                now,
                now.minus(KEPT));
        session.update(
                "INSERT INTO container_night (container_key, at, repository_id, live_bytes, new_bytes, stored_bytes)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                key,
                now,
                repositoryId,
                live,
                fresh,
                stored);
    }

    /** The container's days, the oldest first. What is new to one repository is not new to another: only one counts. */
    static List<ChangeNight> of(Session session, String key, String repositoryId, ZoneId zone) throws SQLException {
        List<ChangeNight> days = new ArrayList<>();
        session.each(
                "SELECT at, live_bytes, new_bytes, stored_bytes FROM container_night WHERE container_key = ?"
                        + " AND repository_id = ? ORDER BY at",
                row -> {
                    LocalDate day = LocalDate.ofInstant(row.when("at"), zone);
                    int last = days.size() - 1;
                    ChangeNight before = last >= 0 && days.get(last).day().equals(day) ? days.remove(last) : null;
                    days.add(new ChangeNight(
                            day,
                            row.number("live_bytes"),
                            row.number("new_bytes") + (before == null ? 0 : before.fresh()),
                            row.number("stored_bytes") + (before == null ? 0 : before.stored())));
                },
                key,
                repositoryId);
        return days;
    }
}
