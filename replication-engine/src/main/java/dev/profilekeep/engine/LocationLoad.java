package dev.profilekeep.engine;

import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.sql.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the people of a location leave of it for reading: so much for each who has a container there, less what those take who are signing in just now, as far as hosts and brokers told of
 * them. Safe for several threads.
 */
final class LocationLoad {
    private static final Logger LOG = LoggerFactory.getLogger(LocationLoad.class);
    /** Operations a second that a sign-in takes, by Microsoft's rule for FSLogix; one who works takes 10. */
    private static final double OF_A_SIGN_IN = 50;
    /** Storage that is made for a few people can do so much. */
    private static final double LEAST = 200;

    private static final Duration SIGNING_IN = Duration.ofMinutes(2);

    private final Database database;
    private final Clock clock;

    LocationLoad(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Operations a second.
     *
     * @param perUser 0 for no limit
     * @return at least 200; empty for no limit, and while nobody's container is known
     */
    OptionalDouble free(String locationId, int perUser) {
        if (perUser == 0) {
            return OptionalDouble.empty();
        }
        Instant now = clock.instant();
        try {
            return database.<OptionalDouble, RuntimeException>call(session -> {
                // what a listing under way found counts too, or the first inventory would be one for nobody
                long people = Math.max(
                        session.number(
                                "SELECT COUNT(DISTINCT c.sid) FROM container_copy p JOIN container c ON c.id = p.container_id"
                                        + " WHERE p.location_id = ? AND p.presence <> 'GONE'",
                                locationId),
                        session.number(
                                "SELECT COUNT(DISTINCT sid) FROM inventory_item WHERE location_id = ?", locationId));
                if (people == 0) {
                    return OptionalDouble.empty();
                }
                long signingIn = session.number(
                        "SELECT COUNT(DISTINCT s.sid) FROM host_session s WHERE s.since > ? AND s.since <= ? AND s.gone_at IS NULL"
                                + " AND EXISTS (SELECT 1 FROM container c JOIN container_copy p ON p.container_id = c.id"
                                + " WHERE c.sid = s.sid AND p.location_id = ? AND p.presence <> 'GONE')",
                        now.minus(SIGNING_IN),
                        now,
                        locationId);
                return OptionalDouble.of(Math.max(LEAST, (double) perUser * people - OF_A_SIGN_IN * signingIn));
            });
        } catch (CatalogException e) {
            LOG.warn("location={} whom it serves is not known: {}", locationId, e.getMessage());
            return OptionalDouble.of(LEAST);
        }
    }
}
