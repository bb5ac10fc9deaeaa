package dev.profilekeep.portal.access;

import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import dev.profilekeep.security.Scope;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

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

    private static final List<Role> SEE = List.of(Role.HELPDESK, Role.ADMINISTRATOR, Role.AUDITOR);
    private static final List<Role> HELP = List.of(Role.HELPDESK, Role.ADMINISTRATOR);

    private Allowed() {}

    /** May see the containers of others, as far as they are held to; others see their own alone. */
    public static boolean everybodysContainers(Person person) {
        return SEE.stream().anyMatch(person::has);
    }

    /** May see where containers lie: the addresses of servers and shares. */
    public static boolean addresses(Person person) {
        return person.has(Role.ADMINISTRATOR) || person.has(Role.AUDITOR);
    }

    /** What the person may see: whatever one of the roles that see everybody's containers is held to. Not the person's own. */
    public static Reach reach(Person person) {
        return reach(person, SEE);
    }

    /** Where the person may look at locks and clear them, as the helpdesk or as an administrator. Not the person's own. */
    public static Reach helps(Person person) {
        return reach(person, HELP);
    }

    /** Where the person may do what only administrators may. */
    public static Reach administers(Person person) {
        return reach(person, List.of(Role.ADMINISTRATOR));
    }

    private static Reach reach(Person person, List<Role> roles) {
        return roles.stream()
                .filter(person::has)
                .map(role -> reach(person.scope(role)))
                .reduce(Reach.NOWHERE, Reach::or);
    }

    private static Reach reach(Scope scope) {
        return new Reach(
                scope.parts().stream()
                        .map(part -> new Reach.Area(part.sites(), part.sets()))
                        .collect(Collectors.toSet()),
                "");
    }

    /** Whether the person sees a container as one who helps, not only as its owner: where it lies, and what is said of that. */
    public static boolean sees(Person person, ContainerRow container) {
        return reach(person).includes(container);
    }

    /** Whether one of these roles gives the person a right that is held to nothing; {@link Role#USER} is, for it is about the own. */
    public static boolean everywhere(Person person, Collection<String> roles) {
        return roles.stream().map(Role::valueOf).filter(person::has).anyMatch(role -> person.scope(role)
                .isEverything());
    }

    /**
     * Whether a container of {@code ownerSid} is the person's own. By SID alone, never by a name: names are given again
     * to other people.
     */
    public static boolean owns(Person person, String ownerSid) {
        return person.sid() != null && !ownerSid.isEmpty() && person.sid().equalsIgnoreCase(ownerSid);
    }
}
