package dev.profilekeep.inventory;

import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.findings.FindingSource;
import dev.profilekeep.health.Finding;
import dev.profilekeep.health.FindingCode;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Folders that are open to others than their person, or belong to somebody else. Where the location's own folder hands the right
 * down, that is told once, of the location.
 */
final class OpenFolders implements FindingSource {
    private final Map<Place, Wrong> wrong;

    OpenFolders() {
        this(Map.of());
    }

    private OpenFolders(Map<Place, Wrong> wrong) {
        this.wrong = wrong;
    }

    private record Place(String location, String folder) {}

    private record Wrong(String owner, boolean wrongOwner, String exposedTo, String rights) {}

    @Override
    public Set<FindingCode> codes() {
        return Set.of(FindingCode.EXPOSED, FindingCode.WRONG_OWNER);
    }

    @Override
    public FindingSource prepared(Session session) throws SQLException {
        Set<String> open = new HashSet<>(session.list(
                "SELECT location_id FROM folder_security WHERE path = '' AND exposed_to <> ''",
                row -> row.text("location_id")));
        Map<Place, Wrong> all = new HashMap<>();
        session.each(
                "SELECT location_id, path, owner_sid, wrong_owner, exposed_to, rights, inherited FROM folder_security"
                        + " WHERE path <> '' AND (wrong_owner = TRUE OR exposed_to <> '')",
                row -> {
                    boolean told = row.flag("inherited") && open.contains(row.text("location_id"));
                    Wrong one = new Wrong(
                            row.text("owner_sid"),
                            row.flag("wrong_owner"),
                            told ? "" : row.text("exposed_to"),
                            row.text("rights"));
                    if (one.wrongOwner() || !one.exposedTo().isEmpty()) {
                        all.put(new Place(row.text("location_id"), row.text("path")), one);
                    }
                });
        return new OpenFolders(all);
    }

    @Override
    public void find(Session session, long first, long last, Instant now, BiConsumer<Long, Finding> found)
            throws SQLException {
        if (wrong.isEmpty()) {
            return;
        }
        session.each(
                "SELECT DISTINCT p.container_id, p.location_id, p.folder FROM container_copy p JOIN location l"
                        + " ON l.id = p.location_id WHERE p.container_id BETWEEN ? AND ? AND p.presence <> 'GONE'"
                        + " AND l.configured = TRUE",
                row -> {
                    String location = row.text("location_id");
                    Wrong one = wrong.get(new Place(location, row.text("folder")));
                    if (one == null) {
                        return;
                    }
                    long container = row.number("container_id");
                    if (!one.exposedTo().isEmpty()) {
                        found.accept(
                                container,
                                new Finding(
                                        FindingCode.EXPOSED,
                                        location,
                                        Map.of("who", one.exposedTo(), "rights", one.rights())));
                    }
                    if (one.wrongOwner()) {
                        found.accept(
                                container,
                                new Finding(FindingCode.WRONG_OWNER, location, Map.of("owner", one.owner())));
                    }
                },
                first,
                last);
    }
}
