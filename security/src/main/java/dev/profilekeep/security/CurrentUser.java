package dev.profilekeep.security;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Says who acts in the present thread. Safe for use by several threads; each sees its own person. */
public final class CurrentUser {

    /** The person signed in here, or empty for nobody and for somebody who did not come through a sign-in. */
    public Optional<Person> person() {
        return find(SecurityContextHolder.getContext().getAuthentication());
    }

    /**
     * The person signed in here.
     *
     * @throws AuthenticationCredentialsNotFoundException if nobody is
     */
    public Person require() {
        return person().orElseThrow(
                        () -> new AuthenticationCredentialsNotFoundException("nobody is signed in: sign in first"));
    }

    /**
     * The person behind an authentication.
     *
     * @throws IllegalArgumentException if it does not come from a sign-in
     */
    public static Person of(Authentication authentication) {
        return find(authentication)
                .orElseThrow(() -> new IllegalArgumentException("an authentication without a person: "
                        + authentication.getClass().getName()));
    }

    private static Optional<Person> find(@Nullable Authentication authentication) {
        if (authentication != null
                && authentication.isAuthenticated()
                && authentication.getPrincipal() instanceof PersonPrincipal principal) {
            return Optional.of(principal.person());
        }
        return Optional.empty();
    }
}
