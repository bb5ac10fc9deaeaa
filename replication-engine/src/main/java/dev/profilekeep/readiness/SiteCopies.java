package dev.profilekeep.readiness;

import dev.profilekeep.catalog.CatalogJson;
import dev.profilekeep.catalog.CopyDetail.SidecarSeen;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.readiness.People.Member;
import dev.profilekeep.readiness.SiteCopy.Lock;
import dev.profilekeep.readiness.SiteCopy.Presence;
import dev.profilekeep.site.ActiveNow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the catalog knows of people's profiles at the sites of their sets. */
final class SiteCopies {
    private final ProfileKeepConfig config;

    SiteCopies(ProfileKeepConfig config) {
        this.config = config;
    }

    /** Where profiles of a set lie, one place a site. */
    List<LocationConfig> places(String setId) {
        return config.set(setId).stream()
                .flatMap(set -> set.locationIds().stream())
                .flatMap(id -> config.location(id).stream())
                .filter(location -> location.kinds().contains(ContainerKind.PROFILE))
                .toList();
    }

    private record Copy(
            long id, Presence presence, @Nullable Instant checked, String reason, Lock lock, @Nullable Seen look) {}

    private record At(long containerId, String locationId) {}

    /** By container, each with one entry for every site of its set. */
    Map<Long, List<SiteCopy>> of(Session session, List<Member> members) throws SQLException {
        Map<At, Copy> copies = copies(session, members);
        Map<String, Instant> listed = listed(session);
        Map<String, Set<String>> office = office(session, members);
        ActiveNow now = ActiveNow.of(session, config);
        Map<Long, List<SiteCopy>> all = new HashMap<>();
        for (Member member : members) {
            String active = config.set(member.setId()).map(now::siteOf).orElse("");
            Set<String> officeAt = office.getOrDefault(member.setId() + "/" + member.sid(), Set.of());
            for (long container : member.containers()) {
                List<SiteCopy> sites = new ArrayList<>();
                for (LocationConfig place : places(member.setId())) {
                    Copy copy = copies.get(new At(container, place.id()));
                    boolean officeHere = officeAt.contains(place.siteId());
                    sites.add(new SiteCopy(
                            container,
                            member.setId(),
                            place.siteId(),
                            place.id(),
                            member.sid(),
                            place.siteId().equals(active),
                            listed.get(place.id()),
                            copy == null ? 0 : copy.id(),
                            copy == null ? null : copy.presence(),
                            copy == null ? null : copy.checked(),
                            copy == null ? "" : copy.reason(),
                            copy == null ? new Lock(false, "", null) : copy.lock(),
                            copy == null ? null : copy.look(),
                            !officeAt.isEmpty() && !officeHere,
                            officeHere));
                }
                all.put(container, sites);
            }
        }
        return all;
    }

    private static Map<At, Copy> copies(Session session, List<Member> members) throws SQLException {
        List<Long> containers =
                members.stream().flatMap(member -> member.containers().stream()).toList();
        Map<At, Copy> copies = new HashMap<>();
        if (containers.isEmpty()) {
            return copies;
        }
        session.each(
                "SELECT p.id, p.container_id, p.location_id, p.presence, p.checked_at, p.reason, p.sidecars,"
                        + " ll.lock_name, ll.probe, ll.probed_at, cl.verdict, cl.judged_at, " + LookTable.COLUMNS
                        + " FROM container_copy p LEFT JOIN lock_look ll ON ll.copy_id = p.id"
                        + " LEFT JOIN container_lock cl ON cl.container_id = p.container_id"
                        + " LEFT JOIN readiness_look rl ON rl.copy_id = p.id WHERE p.container_id IN ("
                        + People.marks(containers) + ") ORDER BY p.id",
                row -> copies.merge(
                        new At(row.number("container_id"), row.text("location_id")),
                        copy(row),
                        (one, other) -> other.presence() == Presence.GONE ? one : other),
                People.array(containers));
        return copies;
    }

    private static Copy copy(Row row) throws SQLException {
        Presence presence = row.choice("presence", Presence.class);
        return new Copy(
                row.number("id"),
                presence,
                row.time("checked_at"),
                row.text("reason"),
                lock(row, presence),
                LookTable.seen(row));
    }

    /** The judgement of locks is younger than the inventory that led to it, or it says nothing of what the inventory met since. */
    private static Lock lock(Row row, Presence presence) throws SQLException {
        Instant checked = row.time("checked_at");
        Instant judged = row.time("judged_at");
        boolean met = presence == Presence.IN_USE
                || CatalogJson.sidecars(row.text("sidecars")).stream()
                        .map(SidecarSeen::name)
                        .anyMatch(name -> name.toLowerCase(Locale.ROOT).endsWith(".lock"));
        boolean younger = judged != null && (checked == null || !judged.isBefore(checked));
        if (!younger || judged == null) {
            return new Lock(met, "", checked);
        }
        String verdict = row.text("verdict");
        boolean held = !row.text("lock_name").isEmpty() || row.text("probe").equals("HELD");
        return new Lock(!verdict.equals("NONE") && (held || met), verdict, judged);
    }

    private static Map<String, Instant> listed(Session session) throws SQLException {
        Map<String, Instant> listed = new HashMap<>();
        session.each("SELECT id, last_listed FROM location WHERE configured = TRUE", row -> {
            Instant at = row.time("last_listed");
            if (at != null) {
                listed.put(row.text("id"), at);
            }
        });
        return listed;
    }

    /** At which sites people have a disk of Office's. */
    private static Map<String, Set<String>> office(Session session, List<Member> members) throws SQLException {
        Map<String, Set<String>> sites = new HashMap<>();
        List<String> sids = members.stream()
                .map(Member::sid)
                .filter(sid -> !sid.isEmpty())
                .distinct()
                .toList();
        if (!sids.isEmpty()) {
            session.each(
                    "SELECT c.set_id, c.sid, l.site_id FROM container c JOIN container_copy p ON p.container_id = c.id"
                            + " JOIN location l ON l.id = p.location_id WHERE c.kind = 'ODFC' AND p.presence <> 'GONE'"
                            + " AND c.sid IN (" + People.marks(sids) + ")",
                    row -> sites.computeIfAbsent(row.text("set_id") + "/" + row.text("sid"), none -> new HashSet<>())
                            .add(row.text("site_id")),
                    People.array(sids));
        }
        return sites;
    }
}
