package dev.profilekeep.restore;

import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.config.SiteConfig;
import dev.profilekeep.storage.Initiator;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Sweeps kept files of the whole estate, as a job: set by set, for copies that were replaced together lie at the locations of one set. A set with a location in its quiet hours, or one that
 * does not answer, is left for the next time, and keeps no other from its turn.
 */
final class KeptSweep {
    private final ProfileKeepConfig config;
    private final KeptFiles files;
    private final Clock clock;

    KeptSweep(ProfileKeepConfig config, KeptFiles files, Clock clock) {
        this.config = config;
        this.files = files;
        this.clock = clock;
    }

    SweptEstate run(BooleanSupplier stopAsked) {
        List<KeptFiles.Swept> swept = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (SetConfig set : config.sets()) {
            if (stopAsked.getAsBoolean()) {
                break;
            }
            if (set.locationIds().stream().anyMatch(this::isQuiet)) {
                left.add("set '" + set.id() + "': a location is in its quiet hours");
                continue;
            }
            try {
                swept.addAll(files.sweep(set.locationIds(), Initiator.JOB));
            } catch (IOException e) {
                left.add("set '" + set.id() + "': " + e.getMessage());
            }
        }
        return new SweptEstate(swept, left);
    }

    private boolean isQuiet(String locationId) {
        LocationConfig location = config.location(locationId).orElse(null);
        if (location == null) {
            return false;
        }
        ZoneId zone = config.site(location.siteId()).map(SiteConfig::zone).orElse(ZoneId.of("UTC"));
        return location.quietHours().stream().anyMatch(hours -> hours.contain(clock.instant(), zone));
    }
}
