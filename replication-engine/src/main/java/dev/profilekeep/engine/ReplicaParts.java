package dev.profilekeep.engine;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.lease.LeasePlaces;
import dev.profilekeep.lease.Leases;
import dev.profilekeep.lease.SafeReplace;
import dev.profilekeep.replicate.Bandwidth;
import dev.profilekeep.replicate.ContainerReplicator;
import dev.profilekeep.replicate.MapArchive;
import dev.profilekeep.replicate.Means;
import dev.profilekeep.replicate.ReplicaBook;
import dev.profilekeep.replicate.ReplicationSettings;
import dev.profilekeep.site.ActiveSites;
import dev.profilekeep.site.SiteKey;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The parts of an engine that carry copies to other sites. Safe for several threads. */
final class ReplicaParts {
    private static final String FOLDER = "replication";

    private final Ground ground;
    private final Locations locations;
    private final LeasePlaces places;
    private final Leases leases;
    private final SafeReplace swaps;
    private @Nullable ActiveSites sites;

    ReplicaParts(Ground ground, Locations locations, LeasePlaces places, Leases leases, SafeReplace swaps) {
        this.ground = ground;
        this.locations = locations;
        this.places = places;
        this.leases = leases;
        this.swaps = swaps;
    }

    private Path folder() {
        return ground.config().dataDirectory().resolve(FOLDER);
    }

    /** @throws IOException if the key of this installation cannot be read, or not be made at its first use */
    synchronized ActiveSites sites() throws IOException {
        ActiveSites known = sites;
        if (known == null) {
            known = new ActiveSites(
                    ground.config(),
                    ground.database(),
                    ground.audit(),
                    locations::storage,
                    SiteKey.of(folder().resolve("site.key")),
                    ground.clock());
            sites = known;
        }
        return known;
    }

    ContainerReplicator replicator(Actor actor, ContentReader reader, ReplicationSettings settings, Bandwidth bandwidth)
            throws IOException {
        ActiveSites active = sites();
        return new ContainerReplicator(new Means(
                places,
                leases,
                swaps,
                new ReplicaBook(ground.database()),
                new MapArchive(folder().resolve("maps")),
                pair -> active.against(pair.setId(), pair.from(), pair.to()),
                ground.audit(),
                actor,
                BackupParts.slices(ground.config()),
                reader,
                settings,
                bandwidth,
                ground.clock()));
    }
}
