package dev.profilekeep.security.saml;

import org.springframework.security.core.AuthenticationException;

/** A sign-in that ends here. The message is for the log. */
final class SignInRefused extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    private final SignInFailure failure;

    SignInRefused(SignInFailure failure, String message) {
        super(message);
        this.failure = failure;
    }

    SignInRefused(SignInFailure failure, Exception cause) {
        super(String.valueOf(cause.getMessage()), cause);
        this.failure = failure;
    }

    SignInFailure failure() {
        return failure;
    }
}
