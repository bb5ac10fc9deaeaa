package dev.profilekeep.config;

import java.net.URI;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom ProfileKeep writes to by itself, and how.
 *
 * @param mail null if no mail is sent
 * @param zone the zone of the times of digests and quiet hours
 */
public record NotificationsConfig(@Nullable Mail mail, ZoneId zone, List<Channel> channels) {
    public NotificationsConfig {
        channels = List.copyOf(channels);
    }

    /** Nobody is written to. */
    public static NotificationsConfig none(ZoneId zone) {
        return new NotificationsConfig(null, zone, List.of());
    }

    /** How the connection to the mail server is protected. */
    public enum Security {
        /** Begins plainly and must become TLS before anything is said. */
        STARTTLS,
        /** TLS from the first byte. */
        TLS,
        /** Plain: for a server on this machine. */
        NONE
    }

    /**
     * The server that takes our mail.
     *
     * @param username null to send without signing in
     * @param passwordFrom null exactly if {@code username} is
     * @param from the sender, an address with or without a name
     * @param replyTo where answers go; null for the sender
     * @param people whether somebody who asked to be told may be written to, at the address of their sign-in
     */
    public record Mail(
            String host,
            int port,
            Security security,
            @Nullable String username,
            @Nullable SecretSource passwordFrom,
            String from,
            @Nullable String replyTo,
            boolean people) {}

    /** How bad something is; the names are those of {@code health.Severity}. */
    public enum Level {
        INFO,
        WARN,
        CRITICAL
    }

    /** Where a channel leads. */
    public sealed interface Target {
        /** A mail to each of these. */
        record Addresses(List<String> addresses) implements Target {
            public Addresses {
                addresses = List.copyOf(addresses);
            }
        }

        /** JSON, signed with the secret. */
        record Webhook(URI address, SecretSource secretFrom) implements Target {}
    }

    /**
     * One channel: what it is told, when.
     *
     * @param severity from which on it is told of an incident at all
     * @param atOnce from which on it is told at once; what is below waits for the next digest
     * @param digest when digests are sent; empty if everything goes at once
     * @param quietHours when nothing is sent
     * @param throughQuietHours from which on it is sent even then; null for nothing
     * @param sites incidents of other sites are not told; empty for all
     * @param compactions whether it is told what each night of compactions brought; of addresses alone
     */
    public record Channel(
            String id,
            Target target,
            Level severity,
            Level atOnce,
            List<LocalTime> digest,
            List<QuietHours> quietHours,
            @Nullable Level throughQuietHours,
            Set<String> sites,
            Locale language,
            boolean compactions) {
        public Channel {
            digest = List.copyOf(digest);
            quietHours = List.copyOf(quietHours);
            sites = Set.copyOf(sites);
        }
    }
}
