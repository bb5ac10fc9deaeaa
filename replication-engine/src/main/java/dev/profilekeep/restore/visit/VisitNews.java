package dev.profilekeep.restore.visit;

import dev.profilekeep.catalog.sql.Session;
import java.sql.SQLException;

/** Tells somebody that another person looks into their backups. */
@FunctionalInterface
public interface VisitNews {
    /** As a part of the transaction in which it begins; what cannot be told is not a reason not to begin, for the owner reads it in the portal anyway. */
    void tell(Session session, Visited visited) throws SQLException;
}
