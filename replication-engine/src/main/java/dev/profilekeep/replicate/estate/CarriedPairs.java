package dev.profilekeep.replicate.estate;

import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.config.SetConfig.Replication;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.replicate.Pair;
import dev.profilekeep.replicate.Reason;
import dev.profilekeep.site.ActiveNow;
import dev.profilekeep.storage.StoragePath;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which copies are carried where: of every set that ProfileKeep carries, from the active site to each other that keeps the kind. */
final class CarriedPairs {
    private final ProfileKeepConfig config;

    CarriedPairs(ProfileKeepConfig config) {
        this.config = config;
    }

    /** @param agreed when both were last shown to say the same; null if never */
    record Found(long containerId, String from, String to, @Nullable Instant agreed) {}

    /**
     * A copy of a part, with the pair to carry or why there is none.
     *
     * @param name for people
     */
    record Open(long containerId, String name, String to, @Nullable Pair pair, Reason why, String sentence) {}

    /** Sets that ProfileKeep carries. */
    List<SetConfig> sets(String only) {
        return config.sets().stream()
                .filter(set -> set.replication() == Replication.ENGINE)
                .filter(set -> only.isEmpty() || set.id().equals(only))
                .toList();
    }

    /** Whether a set of ours has locations at two sites. */
    boolean areThereAny() {
        return sets("").stream()
                .anyMatch(set -> set.locationIds().stream()
                                .flatMap(id -> config.location(id).stream())
                                .map(LocationConfig::siteId)
                                .distinct()
                                .count()
                        > 1);
    }

    /** Those that agreed longest ago first. */
    List<Found> find(Session session, String onlySet) throws SQLException {
        ActiveNow active = ActiveNow.of(session, config);
        List<Found> all = new ArrayList<>();
        for (SetConfig set : sets(onlySet)) {
            for (ContainerKind kind : ContainerKind.values()) {
                List<LocationConfig> places = set.locationIds().stream()
                        .flatMap(id -> config.location(id).stream())
                        .filter(place -> place.kinds().contains(kind))
                        .toList();
                Optional<LocationConfig> from =
                        places.stream().filter(place -> active.isAt(set, place)).findFirst();
                for (LocationConfig to : places) {
                    if (from.isPresent() && !active.isAt(set, to)) {
                        find(session, set, kind, from.get().id(), to.id(), all);
                    }
                }
            }
        }
        all.sort(Comparator.comparing((Found one) -> one.agreed() == null ? Instant.MIN : one.agreed())
                .thenComparing(Found::containerId));
        return all;
    }

    private static void find(
            Session session, SetConfig set, ContainerKind kind, String from, String to, List<Found> all)
            throws SQLException {
        session.each(
                "SELECT c.id, (SELECT MAX(a.agreed_at) FROM replica_agreement a WHERE a.container_id = c.id AND a.stage ="
                        + " 'AGREED' AND (a.from_location = ? OR a.to_location = ?)) AS agreed FROM container c WHERE c.set_id ="
                        + " ? AND c.kind = ? AND c.gone_since IS NULL AND EXISTS (SELECT 1 FROM container_copy p WHERE"
                        + " p.container_id = c.id AND p.location_id = ? AND p.presence <> 'GONE')",
                row -> all.add(new Found(row.number("id"), from, to, row.time("agreed"))),
                to,
                to,
                set.id(),
                kind,
                from);
    }

    /** The copies of a part that were not tried yet. */
    static List<Open> openOf(Session session, ReplicationPart part) throws SQLException {
        record Item(long id, String set, String from, String name) {}
        List<Item> items = session.list(
                "SELECT i.container_id, i.from_location, c.set_id, c.account, c.base_name FROM replication_item i JOIN"
                        + " container c ON c.id = i.container_id WHERE i.run_id = ? AND i.part = ? AND i.word = ''"
                        + " ORDER BY i.place",
                row -> new Item(
                        row.number("container_id"),
                        row.text("set_id"),
                        row.text("from_location"),
                        row.text("account").isEmpty() ? row.text("base_name") : row.text("account")),
                part.runId(),
                part.number());
        List<Open> all = new ArrayList<>();
        for (Item item : items) {
            all.add(open(session, item.id(), item.set(), item.from(), part.locationId(), item.name()));
        }
        return all;
    }

    static Open open(Session session, Found found) throws SQLException {
        return session.first(
                        "SELECT set_id, account, base_name FROM container WHERE id = ?",
                        row -> open(
                                session,
                                found.containerId(),
                                row.text("set_id"),
                                found.from(),
                                found.to(),
                                row.text("account").isEmpty() ? row.text("base_name") : row.text("account")),
                        found.containerId())
                .orElseThrow(() -> new IllegalStateException("container " + found.containerId() + " went away"));
    }

    private static Open open(Session session, long id, String set, String from, String to, String name)
            throws SQLException {
        List<String> sources = paths(session, id, from);
        List<String> targets = paths(session, id, to);
        if (sources.isEmpty()) {
            return new Open(id, name, to, null, Reason.SOURCE_GONE, "there is no copy at " + from + " any more");
        }
        if (sources.size() > 1) {
            return new Open(id, name, to, null, Reason.FORBIDDEN, several(from, sources));
        }
        if (targets.size() > 1) {
            return new Open(id, name, to, null, Reason.OTHERS_THERE, several(to, targets));
        }
        StoragePath source = StoragePath.of(sources.get(0));
        StoragePath target = targets.isEmpty() ? source : StoragePath.of(targets.get(0));
        return new Open(id, name, to, new Pair(id, set, from, source, to, target), Reason.NONE, "");
    }

    private static String several(String location, List<String> paths) {
        return "more than one disk of it lies at " + location + " (" + String.join(", ", paths)
                + "): nobody can tell which one counts; put that right first";
    }

    private static List<String> paths(Session session, long id, String location) throws SQLException {
        return session.list(
                "SELECT path FROM container_copy WHERE container_id = ? AND location_id = ? AND presence <> 'GONE' ORDER BY"
                        + " path",
                row -> row.text("path"),
                id,
                location);
    }
}
