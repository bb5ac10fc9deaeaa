package dev.profilekeep.portal.trouble;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.SiteConfig;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.lock.LockFilter;
import dev.profilekeep.lock.SiteFences.SiteFence;
import dev.profilekeep.notify.Incident;
import dev.profilekeep.notify.IncidentKind;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.locks.LockDesk;
import dev.profilekeep.portal.locks.LocksQuery;
import dev.profilekeep.security.CurrentUser;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Incidents of the engine. */
@Component
class EngineTroubleDesk implements TroubleDesk {
    private static final int MOST_LOCKS = 5_000;

    private final Engine engine;
    private final LockDesk locks;
    private final CurrentUser currentUser;

    EngineTroubleDesk(Engine engine, LockDesk locks, CurrentUser currentUser) {
        this.engine = engine;
        this.locks = locks;
        this.currentUser = currentUser;
    }

    @Override
    public List<Incident> open() {
        return engine.notifications().incidents().open();
    }

    @Override
    public Map<String, Instant> cutOff() {
        return engine.locks().fences().list().stream().collect(Collectors.toMap(SiteFence::siteId, SiteFence::since));
    }

    @Override
    public String siteName(String siteId) {
        return engine.config().site(siteId).map(SiteConfig::name).orElse(siteId);
    }

    @Override
    public Set<String> locations(Incident incident) {
        String site = incident.siteId();
        if (site == null
                || incident.kind() == IncidentKind.HOST_LEFT_LOCKS
                || incident.kind() == IncidentKind.REPOSITORY_FINDING) {
            return Set.of();
        }
        String name = incident.facts().get("location");
        return engine.config().locations().stream()
                .filter(location -> location.siteId().equals(site))
                .filter(location -> incident.kind() == IncidentKind.SITE_DOWN
                        || location.name().equals(name))
                .map(LocationConfig::id)
                .collect(Collectors.toSet());
    }

    @Override
    public long peopleAt(Set<String> locations) {
        return engine.containers().peopleAt(locations, reach());
    }

    @Override
    public long lockedBy(String host) {
        LockFilter there = new LockFilter(Set.of(), host, Set.of(), "", null).within(reach());
        return locks.list(there, LocksQuery.USUAL_SORT, 0, MOST_LOCKS).stream()
                .map(row -> row.sid().isEmpty() ? Long.toString(row.containerId()) : row.sid())
                .distinct()
                .count();
    }

    private Reach reach() {
        return currentUser.person().map(Allowed::reach).orElse(Reach.EVERYWHERE);
    }
}
