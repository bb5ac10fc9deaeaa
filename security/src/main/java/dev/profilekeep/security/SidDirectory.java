package dev.profilekeep.security;

import java.util.Optional;

/**
 * Knows the SIDs of people whose identity provider says none. Asked while they sign in, so it must answer soon; whatever goes
 * wrong is for it to handle: nobody is kept out because a table cannot be read. Safe for several threads.
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
     */
    Optional<Given> sidOf(String identityProvider, String subject);

    /** Somebody came for whom no SID is known at all: an administrator may want to give one. */
    void without(String identityProvider, String subject, String displayName);
}
