package dev.profilekeep.portal.access;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;

/**
 * The roles as they are named in {@code @RolesAllowed} at routes and services. Those annotations are the one place that
 * decides: the menu asks the routes, and the REST API has no rules of its own beyond being signed in. (Its changing calls
 * repeat their service's, so that who may not is told so before a word of the body is read; see {@code RolesFirst}.)
 */
public final class Allowed {
    public static final String USER = "USER";
    public static final String HELPDESK = "HELPDESK";
    public static final String ADMINISTRATOR = "ADMINISTRATOR";
    public static final String AUDITOR = "AUDITOR";
    public static final String HOST_REPORT = "HOST_REPORT";

    private Allowed() {}

    /** May see everybody's containers; others see their own alone. */
    public static boolean everybodysContainers(Person person) {
        return person.has(Role.HELPDESK) || person.has(Role.ADMINISTRATOR) || person.has(Role.AUDITOR);
    }

    /** May see where containers lie: the addresses of servers and shares. */
    public static boolean addresses(Person person) {
        return person.has(Role.ADMINISTRATOR) || person.has(Role.AUDITOR);
    }

    /** To which containers the person's roles are held. */
    public static Reach reach(Person person) {
        return new Reach(person.scope().sites(), person.scope().sets());
    }

    /**
     * Whether a container of {@code ownerSid} is the person's own. By SID alone, never by a name: names are given again
     * to other people.
     */
    public static boolean owns(Person person, String ownerSid) {
        return person.sid() != null && !ownerSid.isEmpty() && person.sid().equalsIgnoreCase(ownerSid);
    }
}
