package dev.profilekeep.security;

import java.util.Optional;

/**
 * Knows the SIDs of people whose identity provider says none. Asked while they sign in, so it must answer soon. Nobody is kept out
 * because a table cannot be read: they are told to come again. Safe for several threads.
 */
public interface SidDirectory {
    /** Knows nobody. */
    SidDirectory NOBODY = new SidDirectory() {
        @Override
        public Optional<Given> sidOf(String identityProvider, String subject) {
            return Optional.empty();
        }

        @Override
        public void without(String identityProvider, String subject, String displayName) {}
    };

    /** Which SIDs were given cannot be read at this moment. */
    final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public UnreadableException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * A SID that was given.
     *
     * @param confirmed whether another administrator than the one who gave it confirmed it
     */
    record Given(String sid, boolean confirmed) {}

    /**
     * The SID that an administrator gave this person.
     *
     * @param subject the NameID, which with the provider tells the person from all others
     * @throws UnreadableException if nobody can tell at this moment
     */
    Optional<Given> sidOf(String identityProvider, String subject);

    /** Somebody came for whom no SID is known at all: an administrator may want to give one. */
    void without(String identityProvider, String subject, String displayName);
}
