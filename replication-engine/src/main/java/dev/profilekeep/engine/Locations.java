package dev.profilekeep.engine;

import dev.profilekeep.audit.Act;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SiteConfig;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.GuardedStorage;
import dev.profilekeep.storage.layer.ObservedStorage;
import dev.profilekeep.storage.layer.Pace;
import dev.profilekeep.storage.layer.PacedStorage;
import dev.profilekeep.storage.layer.StorageUse;
import dev.profilekeep.storage.layer.Throttle;
import dev.profilekeep.storage.layer.ThrottledStorage;
import java.io.Closeable;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The locations, their modes and their storage. The mode in force is the catalog's: a person changes it, and the change is
 * audited. What the file says takes effect when it differs from what the file said at the last start. Safe for several
 * threads.
 */
public final class Locations implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Locations.class);
    /** How long a mode is believed before the catalog is asked again, for changes made through other nodes. */
    private static final long BELIEVED = TimeUnit.SECONDS.toNanos(1);

    private final ProfileKeepConfig config;
    private final Database database;
    private final AuditTrail audit;
    private final Function<LocationConfig, StorageProvider> connector;
    private final Clock clock;
    private final LocationLoad load;
    private final Map<String, Reached> reached = new ConcurrentHashMap<>();
    private final Map<String, Believed> modes = new ConcurrentHashMap<>();

    private record Believed(LocationMode mode, long since) {}

    /**
     * A location's storage, below its guard.
     *
     * @param bare next to the server
     * @param limited no more is asked of it than its limits let
     * @param pace null where it is read as fast as can be
     */
    private record Reached(ObservedStorage bare, StorageProvider limited, @Nullable Pace pace) {}

    private record Kept(LocationMode mode, LocationMode fromFile) {}

    Locations(
            ProfileKeepConfig config,
            Database database,
            AuditTrail audit,
            Function<LocationConfig, StorageProvider> connector,
            Clock clock) {
        this.config = config;
        this.database = database;
        this.audit = audit;
        this.connector = connector;
        this.clock = clock;
        this.load = new LocationLoad(database, clock);
    }

    /** All locations, in the order of the file. */
    public List<LocationView> list() {
        Map<String, LocationView> kept = new HashMap<>();
        database.<RuntimeException>run(
                session -> session.each("SELECT * FROM location WHERE configured = TRUE", row -> {
                    String id = row.text("id");
                    String problem = row.textOrNull("problem");
                    LocationConfig location = config.location(id).orElse(null);
                    if (location == null) {
                        return;
                    }
                    kept.put(
                            id,
                            new LocationView(
                                    id,
                                    location.name(),
                                    location.siteId(),
                                    config.site(location.siteId())
                                            .map(SiteConfig::name)
                                            .orElse(location.siteId()),
                                    location.address(),
                                    row.choice("mode", LocationMode.class),
                                    row.choice("mode_from_file", LocationMode.class),
                                    row.time("last_listed"),
                                    problem));
                }));
        return config.locations().stream()
                .filter(location -> kept.containsKey(location.id()))
                .map(location -> kept.get(location.id()))
                .toList();
    }

    /**
     * Changes what may be written at a location, at once. The audit entry and the change stand or fall together, so that there
     * is one entry, "done", and none that it began. A mode that the location has already is no change and leaves no entry.
     *
     * @param reason in the actor's words; must not be blank
     * @throws IllegalArgumentException if there is no such location or no reason
     */
    public void changeMode(String locationId, LocationMode mode, Actor actor, String reason) {
        require(locationId);
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a change of mode needs a reason");
        }
        database.<RuntimeException>run(session -> {
            LocationMode before = session.first(
                            "SELECT mode FROM location WHERE id = ? FOR UPDATE",
                            row -> row.choice("mode", LocationMode.class),
                            locationId)
                    .orElseThrow();
            if (before != mode) {
                change(session, locationId, before, mode, actor, reason);
                LOG.info("location={} mode={} by={}", locationId, mode, actor.id());
            }
        });
        modes.remove(locationId);
    }

    /** What was believed of modes is asked again at once. */
    void forgetModes() {
        modes.clear();
    }

    /**
     * Says that a location was emptied on purpose: the next inventory that lists it believes that it holds nothing. The audit
     * entry and the word stand or fall together.
     *
     * @param reason in the actor's words; may be empty
     * @throws IllegalArgumentException if there is no such location
     */
    public void confirmEmpty(String locationId, Actor actor, String reason) {
        require(locationId);
        database.<RuntimeException>run(session -> {
            long known = session.number(
                    "SELECT COUNT(*) FROM container_copy WHERE location_id = ? AND presence <> 'GONE'", locationId);
            audit.append(
                    session,
                    actor,
                    new AuditEntry(
                            AuditTrail.EMPTY_CONFIRM,
                            "location:" + locationId,
                            reason,
                            Act.inOneWithItsEntry(Map.of("containers", Long.toString(known))),
                            "done"));
            session.update("UPDATE location SET empty_confirmed = ? WHERE id = ?", clock.instant(), locationId);
        });
        LOG.info("location={} confirmed=empty by={}", locationId, actor.id());
    }

    /** The mode in force. */
    public LocationMode mode(String locationId) {
        Believed believed = modes.get(locationId);
        if (believed != null && System.nanoTime() - believed.since() < BELIEVED) {
            return believed.mode();
        }
        LocationMode mode = JobFreezes.mode(database, locationId);
        modes.put(locationId, new Believed(mode, System.nanoTime()));
        return mode;
    }

    /**
     * A location's storage, guarded by its mode. It is shared: do not close it.
     *
     * @throws IllegalArgumentException if there is no such location
     */
    public StorageProvider storage(String locationId, Initiator initiator) {
        LocationConfig location = require(locationId);
        StorageProvider storage =
                reached.computeIfAbsent(locationId, id -> reach(location)).limited();
        return new GuardedStorage(storage, () -> mode(locationId), initiator, location.name());
    }

    /** Nothing is asked of the server yet. */
    private Reached reach(LocationConfig location) {
        ObservedStorage bare = new ObservedStorage(connector.apply(location));
        LocationConfig.Limits limits = location.limits();
        StorageProvider limited = limits.operationsPerSecond() == 0
                ? bare
                : new ThrottledStorage(bare, new Throttle(limits.operationsPerSecond(), Double.POSITIVE_INFINITY));
        // Nobody signs in over a folder of this machine.
        boolean share = StorageAddress.parse(location.address()) instanceof StorageAddress.Smb;
        if (!share || limits.operationsPerUser() == 0 && limits.slowAt() == 0) {
            return new Reached(bare, limited, null);
        }
        Pace pace = new Pace(
                location.id(),
                bare,
                Pace.Terms.of(limits.slowAt()),
                () -> load.free(location.id(), limits.operationsPerUser()));
        return new Reached(bare, new PacedStorage(limited, pace), pace);
    }

    /** How fast this process reads each location, by id; one that nothing was asked of, or that is no share, is not there. */
    public Map<String, Pace.Seen> paces() {
        Map<String, Pace.Seen> paces = new HashMap<>();
        reached.forEach((id, one) -> {
            if (one.pace() != null) {
                paces.put(id, one.pace().seen());
            }
        });
        return paces;
    }

    /** At how many locations this process reads less just now, as the server answers slowly. */
    public long slowed() {
        return paces().values().stream().filter(Pace.Seen::slowed).count();
    }

    /** What was asked of each location's storage since the start, by id; a location that nothing was asked of is not there. */
    public Map<String, StorageUse> storageUse() {
        Map<String, StorageUse> use = new HashMap<>();
        reached.forEach((id, one) -> use.put(id, one.bare().use()));
        return use;
    }

    /**
     * Brings the catalog's locations in line with the file.
     *
     * @return whether what containers are judged by has changed
     */
    boolean takeOverFile() {
        return database.<Boolean, RuntimeException>call(session -> {
            List<String> before = estate(session);
            session.update("UPDATE location SET configured = FALSE");
            for (LocationConfig location : config.locations()) {
                takeOver(session, location);
            }
            return !before.equals(estate(session));
        });
    }

    private static List<String> estate(Session session) throws SQLException {
        return session.list(
                "SELECT id, set_id, site_id FROM location WHERE configured = TRUE ORDER BY id",
                row -> row.text("id") + " " + row.text("set_id") + " " + row.text("site_id"));
    }

    private void takeOver(Session session, LocationConfig location) throws SQLException {
        String setId = config.setOf(location.id()).map(set -> set.id()).orElse("");
        Kept kept = session.first(
                        "SELECT mode, mode_from_file FROM location WHERE id = ?",
                        row -> new Kept(
                                row.choice("mode", LocationMode.class),
                                row.choice("mode_from_file", LocationMode.class)),
                        location.id())
                .orElse(null);
        if (kept == null) {
            session.update(
                    "INSERT INTO location (id, set_id, site_id, configured, mode, mode_from_file)"
                            + " VALUES (?, ?, ?, TRUE, ?, ?)",
                    location.id(),
                    setId,
                    location.siteId(),
                    LocationMode.OBSERVE,
                    LocationMode.OBSERVE);
            kept = new Kept(LocationMode.OBSERVE, LocationMode.OBSERVE);
        }
        session.update(
                "UPDATE location SET set_id = ?, site_id = ?, configured = TRUE, mode_from_file = ? WHERE id = ?",
                setId,
                location.siteId(),
                location.mode(),
                location.id());
        if (kept.fromFile() != location.mode() && kept.mode() != location.mode()) {
            change(
                    session,
                    location.id(),
                    kept.mode(),
                    location.mode(),
                    Actor.CONFIGURATION,
                    "the value in " + config.file().getFileName() + " changed from " + kept.fromFile());
        }
    }

    private void change(Session session, String id, LocationMode before, LocationMode after, Actor actor, String reason)
            throws SQLException {
        audit.append(
                session,
                actor,
                new AuditEntry(
                        AuditTrail.MODE_CHANGE,
                        "location:" + id,
                        reason,
                        Act.inOneWithItsEntry(Map.of("from", before.name(), "to", after.name())),
                        "done"));
        session.update("UPDATE location SET mode = ? WHERE id = ?", after, id);
    }

    boolean isConfigured(String locationId) {
        return config.location(locationId).isPresent();
    }

    /** Whether a location is a folder of the demo, where nobody but ProfileKeep has anything open. */
    boolean isDemo(String locationId) {
        return require(locationId).demo();
    }

    private LocationConfig require(String id) {
        return config.location(id).orElseThrow(() -> new IllegalArgumentException("there is no location '" + id + "'"));
    }

    @Override
    public void close() {
        reached.values().forEach(one -> {
            try (StorageProvider bare = one.bare()) {
                if (one.pace() != null) {
                    one.pace().close();
                }
            } catch (IOException e) {
                LOG.debug("closing storage failed", e);
            }
        });
        reached.clear();
    }
}
