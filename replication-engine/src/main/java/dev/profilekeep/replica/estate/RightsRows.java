package dev.profilekeep.replica.estate;

import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.replica.rights.RightsComparison;
import dev.profilekeep.replica.rights.RightsDifference;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What the catalog keeps of the rights of copies: of each further copy how they stand to those of the active one. No names of accounts. Stateless. */
final class RightsRows {
    private RightsRows() {}

    /** Takes over what a comparison found. What could not be read takes away that both were alike, and not what differed before. */
    static void record(Session session, long containerId, RightsComparison found, Instant now) throws SQLException {
        if (found.word() == RightsComparison.Word.UNREAD
                && session.number(
                                "SELECT COUNT(*) FROM copy_rights WHERE container_id = ? AND location_id = ? AND"
                                        + " against_id = ? AND word = ?",
                                containerId,
                                found.second().locationId(),
                                found.first().locationId(),
                                RightsComparison.Word.DIFFERENT)
                        > 0) {
            return;
        }
        forget(session, containerId, found.second().locationId());
        Set<RightsDifference.What> what = EnumSet.noneOf(RightsDifference.What.class);
        found.differences().forEach(one -> what.add(one.what()));
        session.update(
                "INSERT INTO copy_rights (container_id, location_id, against_id, word, at, differences, what) VALUES"
                        + " (?, ?, ?, ?, ?, ?, ?)",
                containerId,
                found.second().locationId(),
                found.first().locationId(),
                found.word(),
                now,
                found.differences().stream().filter(one -> !one.isUnread()).count(),
                what.stream().map(Enum::name).collect(Collectors.joining(",")));
    }

    static void forget(Session session, long containerId, String location) throws SQLException {
        session.update("DELETE FROM copy_rights WHERE container_id = ? AND location_id = ?", containerId, location);
    }
}
