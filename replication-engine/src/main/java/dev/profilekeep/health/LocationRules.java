package dev.profilekeep.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is worth a word about a location. Pure: the same facts give the same findings. */
public final class LocationRules {
    private LocationRules() {}

    public static List<LocationFinding> of(LocationFacts facts) {
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

    private static String names(List<String> first, long all) {
        String told = String.join(", ", first);
        return all > first.size() ? told + ", …" : told;
    }
}
