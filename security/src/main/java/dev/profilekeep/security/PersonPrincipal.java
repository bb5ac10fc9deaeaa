package dev.profilekeep.security;

import org.springframework.security.core.AuthenticatedPrincipal;

/** A principal that stands for a {@link Person}. Tests of other modules may bring their own. */
public interface PersonPrincipal extends AuthenticatedPrincipal {

    Person person();

    @Override
    default String getName() {
        return person().subject();
    }
}
