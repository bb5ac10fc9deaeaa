package dev.profilekeep.portal.access;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.security.Person;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Who acts, as the audit trail writes it. */
public final class Actors {
    private Actors() {}

    /**
     * The person as the actor of what is done in this thread; with the address of the request, if there is one. A SID that one
     * administrator alone gave makes nobody of somebody: they are whom their identity provider says.
     */
    public static Actor of(Person person) {
        return new Actor(
                person.sid() != null && !person.sidUnconfirmed()
                        ? person.sid()
                        : person.identityProvider() + ":" + person.subject(),
                person.displayName(),
                person.roles().stream().map(Enum::name).toList(),
                address());
    }

    private static String address() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes web
                ? web.getRequest().getRemoteAddr()
                : "";
    }
}
