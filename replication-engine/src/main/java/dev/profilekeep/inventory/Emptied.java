package dev.profilekeep.inventory;

import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.LocationConfig;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A location that suddenly holds no container at all. A share that is not mounted looks just like that, so it is not believed
 * unless an administrator has said that the location was emptied.
 */
final class Emptied {
    /** From so many on that vanish together. Fewer are one person's containers, which do get deleted at once. */
    static final int FEW = 3;

    private Emptied() {}

    /**
     * Asked when a listing of the location found no container.
     *
     * @return why the listing is not believed; empty if it is
     */
    static Optional<String> doubt(Session session, long runId, LocationConfig location) throws SQLException {
        long known = session.number(
                "SELECT COUNT(*) FROM container_copy p WHERE p.location_id = ? AND p.presence <> 'GONE'" + " AND NOT "
                        + UnreadTable.hides("p"),
                location.id(),
                runId);
        if (known < FEW || confirmed(session, location.id())) {
            return Optional.empty();
        }
        String last = session.first(
                        "SELECT last_listed FROM location WHERE id = ? AND last_listed IS NOT NULL",
                        row -> row.when("last_listed"),
                        location.id())
                .map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString())
                .orElse("the last inventory");
        return Optional.of(location.address() + " is empty, but " + known + " containers were there at " + last
                + ": is the share mounted? Nothing was taken for gone. If it was emptied on purpose, say so by"
                + " 'profilekeep inventory --confirm-empty " + location.id() + " --reason TEXT'");
    }

    /** A word given counts for one listing of the location, full or empty. */
    static void forgetConfirmations(Session session, long runId) throws SQLException {
        session.update(
                "UPDATE location SET empty_confirmed = NULL WHERE empty_confirmed IS NOT NULL AND EXISTS"
                        + " (SELECT 1 FROM inventory_location r WHERE r.run_id = ? AND r.location_id = location.id"
                        + " AND r.listing = 'LISTED' AND r.listed_at >= location.empty_confirmed)",
                runId);
    }

    private static boolean confirmed(Session session, String locationId) throws SQLException {
        Optional<Instant> word = session.first(
                "SELECT empty_confirmed FROM location WHERE id = ? AND empty_confirmed IS NOT NULL",
                row -> row.when("empty_confirmed"),
                locationId);
        return word.isPresent();
    }
}
