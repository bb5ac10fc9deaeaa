package dev.profilekeep.backup.watch;

import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.health.RepositoryFacts;
import dev.profilekeep.health.RepositoryFindingCode;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What others took out of a repository. Who accepts the finding knows of what is gone until then: that is told no more. What goes later is told anew, so the acceptance
 * ends with it.
 */
final class Removals {
    /** So many names are told. */
    private static final int NAMED = 10;

    private static final String CODE = RepositoryFindingCode.BACKUPS_REMOVED.name();

    private Removals() {}

    static RepositoryFacts.@Nullable Removed of(Session session, String id, Instant now) throws SQLException {
        settle(session, id, now);
        Instant since = session.first(
                        "SELECT gone_at FROM repository_removed WHERE repository_id = ? ORDER BY gone_at LIMIT 1",
                        row -> row.when("gone_at"),
                        id)
                .orElse(null);
        if (since == null) {
            return null;
        }
        String of = " FROM repository_removed WHERE repository_id = ? AND kind ";
        Instant moment = session.first(
                        "SELECT moment" + of + "= 'SNAPSHOT' ORDER BY moment DESC LIMIT 1",
                        row -> row.when("moment"),
                        id)
                .orElse(null);
        List<String> names = session.list(
                "SELECT DISTINCT base_name FROM repository_removed WHERE repository_id = ? AND base_name <> ''"
                        + " ORDER BY base_name LIMIT " + NAMED,
                row -> row.text("base_name"),
                id);
        return new RepositoryFacts.Removed(
                session.number("SELECT COUNT(DISTINCT file_id)" + of + "= 'SNAPSHOT'", id),
                session.number("SELECT COUNT(DISTINCT container_key)" + of + "= 'SNAPSHOT'", id),
                names,
                moment,
                session.number("SELECT COUNT(DISTINCT file_id)" + of + "<> 'SNAPSHOT'", id),
                since);
    }

    private static void settle(Session session, String id, Instant now) throws SQLException {
        List<Instant> accepted = session.list(
                "SELECT accepted_at FROM finding WHERE repository_id = ? AND code = ? AND is_open = TRUE"
                        + " AND accepted_until > ?",
                row -> row.when("accepted_at"),
                id,
                CODE,
                now);
        for (Instant at : accepted) {
            session.update("DELETE FROM repository_removed WHERE repository_id = ? AND gone_at <= ?", id, at);
        }
        if (!accepted.isEmpty()) {
            session.update(
                    "UPDATE finding SET accepted_until = ? WHERE repository_id = ? AND code = ? AND accepted_until > ?",
                    now,
                    id,
                    CODE,
                    now);
        }
    }
}
