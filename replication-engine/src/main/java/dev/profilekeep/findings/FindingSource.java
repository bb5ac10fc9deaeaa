package dev.profilekeep.findings;

import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.health.Finding;
import dev.profilekeep.health.FindingCode;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Findings of containers that somebody else than the inventory knows of: lists of users, locks. Asked whenever all is judged, in
 * that transaction, a few hundred containers at a time.
 */
public interface FindingSource {
    /** Which it can give; nobody else gives these. */
    Set<FindingCode> codes();

    /** The source to ask in one judgement, which may know beforehand what holds for all containers. */
    default FindingSource prepared(Session session) throws SQLException {
        return this;
    }

    /** Gives what it knows of the containers with ids from {@code first} to {@code last}, in any order. */
    void find(Session session, long first, long last, Instant now, BiConsumer<Long, Finding> found) throws SQLException;
}
