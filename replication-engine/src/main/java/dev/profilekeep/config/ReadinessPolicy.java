package dev.profilekeep.config;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;

/**
 * When a person counts as ready to work at a further site.
 *
 * @param cron when it begins by itself, Quartz syntax
 * @param zone of that time
 * @param targetLoss how much of a person's work may be lost at most
 * @param targetLossOfSet the same of sets that have a target of their own, by id
 * @param minimumFree bytes that must be free inside a profile, or nobody can sign in
 * @param fewFree with fewer bytes free than this a sign-in works, and saving may soon not
 * @param maxAge what was seen longer ago proves nothing any more
 * @param parallel locations that one node looks at in the same moment
 */
public record ReadinessPolicy(
        String cron,
        ZoneId zone,
        Duration targetLoss,
        Map<String, Duration> targetLossOfSet,
        long minimumFree,
        long fewFree,
        Duration maxAge,
        int parallel) {
    private static final long MIB = 1L << 20;

    public ReadinessPolicy {
        targetLossOfSet = Map.copyOf(targetLossOfSet);
    }

    /** What holds where the file says nothing. */
    public static ReadinessPolicy standard(ZoneId zone) {
        return new ReadinessPolicy(
                "0 30 6 * * ?", zone, Duration.ofMinutes(15), Map.of(), 200 * MIB, 1024 * MIB, Duration.ofHours(26), 2);
    }

    /** The target that holds for a set. */
    public Duration targetLoss(String setId) {
        return targetLossOfSet.getOrDefault(setId, targetLoss);
    }
}
