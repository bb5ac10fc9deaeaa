package dev.profilekeep.replica.estate;

import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.replica.CopyAt;
import dev.profilekeep.site.ActiveNow;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The copies of one container that the last inventory knows, two by two, for what a person asks for. Safe for several threads. */
final class KnownPairs {
    private final ProfileKeepConfig config;
    private final Database database;
    private final Pairs pairs;
    private final BiFunction<String, Initiator, StorageProvider> storages;

    KnownPairs(
            ProfileKeepConfig config,
            Database database,
            Pairs pairs,
            BiFunction<String, Initiator, StorageProvider> storages) {
        this.config = config;
        this.database = database;
        this.pairs = pairs;
        this.storages = storages;
    }

    private record Known(String setId, ContainerKind kind) {}

    CopyAt active(KnownPair pair) {
        return at(pair.activeId(), pair.activePath());
    }

    CopyAt further(KnownPair pair) {
        return at(pair.locationId(), pair.path());
    }

    private CopyAt at(String location, String path) {
        return new CopyAt(location, storages.apply(location, Initiator.PERSON), StoragePath.of(path));
    }

    /** @throws IOException a sentence, if there are no two copies */
    List<KnownPair> of(long containerId) throws IOException {
        return database.<List<KnownPair>, IOException>call(session -> of(session, containerId));
    }

    /** @throws IOException a sentence, if there is no active copy, or none at that location */
    KnownPair at(long containerId, String location) throws IOException {
        List<KnownPair> all = of(containerId);
        return all.stream()
                .filter(pair -> pair.locationId().equals(location))
                .findFirst()
                .orElseThrow(() -> new IOException("there is no further copy of it at '" + location
                        + "'; people work with the one at " + all.get(0).activeId() + ", and further ones lie at "
                        + String.join(
                                ", ", all.stream().map(KnownPair::locationId).toList())));
    }

    private List<KnownPair> of(Session session, long containerId) throws SQLException, IOException {
        Known known = session.first(
                        "SELECT set_id, kind FROM container WHERE id = ? AND gone_since IS NULL",
                        row -> new Known(row.text("set_id"), row.choice("kind", ContainerKind.class)),
                        containerId)
                .orElseThrow(() -> new IOException("there is no container " + containerId + " any more"));
        SetConfig set = config.set(known.setId())
                .orElseThrow(() -> new IOException("the set '" + known.setId() + "' is not configured any more"));
        ActiveNow sites = ActiveNow.of(session, config);
        String active = pairs.active(sites, set, known.kind())
                .orElseThrow(
                        () -> new IOException("the active site of set " + set.id() + " keeps no disks of this kind"));
        String activePath = path(session, containerId, active)
                .orElseThrow(() -> new IOException("there is no copy at " + active + ", where people work"));
        List<KnownPair> all = new ArrayList<>();
        for (String location : pairs.further(sites, set, known.kind())) {
            Optional<String> path = path(session, containerId, location);
            if (path.isPresent()) {
                all.add(new KnownPair(
                        containerId,
                        set.id(),
                        active,
                        activePath,
                        location,
                        path.get(),
                        StandingRows.agreement(session, containerId, location, active, activePath, path.get())));
            }
        }
        if (all.isEmpty()) {
            throw new IOException("there is no copy at a further site");
        }
        return all;
    }

    private static Optional<String> path(Session session, long containerId, String location)
            throws SQLException, IOException {
        List<String> paths = session.list(
                "SELECT path FROM container_copy WHERE container_id = ? AND location_id = ? AND presence <> 'GONE' ORDER"
                        + " BY path",
                row -> row.text("path"),
                containerId,
                location);
        if (paths.size() > 1) {
            throw new IOException("more than one disk of it lies at " + location + ": " + String.join(", ", paths)
                    + "; compare them by disk diff");
        }
        return paths.stream().findFirst();
    }
}
