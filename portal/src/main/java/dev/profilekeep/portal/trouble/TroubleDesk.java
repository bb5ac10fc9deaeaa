package dev.profilekeep.portal.trouble;

import dev.profilekeep.notify.Incident;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Incidents as the engine knows them. Knows no access rules, but keeps counts to the scope of whoever asks. */
public interface TroubleDesk {
    /** Those that last, the worst first. */
    List<Incident> open();

    /** Ids of sites that are declared failed over and cut off, and since when. */
    Map<String, Instant> cutOff();

    String siteName(String siteId);

    /** Ids of the locations that do not answer by it; empty if it is about none. */
    Set<String> locations(Incident incident);

    /** How many people have a copy at one of these. */
    long peopleAt(Set<String> locations);

    /** How many people a machine locks out, by the last look at each of them. */
    long lockedBy(String host);
}
