package dev.profilekeep.security.demo;

/** The demonstration's identity provider was asked for where people really sign in. */
public final class NoDemonstrationException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    NoDemonstrationException(String message) {
        super(message);
    }
}
