package dev.profilekeep.inventory;

import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.container.ContainerNames;
import dev.profilekeep.container.FolderName;
import dev.profilekeep.health.Finding;
import dev.profilekeep.health.FindingCode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Persons with disks in more than one folder at a location: after a change of the order of its name's parts, or of the account. A
 * folder without a disk is none that anybody signed in to, and is not known.
 */
final class DuplicateFolders {
    private static final int TOLD = 5;

    private DuplicateFolders() {}

    private record Person(String location, String sid) {}

    private record Place(long container, String folder) {}

    /** By container: one finding for each location where its person has several folders. */
    static Map<Long, List<Finding>> all(Session session) throws SQLException {
        String present = " FROM container_copy p JOIN container c ON c.id = p.container_id"
                + " JOIN location l ON l.id = p.location_id"
                + " WHERE p.presence <> 'GONE' AND l.configured = TRUE AND c.sid <> '' AND p.folder <> ''";
        List<Person> persons = session.list(
                "SELECT p.location_id, c.sid" + present
                        + " GROUP BY p.location_id, c.sid HAVING COUNT(DISTINCT p.folder) > 1",
                row -> new Person(row.text("location_id"), row.text("sid")));
        Map<Long, List<Finding>> findings = new HashMap<>();
        for (Person person : persons) {
            List<Place> places = session.list(
                    "SELECT c.id, p.folder" + present + " AND p.location_id = ? AND c.sid = ?",
                    row -> new Place(row.number("id"), row.text("folder")),
                    person.location(),
                    person.sid());
            Set<String> folders = new TreeSet<>();
            Set<Long> containers = new HashSet<>();
            places.forEach(place -> {
                folders.add(place.folder());
                containers.add(place.container());
            });
            Finding finding = new Finding(
                    FindingCode.DUPLICATE_FOLDERS,
                    person.location(),
                    Map.of("names", names(folders), "why", why(folders)));
            containers.forEach(
                    id -> findings.computeIfAbsent(id, key -> new ArrayList<>()).add(finding));
        }
        return findings;
    }

    private static String names(Set<String> folders) {
        String told = String.join(", ", folders.stream().limit(TOLD).toList());
        return folders.size() > TOLD ? told + ", …" : told;
    }

    /**
     * Pure: RENAMED if they name different accounts; otherwise ORDER if the SID stands first in one and last in another, and SPELLING if
     * they differ only in how they are written.
     */
    static String why(Set<String> folders) {
        Set<String> accounts = new HashSet<>();
        Set<Boolean> orders = new HashSet<>();
        for (String folder : folders) {
            String name = folder.substring(folder.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
            FolderName meaning = ContainerNames.folder(name);
            accounts.add(meaning instanceof FolderName.Person person ? person.account() : name);
            orders.add(name.startsWith("s-1-"));
        }
        return accounts.size() > 1 ? "RENAMED" : orders.size() > 1 ? "ORDER" : "SPELLING";
    }
}
