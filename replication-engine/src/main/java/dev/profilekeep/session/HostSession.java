package dev.profilekeep.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One person's session at one host, as one source told it; two sources that tell of the same session give two of these.
 *
 * @param host name without domain
 * @param sid empty if the source does not tell
 * @param account {@code DOMAIN\name}, a user principal name or a bare name, as it was told; empty if only the SID is known
 * @param since when the person signed in, by our clock if the host's report has our time, else by the source's; null if it
 *     does not tell
 * @param seenAt when the source last named it
 * @param goneAt when the source first named it no more; null while it still does
 */
public record HostSession(
        String host,
        String sid,
        String account,
        State state,
        @Nullable Instant since,
        Instant seenAt,
        @Nullable Instant goneAt,
        Source source) {

    /** In which state it is. A session in any of them may use the person's disks. */
    public enum State {
        ACTIVE,
        DISCONNECTED,
        /** Being set up, or connected with nobody signed in yet. */
        CONNECTING,
        SIGNING_OFF,
        /** There, in a state that the source did not tell or told in words that are not known here. */
        UNKNOWN
    }
}
