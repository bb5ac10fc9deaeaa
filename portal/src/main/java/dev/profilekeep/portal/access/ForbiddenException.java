package dev.profilekeep.portal.access;

import org.springframework.security.access.AccessDeniedException;

/** The roles would do, and something else does not; it can be told what. */
public final class ForbiddenException extends AccessDeniedException {
    private static final long serialVersionUID = 1L;

    private final String type;

    private ForbiddenException(String type, String message) {
        super(message);
        this.type = type;
    }

    /** What was asked is about the estate as a whole, and whoever asks is held to a part of it. */
    public static ForbiddenException outOfScope() {
        return new ForbiddenException(
                "out-of-scope", "This is about the estate as a whole, and whoever asks is held to some sites or sets.");
    }

    /** What was asked is for people and for the command line of the portal's own machine. */
    public static ForbiddenException notForServiceAccounts() {
        return new ForbiddenException(
                "not-for-service-accounts",
                "Service accounts are made and revoked by people: a token that leaks must not live on in another.");
    }

    /** Whose containers are whose is for people to say. */
    public static ForbiddenException sidsNotForServiceAccounts() {
        return new ForbiddenException(
                "not-for-service-accounts",
                "SIDs are given and confirmed by people: a token that leaks must not open profiles.");
    }

    /** The last part of the problem's type. */
    public String type() {
        return type;
    }
}
