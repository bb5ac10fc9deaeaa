package dev.profilekeep.portal.access;

import dev.profilekeep.account.ServiceAccount;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.PersonPrincipal;
import dev.profilekeep.security.Role;
import dev.profilekeep.security.Scope;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A service account as somebody who acts: its name, its one role, its scope, and no SID. */
public final class ServicePrincipal implements PersonPrincipal {
    /** What vouches for it; no identity provider can be called so, as their ids have no space. */
    private static final String VOUCHED_BY = "service account";

    private final Person person;

    private ServicePrincipal(Person person) {
        this.person = person;
    }

    @Override
    public Person person() {
        return person;
    }

    /** Whether it is a program that acts, not a person. */
    public static boolean is(Person person) {
        return person.identityProvider().equals(VOUCHED_BY);
    }

    /** The authentication of one call. */
    public static AbstractAuthenticationToken authentication(ServiceAccount account) {
        Role role = Role.valueOf(account.role().name());
        Person person = new Person(
                account.id(),
                account.name(),
                null,
                null,
                Set.of(role),
                VOUCHED_BY,
                Map.of(role, new Scope(account.sites(), account.sets())));
        return new Authenticated(new ServicePrincipal(person), role);
    }

    private static final class Authenticated extends AbstractAuthenticationToken {
        private static final long serialVersionUID = 1L;

        private final transient ServicePrincipal principal;

        Authenticated(ServicePrincipal principal, Role role) {
            super(List.of(role.grantedAuthority()));
            this.principal = principal;
            setAuthenticated(true);
        }

        @Override
        public Object getCredentials() {
            return "";
        }

        @Override
        public Object getPrincipal() {
            return principal;
        }
    }
}
