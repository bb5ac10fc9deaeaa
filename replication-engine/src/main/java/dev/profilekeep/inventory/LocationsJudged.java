package dev.profilekeep.inventory;

import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.health.LocationFacts;
import dev.profilekeep.health.LocationFacts.Measured;
import dev.profilekeep.health.LocationFinding;
import dev.profilekeep.health.LocationRules;
import dev.profilekeep.storage.StoragePath;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is wrong with whole locations, by what the last inventory of each could not read. */
final class LocationsJudged {
    private static final int TOLD = 5;

    private LocationsJudged() {}

    private static final class Sum {
        private String kind = "";
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
            if (whole && hidesBelow) {
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

    static List<LocationFinding> findings(Session session, LocationRules rules, Instant now) throws SQLException {
        Map<String, Sum> sums = new TreeMap<>();
        session.each(
                "SELECT u.location_id, u.path, u.kind, u.reason, u.hides_below FROM unread u JOIN location l"
                        + " ON l.id = u.location_id AND l.unread_run = u.run_id WHERE l.configured = TRUE AND u.kind"
                        + " NOT IN ('QUIET', 'UNFINISHED') ORDER BY u.location_id, u.path",
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
        sums.forEach((location, sum) ->
                findings.addAll(rules.of(sum.facts(location, measured.getOrDefault(location, Measured.NOTHING)))));
        return findings;
    }
}
