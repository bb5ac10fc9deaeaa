package dev.profilekeep.replica.estate;

import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.replica.Agreement;
import dev.profilekeep.replica.CopyAt;
import dev.profilekeep.replica.PairComparison;
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
import org.jspecify.annotations.Nullable;

/** Finds out anew in which files the copies of one container differ. Nothing of it is kept. Safe for several threads. */
final class DifferingFiles {
    private final ProfileKeepConfig config;
    private final Database database;
    private final Pairs pairs;
    private final PairComparison comparison;
    private final BiFunction<String, Initiator, StorageProvider> storages;

    DifferingFiles(
            ProfileKeepConfig config,
            Database database,
            Pairs pairs,
            PairComparison comparison,
            BiFunction<String, Initiator, StorageProvider> storages) {
        this.config = config;
        this.database = database;
        this.pairs = pairs;
        this.comparison = comparison;
        this.storages = storages;
    }

    private record Known(String setId, ContainerKind kind) {}

    /** Two copies by their paths, with what they agreed on last. */
    private record Two(String activeId, String activePath, String locationId, String path, @Nullable Agreement last) {}

    /** @throws IOException a sentence, if there is nothing to compare, or a copy is in use or cannot be read */
    List<CopyDifference> of(long containerId, Progress progress) throws IOException {
        List<CopyDifference> found = new ArrayList<>();
        for (Two two : database.<List<Two>, IOException>call(session -> two(session, containerId))) {
            found.add(new CopyDifference(
                    two.activeId(),
                    two.locationId(),
                    comparison.difference(
                            at(two.activeId(), two.activePath()),
                            at(two.locationId(), two.path()),
                            two.last(),
                            progress)));
        }
        return found;
    }

    private CopyAt at(String location, String path) {
        return new CopyAt(location, storages.apply(location, Initiator.PERSON), StoragePath.of(path));
    }

    private List<Two> two(Session session, long containerId) throws SQLException, IOException {
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
        List<Two> all = new ArrayList<>();
        for (String location : pairs.further(sites, set, known.kind())) {
            Optional<String> path = path(session, containerId, location);
            if (path.isPresent()) {
                all.add(new Two(
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
