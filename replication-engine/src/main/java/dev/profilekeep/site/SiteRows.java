package dev.profilekeep.site;

import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The active sites in the catalog. Stateless. */
final class SiteRows {
    private SiteRows() {}

    static Optional<ActiveSite> of(Session session, String setId) throws SQLException {
        return session.first("SELECT * FROM active_site WHERE set_id = ?", SiteRows::read, setId);
    }

    static List<ActiveSite> all(Session session) throws SQLException {
        return session.list("SELECT * FROM active_site", SiteRows::read);
    }

    private static ActiveSite read(Row row) throws SQLException {
        return new ActiveSite(
                row.text("set_id"),
                row.text("site_id"),
                row.number("epoch"),
                row.when("since"),
                row.text("changed_by"),
                row.text("reason"));
    }

    /** @return whether it was the first of the set */
    static boolean begin(Session session, ActiveSite site) throws SQLException {
        if (of(session, site.setId()).isPresent()) {
            return false;
        }
        session.update(
                "INSERT INTO active_site (set_id, site_id, epoch, since, changed_by, reason) VALUES (?, ?, ?, ?, ?, ?)",
                site.setId(),
                site.siteId(),
                site.epoch(),
                site.since(),
                site.by(),
                site.reason());
        return true;
    }

    /** @return whether the set was in the epoch before this one */
    static boolean move(Session session, ActiveSite site) throws SQLException {
        return session.update(
                        "UPDATE active_site SET site_id = ?, epoch = ?, since = ?, changed_by = ?, reason = ? WHERE set_id = ?"
                                + " AND epoch = ?",
                        site.siteId(),
                        site.epoch(),
                        site.since(),
                        site.by(),
                        site.reason(),
                        site.setId(),
                        site.epoch() - 1)
                == 1;
    }
}
