package dev.profilekeep.engine;

import dev.profilekeep.readiness.ReadinessService;
import dev.profilekeep.readiness.SiteCapacity;
import dev.profilekeep.replica.CopyStandings;

/** The parts of an engine that tell whether people could work at another site. */
final class ReadinessParts {
    final ReadinessService readiness;

    ReadinessParts(Ground ground, Locations locations, CopyStandings standings) {
        this.readiness = new ReadinessService(
                ground.config(),
                ground.database(),
                locations::storage,
                standings,
                SiteCapacity.NOT_TOLD,
                BackupParts.slices(ground.config()),
                ground.clock(),
                ground.node());
    }

    void close() {
        readiness.close();
    }
}
