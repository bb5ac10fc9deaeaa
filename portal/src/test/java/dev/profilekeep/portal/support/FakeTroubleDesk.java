package dev.profilekeep.portal.support;

import dev.profilekeep.health.Severity;
import dev.profilekeep.notify.Incident;
import dev.profilekeep.notify.IncidentKind;
import dev.profilekeep.portal.trouble.TroubleDesk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Incidents on paper: a site has the one location of its name. Counts what it is asked. */
public final class FakeTroubleDesk implements TroubleDesk {
    public final List<Incident> incidents = new ArrayList<>();
    public final Map<String, Instant> cutOff = new HashMap<>();
    public int asked;
    public long people = 23;
    public long lockedOut = 4;

    /** Adds one, {@code minutes} before the samples' now. */
    public FakeTroubleDesk with(IncidentKind kind, @Nullable String site, Map<String, String> facts, int minutes) {
        var since = Samples.NOW.minusSeconds(60L * minutes);
        incidents.add(new Incident(
                incidents.size() + 1L, kind, Severity.CRITICAL, site, facts, since, since, Samples.NOW, null));
        return this;
    }

    @Override
    public List<Incident> open() {
        return List.copyOf(incidents);
    }

    @Override
    public Map<String, Instant> cutOff() {
        return Map.copyOf(cutOff);
    }

    @Override
    public String siteName(String siteId) {
        return Samples.SITES.getOrDefault(siteId, siteId);
    }

    @Override
    public Set<String> locations(Incident incident) {
        asked++;
        return incident.siteId() == null ? Set.of() : Set.of(incident.siteId() + "-profiles");
    }

    @Override
    public long peopleAt(Set<String> locations) {
        return people;
    }

    @Override
    public long lockedBy(String host) {
        return lockedOut;
    }
}
