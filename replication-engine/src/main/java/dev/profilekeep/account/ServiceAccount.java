package dev.profilekeep.account;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A program that asks over REST. Its token is not part of it: only a digest of that is kept.
 *
 * @param id ten letters and digits; the beginning of its token too
 * @param name for people
 * @param sites ids of the sites to whose containers it is held; empty for all
 * @param sets ids of the sets to whose containers it is held; empty for all
 * @param createdBy who made it: the actor's name
 * @param expiresAt from then on its token is refused
 * @param lastUsedOn the day (UTC) on which its token was last accepted; null if never
 * @param lastUsedFrom the address from which that was; empty if never
 * @param revokedAt from then on its token is refused; null if it was not revoked
 * @param revokedBy the actor's name; empty if it was not revoked
 */
public record ServiceAccount(
        String id,
        String name,
        AccountRole role,
        Set<String> sites,
        Set<String> sets,
        Instant createdAt,
        String createdBy,
        Instant expiresAt,
        @Nullable LocalDate lastUsedOn,
        String lastUsedFrom,
        @Nullable Instant revokedAt,
        String revokedBy) {

    /** Whether its token is accepted, and if not, why. */
    public enum State {
        ACTIVE,
        EXPIRED,
        REVOKED
    }

    public ServiceAccount {
        sites = Set.copyOf(sites);
        sets = Set.copyOf(sets);
    }

    public State stateAt(Instant now) {
        if (revokedAt != null) {
            return State.REVOKED;
        }
        return now.isBefore(expiresAt) ? State.ACTIVE : State.EXPIRED;
    }
}
