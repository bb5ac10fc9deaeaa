package dev.profilekeep.inventory;

import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.health.LocationFacts.Measured;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Volume;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How full a location's volume is, and how quickly its server answers, now and usually. */
final class Measures {
    /** So many small requests give one number, their median. */
    private static final int TRIES = 9;
    /** The usual is the median of the nights of so long… */
    private static final Duration USUAL_OVER = Duration.ofDays(30);
    /** …if there are at least so many. */
    private static final int USUAL_NEEDS = 3;

    private Measures() {}

    /** One measurement; -1 where nothing is told. */
    record Now(long total, long free, long nanos) {
        private static final Now NOTHING = new Now(-1, -1, -1);
    }

    /** What cannot be measured stops no inventory, unless the server is gone. */
    static Now measure(StorageProvider storage) throws StorageException.Unreachable {
        try {
            Optional<Volume> volume = storage.volume();
            long[] nanos = new long[TRIES];
            for (int i = 0; i < TRIES; i++) {
                Optional<Duration> time = storage.roundTrip();
                if (time.isEmpty()) {
                    nanos = new long[] {-1};
                    break;
                }
                nanos[i] = time.get().toNanos();
            }
            Arrays.sort(nanos);
            return new Now(
                    volume.map(Volume::totalBytes).orElse(-1L),
                    volume.map(Volume::freeBytes).orElse(-1L),
                    nanos[nanos.length / 2]);
        } catch (StorageException.Unreachable e) {
            throw e;
        } catch (IOException e) {
            return Now.NOTHING;
        }
    }

    static void put(Session session, String location, Now now, boolean bySchedule, Instant at) throws SQLException {
        session.update("DELETE FROM location_measure WHERE location_id = ? AND at = ?", location, at);
        session.update(
                "INSERT INTO location_measure (location_id, at, total_bytes, free_bytes, round_trip_nanos, by_schedule)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                location,
                at,
                now.total(),
                now.free(),
                now.nanos(),
                bySchedule);
    }

    /** The last measurement of each location beside what is usual there. */
    static Map<String, Measured> all(Session session, Instant now) throws SQLException {
        Map<String, Now> last = new HashMap<>();
        Map<String, List<Long>> nights = new HashMap<>();
        Map<String, @Nullable Boolean> lastByNight = new HashMap<>();
        session.each(
                "SELECT location_id, total_bytes, free_bytes, round_trip_nanos, by_schedule FROM location_measure"
                        + " WHERE at >= ? ORDER BY location_id, at",
                row -> {
                    String id = row.text("location_id");
                    long nanos = row.number("round_trip_nanos");
                    last.put(id, new Now(row.number("total_bytes"), row.number("free_bytes"), nanos));
                    boolean night = row.flag("by_schedule") && nanos >= 0;
                    lastByNight.put(id, night);
                    if (night) {
                        nights.computeIfAbsent(id, key -> new ArrayList<>()).add(nanos);
                    }
                },
                now.minus(USUAL_OVER));
        Map<String, Measured> measured = new HashMap<>();
        last.forEach((id, one) -> {
            List<Long> before = nights.getOrDefault(id, new ArrayList<>());
            if (Boolean.TRUE.equals(lastByNight.get(id))) {
                before.remove(before.size() - 1); // the one that is compared with them
            }
            measured.put(
                    id,
                    new Measured(
                            one.total(),
                            one.free(),
                            one.nanos() < 0 ? null : Duration.ofNanos(one.nanos()),
                            before.size() < USUAL_NEEDS ? null : median(before)));
        });
        return measured;
    }

    private static Duration median(List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return Duration.ofNanos(sorted.get(sorted.size() / 2));
    }

    static void forget(Session session, Instant before) throws SQLException {
        session.update("DELETE FROM location_measure WHERE at < ?", before);
    }
}
