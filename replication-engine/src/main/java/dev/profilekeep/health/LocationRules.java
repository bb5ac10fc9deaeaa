package dev.profilekeep.health;

import dev.profilekeep.config.HealthPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is worth a word about a location. Pure: the same facts give the same findings. */
public final class LocationRules {
    private final HealthPolicy policy;

    public LocationRules(HealthPolicy policy) {
        this.policy = policy;
    }

    public List<LocationFinding> of(LocationFacts facts) {
        List<LocationFinding> findings = new ArrayList<>();
        String at = facts.locationId();
        if (facts.problemKind().equals("UNREACHABLE")) {
            findings.add(new LocationFinding(
                    LocationFindingCode.LOCATION_UNREACHABLE, at, Map.of("reason", facts.problem())));
        } else if (!facts.problemKind().isEmpty()) {
            findings.add(new LocationFinding(
                    LocationFindingCode.LOCATION_NOT_LISTED,
                    at,
                    Map.of("kind", facts.problemKind(), "reason", facts.problem())));
        }
        LocationFacts.Measured measured = facts.measured();
        room(measured.totalBytes(), measured.freeBytes())
                .ifPresent(code -> findings.add(new LocationFinding(
                        code,
                        at,
                        Map.of(
                                "totalBytes", Long.toString(measured.totalBytes()),
                                "freeBytes", Long.toString(measured.freeBytes()),
                                "percentUsed",
                                        Long.toString(Math.round(100.0
                                                * (measured.totalBytes() - measured.freeBytes())
                                                / measured.totalBytes()))))));
        Duration roundTrip = measured.roundTrip();
        Duration usual = measured.usual();
        if (roundTrip != null
                && usual != null
                && roundTrip.compareTo(Duration.ofMillis(policy.slowMillis())) > 0
                && roundTrip.compareTo(usual.multipliedBy(2)) > 0) {
            findings.add(new LocationFinding(
                    LocationFindingCode.SLOW,
                    at,
                    Map.of(
                            "micros", Long.toString(roundTrip.toNanos() / 1_000),
                            "usualMicros", Long.toString(usual.toNanos() / 1_000))));
        }
        if (!facts.exposedTo().isEmpty()) {
            findings.add(new LocationFinding(
                    LocationFindingCode.ROOT_EXPOSED,
                    at,
                    Map.of("who", facts.exposedTo(), "rights", facts.exposedRights())));
        }
        if (facts.folderCount() > 0) {
            findings.add(new LocationFinding(
                    LocationFindingCode.FOLDERS_NOT_READ,
                    at,
                    Map.of(
                            "count", Long.toString(facts.folderCount()),
                            "names", names(facts.folders(), facts.folderCount()),
                            "reason", facts.folderProblem())));
        }
        if (facts.strayCount() > 0) {
            findings.add(new LocationFinding(
                    LocationFindingCode.STRAY_NAMES,
                    at,
                    Map.of(
                            "count", Long.toString(facts.strayCount()),
                            "names", names(facts.strays(), facts.strayCount()))));
        }
        return findings;
    }

    private Optional<LocationFindingCode> room(long total, long free) {
        if (total <= 0 || free < 0) {
            return Optional.empty();
        }
        double percent = 100.0 * (total - free) / total;
        return percent >= policy.volumeFullPercent()
                ? Optional.of(LocationFindingCode.VOLUME_FULL)
                : percent >= policy.volumePercent()
                        ? Optional.of(LocationFindingCode.VOLUME_FILLING)
                        : Optional.empty();
    }

    private static String names(List<String> first, long all) {
        String told = String.join(", ", first);
        return all > first.size() ? told + ", …" : told;
    }
}
