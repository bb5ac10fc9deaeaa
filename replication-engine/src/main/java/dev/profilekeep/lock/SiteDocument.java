package dev.profilekeep.lock;

import dev.profilekeep.config.SiteConfig;
import dev.profilekeep.lock.SiteFences.SiteFence;
import dev.profilekeep.site.WorkingSet;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A site as REST and the command line tell of it.
 *
 * @param cutOff null unless it is declared failed over and cut off
 * @param sets those whose people work there
 */
public record SiteDocument(String id, String name, @Nullable CutOff cutOff, List<WorkingSet> sets) {
    public SiteDocument {
        sets = List.copyOf(sets);
    }

    /**
     * That it was declared failed over and cut off.
     *
     * @param by the name of the administrator who did it, after another had agreed
     * @param epoch counts the declarations of the site, from 1
     */
    public record CutOff(Instant since, String by, String reason, long epoch) {
        static CutOff of(SiteFence fence) {
            return new CutOff(fence.since(), fence.byName(), fence.reason(), fence.epoch());
        }
    }

    static List<SiteDocument> all(List<SiteConfig> sites, List<SiteFence> fences, List<WorkingSet> sets) {
        return sites.stream()
                .map(site -> new SiteDocument(
                        site.id(),
                        site.name(),
                        fences.stream()
                                .filter(fence -> fence.siteId().equals(site.id()))
                                .findFirst()
                                .map(CutOff::of)
                                .orElse(null),
                        sets.stream()
                                .filter(set -> set.siteId().equals(site.id()))
                                .toList()))
                .toList();
    }
}
