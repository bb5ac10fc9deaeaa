package dev.profilekeep.approval;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An act that somebody asked for, and what another person said to it.
 *
 * @param act what, as the audit calls it: {@code lock.clear.unproved}
 * @param subject to what: {@code container:17}
 * @param title the act as a sentence for people
 * @param basis what it was asked on the strength of; it holds for nothing else
 * @param reason the asker's
 * @param expiresAt from then on it is worth nothing
 * @param deciderId empty until somebody decided
 * @param decidedAt null until then
 */
public record Approval(
        long id,
        String act,
        String subject,
        String title,
        String basis,
        String reason,
        State state,
        String askerId,
        String askerName,
        Instant askedAt,
        Instant expiresAt,
        String deciderId,
        String deciderName,
        String deciderReason,
        @Nullable Instant decidedAt) {

    /** How far it is. */
    public enum State {
        ASKED,
        /** Another person agreed; it can be used once. */
        APPROVED,
        REFUSED,
        /** Whoever asked wants it no more. */
        WITHDRAWN,
        /** What it was about has come to pass otherwise. */
        SUPERSEDED,
        /** Nobody decided, or nobody acted, in time. */
        EXPIRED,
        USED
    }
}
