package dev.profilekeep.health;

import dev.profilekeep.config.HealthPolicy;
import dev.profilekeep.storage.StoredFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is worth a word about the copies of one container beside each other, and about its growth. Pure.
 *
 * <p>File sizes are never compared: two copies hold the same in different layouts, under Cloud Cache and under ENGINE alike. What
 * the file system inside uses is, if both were last written by the same write and nobody has one of them open.
 */
public final class SetRules {
    private static final long TICKS_PER_SECOND = 10_000_000;
    /** What the file system uses may differ by so much: FSLogix and NTFS write a little when they close a disk. */
    private static final long USED_MAY_DIFFER = 256L * 1024 * 1024;

    private static final int USED_MAY_DIFFER_PERCENT = 5;

    private final HealthPolicy policy;

    public SetRules(HealthPolicy policy) {
        this.policy = policy;
    }

    /** @param copies those that are there, at whatever site */
    public List<Finding> ofCopies(List<CopyOfSet> copies, Instant now) {
        List<Finding> findings = new ArrayList<>();
        CopyOfSet newest = copies.stream()
                .reduce((one, other) -> other.written() > one.written() ? other : one)
                .orElse(null);
        if (newest == null) {
            return findings;
        }
        for (CopyOfSet copy : copies) {
            if (copy == newest || copy.siteId().equals(newest.siteId()) || !copy.current()) {
                continue;
            }
            Instant since = copy.behindSince();
            if (since != null) {
                long hours = Duration.between(since, now).toHours();
                if (hours >= policy.copyBehindHours()) {
                    findings.add(new Finding(FindingCode.COPY_BEHIND, copy.locationId(), behind(copy, newest, hours)));
                }
            } else if (newest.current() && !copy.busy() && !newest.busy()) {
                differ(copy, newest).ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static Map<String, String> behind(CopyOfSet copy, CopyOfSet newest, long hours) {
        return Map.of(
                "site", copy.siteId(),
                "hours", Long.toString(hours),
                "written", StoredFile.toInstant(copy.written()).toString(),
                "newestSite", newest.siteId(),
                "newest", StoredFile.toInstant(newest.written()).toString());
    }

    private static Optional<Finding> differ(CopyOfSet copy, CopyOfSet newest) {
        if (copy.virtualSize() > 0 && newest.virtualSize() > 0 && copy.virtualSize() != newest.virtualSize()) {
            return Optional.of(differ("maximum", copy, copy.virtualSize(), newest, newest.virtualSize()));
        }
        boolean sameWrite = newest.written() - copy.written() <= Behind.SAME.toSeconds() * TICKS_PER_SECOND;
        if (sameWrite && copy.used() >= 0 && newest.used() >= 0) {
            long most = Math.max(USED_MAY_DIFFER, newest.used() * USED_MAY_DIFFER_PERCENT / 100);
            if (Math.abs(copy.used() - newest.used()) > most) {
                return Optional.of(differ("used", copy, copy.used(), newest, newest.used()));
            }
        }
        return Optional.empty();
    }

    private static Finding differ(String what, CopyOfSet copy, long own, CopyOfSet newest, long other) {
        return new Finding(
                FindingCode.COPIES_DIFFER,
                copy.locationId(),
                Map.of(
                        "what", what,
                        "site", copy.siteId(),
                        "bytes", Long.toString(own),
                        "otherSite", newest.siteId(),
                        "otherBytes", Long.toString(other)));
    }

    /**
     * @param location where the points come from
     * @param capacity of the volume
     */
    public Optional<Finding> ofGrowth(String location, List<GrowthForecast.Point> points, long capacity, Instant now) {
        return GrowthForecast.of(points, capacity, now, Duration.ofDays(policy.growthDays()))
                .filter(forecast -> forecast.days() <= policy.fullSoonDays())
                .map(forecast -> new Finding(
                        FindingCode.FULL_SOON,
                        location,
                        Map.of(
                                "days", Integer.toString(forecast.days()),
                                "soonest", Integer.toString(forecast.soonest()),
                                "latest", Integer.toString(forecast.latest()),
                                "bytesPerDay", Long.toString(forecast.bytesPerDay()),
                                "confidence", forecast.confidence().name())));
    }
}
