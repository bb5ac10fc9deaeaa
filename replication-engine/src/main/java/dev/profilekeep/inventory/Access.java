package dev.profilekeep.inventory;

import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SiteConfig;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StorageProvider;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.BiFunction;

/** How a run may come to a location: in whose name, and whether at this hour. Who asked in person need not wait. */
record Access(ProfileKeepConfig config, BiFunction<String, Initiator, StorageProvider> storages, Clock clock) {
    StorageProvider storage(LocationConfig location, InventoryRun run) {
        return storages.apply(location.id(), byPerson(run) ? Initiator.PERSON : Initiator.JOB);
    }

    StorageProvider storage(String locationId, Initiator initiator) {
        return storages.apply(locationId, initiator);
    }

    /** The quiet hours that it is now at the location's site; empty for who need not keep them. */
    Optional<String> quiet(LocationConfig location, InventoryRun run) {
        if (byPerson(run)) {
            return Optional.empty();
        }
        ZoneId zone = config.site(location.siteId()).map(SiteConfig::zone).orElse(ZoneId.of("UTC"));
        Instant now = clock.instant();
        return location.quietHours().stream()
                .filter(hours -> hours.contain(now, zone))
                .map(Object::toString)
                .findFirst();
    }

    private static boolean byPerson(InventoryRun run) {
        return !run.startedBy().equals(InventoryService.SCHEDULE);
    }
}
