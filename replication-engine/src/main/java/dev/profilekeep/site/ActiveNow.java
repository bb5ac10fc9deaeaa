package dev.profilekeep.site;

import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The site at which the people of each set worked at one moment: as the catalog has it since the last move; of a set that was never moved, as the configuration says. A site at which a set has
 * no location any more is not believed: the configuration was changed since. Immutable.
 */
public final class ActiveNow {
    private final Map<String, String> sites;

    private ActiveNow(Map<String, String> sites) {
        this.sites = Map.copyOf(sites);
    }

    /** As the configuration says, of all sets. */
    public static ActiveNow configured() {
        return new ActiveNow(Map.of());
    }

    /** One query, whatever the number of sets. */
    public static ActiveNow of(Session session, ProfileKeepConfig config) throws SQLException {
        Map<String, String> kept = new HashMap<>();
        session.each(
                "SELECT set_id, site_id FROM active_site", row -> kept.put(row.text("set_id"), row.text("site_id")));
        Map<String, String> sites = new HashMap<>();
        for (SetConfig set : config.sets()) {
            String site = kept.get(set.id());
            if (site != null && isOf(config, set, site)) {
                sites.put(set.id(), site);
            }
        }
        return new ActiveNow(sites);
    }

    /** Of every set where its people work, in the order of the configuration. */
    public static List<WorkingSet> sets(Database database, ProfileKeepConfig config) {
        return database.<List<WorkingSet>, RuntimeException>call(session -> {
            ActiveNow now = of(session, config);
            Map<String, ActiveSite> kept = new HashMap<>();
            SiteRows.all(session).forEach(site -> kept.put(site.setId(), site));
            return config.sets().stream()
                    .map(set -> working(set, now.siteOf(set), kept.get(set.id())))
                    .toList();
        });
    }

    private static WorkingSet working(SetConfig set, String siteId, @Nullable ActiveSite kept) {
        ActiveSite known = kept != null && kept.siteId().equals(siteId) ? kept : null;
        return new WorkingSet(
                set.id(),
                set.name(),
                siteId,
                set.activeSite(),
                known == null ? null : known.since(),
                known == null ? "" : known.by());
    }

    /** For callers that are in no transaction. */
    public static ActiveNow of(Database database, ProfileKeepConfig config) {
        return database.<ActiveNow, RuntimeException>call(session -> of(session, config));
    }

    private static boolean isOf(ProfileKeepConfig config, SetConfig set, String site) {
        return set.locationIds().stream().anyMatch(id -> config.location(id)
                .map(LocationConfig::siteId)
                .filter(site::equals)
                .isPresent());
    }

    /** @return the id of the site */
    public String siteOf(SetConfig set) {
        return sites.getOrDefault(set.id(), set.activeSite());
    }

    /** Whether the people of a set work where a location lies. */
    public boolean isAt(SetConfig set, LocationConfig location) {
        return location.siteId().equals(siteOf(set));
    }
}
