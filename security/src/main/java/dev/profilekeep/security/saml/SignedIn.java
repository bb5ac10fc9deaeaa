package dev.profilekeep.security.saml;

import dev.profilekeep.security.Role;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/**
 * A finished sign-in. Unlike Spring's own token it does not keep the response, which would lie in the session as
 * something to steal.
 */
final class SignedIn extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final SamlPrincipal principal;

    SignedIn(SamlPrincipal principal) {
        super(principal.person().roles().stream().map(Role::grantedAuthority).toList());
        this.principal = principal;
        setAuthenticated(true);
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public SamlPrincipal getPrincipal() {
        return principal;
    }
}
