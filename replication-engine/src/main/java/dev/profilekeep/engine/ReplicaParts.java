package dev.profilekeep.engine;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.config.ReplicationPolicy;
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
import dev.profilekeep.replicate.estate.ReplicationService;
import dev.profilekeep.site.ActiveSites;
import dev.profilekeep.site.SiteKey;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
    final ReplicationService replication;

    ReplicaParts(Ground ground, Locations locations, LeasePlaces places, Leases leases, SafeReplace swaps) {
        this.ground = ground;
        this.locations = locations;
        this.places = places;
        this.leases = leases;
        this.swaps = swaps;
        this.replication = new ReplicationService(
                ground.config(),
                ground.database(),
                new OnDemand(ground.config().secondSite().replication()),
                ground.clock(),
                ground.node());
    }

    private final class OnDemand implements ReplicationService.Parts {
        private final ReplicationSettings settings;
        private final Bandwidth line;

        OnDemand(ReplicationPolicy policy) {
            this.settings = new ReplicationSettings(
                    policy.copyFromHere(), Duration.ofDays(policy.fullEveryDays()), policy.keepFreePercent());
            this.line = new Bandwidth(policy.bytesPerSecond()); // one for all threads
        }

        @Override
        public ActiveSites sites() throws IOException {
            return ReplicaParts.this.sites();
        }

        @Override
        public ContainerReplicator replicator(Actor actor, Initiator initiator, ContentReader reader, boolean offline)
                throws IOException {
            return ReplicaParts.this.replicator(
                    actor,
                    initiator,
                    reader,
                    settings,
                    line,
                    offline ? SlicedFile.WITHOUT_PAUSES : BackupParts.slices(ground.config()));
        }

        @Override
        public void sweepMaps() throws IOException {
            maps().sweep(new ReplicaBook(ground.database()).roots());
        }
    }

    private Path folder() {
        return ground.config().dataDirectory().resolve(FOLDER);
    }

    private MapArchive maps() {
        return new MapArchive(folder().resolve("maps"));
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
        return replicator(actor, Initiator.JOB, reader, settings, bandwidth, BackupParts.slices(ground.config()));
    }

    private ContainerReplicator replicator(
            Actor actor,
            Initiator initiator,
            ContentReader reader,
            ReplicationSettings settings,
            Bandwidth bandwidth,
            SlicedFile.Slices slices)
            throws IOException {
        ActiveSites active = sites();
        return new ContainerReplicator(new Means(
                places,
                leases,
                swaps,
                new ReplicaBook(ground.database()),
                maps(),
                pair -> active.against(pair.setId(), pair.from(), pair.to(), initiator),
                ground.audit(),
                actor,
                initiator,
                slices,
                reader,
                settings,
                bandwidth,
                ground.clock()));
    }
}
