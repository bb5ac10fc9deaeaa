package dev.profilekeep.portal.access;

import dev.profilekeep.security.Person;
import dev.profilekeep.security.PersonPrincipal;
import dev.profilekeep.security.Role;
import java.util.List;
import java.util.Set;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** Whoever may read the portal's own file on its own machine: an administrator without a name. */
public final class CommandLinePrincipal implements PersonPrincipal {
    /** What vouches for it; no identity provider can be called so, as their ids have no space. */
    private static final String VOUCHED_BY = "command line";

    private static final Person PERSON =
            new Person("local", "command line", null, null, Set.of(Role.ADMINISTRATOR), VOUCHED_BY);

    private CommandLinePrincipal() {}

    @Override
    public Person person() {
        return PERSON;
    }

    /** Whether it is the command line that acts, not somebody who signed in. */
    public static boolean is(Person person) {
        return person.identityProvider().equals(VOUCHED_BY);
    }

    /** The authentication of one call by the command line. */
    public static AbstractAuthenticationToken authentication() {
        return new Authenticated();
    }

    private static final class Authenticated extends AbstractAuthenticationToken {
        private static final long serialVersionUID = 1L;

        Authenticated() {
            super(List.of(Role.ADMINISTRATOR.grantedAuthority()));
            setAuthenticated(true);
        }

        @Override
        public Object getCredentials() {
            return "";
        }

        @Override
        public Object getPrincipal() {
            return new CommandLinePrincipal();
        }
    }
}
