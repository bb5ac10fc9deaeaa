package dev.profilekeep.security.saml;

import java.time.Instant;

/**
 * Remembers which assertions were used, so that none is used twice. Only assertions that passed every other check come
 * here, so outsiders cannot fill it. With several nodes this must be one memory for all (a table with a unique key).
 */
public interface ReplayMemory {

    /**
     * Remembers an assertion.
     *
     * @param assertion issuer and id
     * @param until when it stops being valid anyway
     * @return false if it was remembered before, or nothing more can be remembered: refuse it then
     */
    boolean firstUse(String assertion, Instant until);
}
