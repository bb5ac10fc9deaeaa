package dev.profilekeep.lock;

import dev.profilekeep.config.SiteConfig;
import dev.profilekeep.lock.SiteFences.SiteFence;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A site as REST and the command line tell of it.
 *
 * @param cutOff null unless it is declared failed over and cut off
 */
public record SiteDocument(String id, String name, @Nullable CutOff cutOff) {

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

    static List<SiteDocument> all(List<SiteConfig> sites, List<SiteFence> fences) {
        return sites.stream()
                .map(site -> new SiteDocument(
                        site.id(),
                        site.name(),
                        fences.stream()
                                .filter(fence -> fence.siteId().equals(site.id()))
                                .findFirst()
                                .map(CutOff::of)
                                .orElse(null)))
                .toList();
    }
}
