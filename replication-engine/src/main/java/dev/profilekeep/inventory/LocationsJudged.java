package dev.profilekeep.inventory;

import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.health.LocationFacts;
import dev.profilekeep.health.LocationFacts.Measured;
import dev.profilekeep.health.LocationFinding;
import dev.profilekeep.health.LocationFindingCode;
import dev.profilekeep.health.LocationRules;
import dev.profilekeep.storage.StoragePath;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is wrong with whole locations, by what the last inventory of each could not read. */
final class LocationsJudged {
    private static final int TOLD = 5;

    private LocationsJudged() {}

    /**
     * @param findings what is wrong
     * @param untold by location, of what nothing could be told as its folder was not listed: what was found of that before still holds
     */
    record Judged(List<LocationFinding> findings, Map<String, Set<LocationFindingCode>> untold) {}

    private static final class Sum {
        private String kind = "";
        private boolean quiet;
        private String problem = "";
        private final List<String> folders = new ArrayList<>();
        private long folderCount;
        private String folderProblem = "";
        private final List<String> strays = new ArrayList<>();
        private long strayCount;
        private String exposedTo = "";
        private String exposedRights = "";

        void add(String path, String what, String reason, boolean hidesBelow) {
            boolean whole = path.equals(StoragePath.ROOT.value());
            if (what.equals("QUIET")) {
                quiet = hidesBelow;
            } else if (whole && hidesBelow) {
                kind = what;
                problem = reason;
            } else if (what.equals("NAME") || what.equals(UnreadTable.ILLEGIBLE)) {
                strayCount++;
                if (strays.size() < TOLD) {
                    strays.add(path);
                }
            } else if (hidesBelow) {
                if (folderCount++ == 0) {
                    folderProblem = reason;
                }
                if (folders.size() < TOLD) {
                    folders.add(path);
                }
            }
        }

        Set<LocationFindingCode> untold(boolean measured) {
            if (!quiet && kind.isEmpty()) {
                return Set.of();
            }
            Set<LocationFindingCode> untold =
                    EnumSet.of(LocationFindingCode.STRAY_NAMES, LocationFindingCode.FOLDERS_NOT_READ);
            if (quiet) {
                untold.add(LocationFindingCode.LOCATION_UNREACHABLE);
                untold.add(LocationFindingCode.LOCATION_NOT_LISTED);
            }
            if (!measured) {
                untold.add(LocationFindingCode.VOLUME_FULL);
                untold.add(LocationFindingCode.VOLUME_FILLING);
                untold.add(LocationFindingCode.SLOW);
            }
            return untold;
        }

        LocationFacts facts(String location, Measured measured) {
            return new LocationFacts(
                    location,
                    kind,
                    problem,
                    folders,
                    folderCount,
                    folderProblem,
                    strays,
                    strayCount,
                    exposedTo,
                    exposedRights,
                    measured);
        }
    }

    static Judged of(Session session, LocationRules rules, Instant now) throws SQLException {
        Map<String, Sum> sums = new TreeMap<>();
        session.each(
                "SELECT u.location_id, u.path, u.kind, u.reason, u.hides_below FROM unread u JOIN location l"
                        + " ON l.id = u.location_id AND l.unread_run = u.run_id WHERE l.configured = TRUE AND u.kind"
                        + " <> 'UNFINISHED' ORDER BY u.location_id, u.path",
                row -> sums.computeIfAbsent(row.text("location_id"), id -> new Sum())
                        .add(row.text("path"), row.text("kind"), row.text("reason"), row.flag("hides_below")));
        session.each(
                "SELECT s.location_id, s.exposed_to, s.rights FROM folder_security s JOIN location l"
                        + " ON l.id = s.location_id WHERE l.configured = TRUE AND s.path = '' AND s.exposed_to <> ''",
                row -> {
                    Sum sum = sums.computeIfAbsent(row.text("location_id"), id -> new Sum());
                    sum.exposedTo = row.text("exposed_to");
                    sum.exposedRights = row.text("rights");
                });
        Map<String, Measured> measured = Measures.all(session, now);
        session.each(
                "SELECT id FROM location WHERE configured = TRUE",
                row -> sums.computeIfAbsent(row.text("id"), id -> new Sum()));
        List<LocationFinding> findings = new ArrayList<>();
        Map<String, Set<LocationFindingCode>> untold = new TreeMap<>();
        sums.forEach((location, sum) -> {
            findings.addAll(rules.of(sum.facts(location, measured.getOrDefault(location, Measured.NOTHING))));
            untold.put(location, sum.untold(measured.containsKey(location)));
        });
        return new Judged(findings, untold);
    }
}
