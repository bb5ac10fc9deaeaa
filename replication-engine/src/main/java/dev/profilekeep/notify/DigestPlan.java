package dev.profilekeep.notify;

import dev.profilekeep.config.NotificationsConfig.Channel;
import dev.profilekeep.config.NotificationsConfig.Level;
import dev.profilekeep.config.NotificationsConfig.Target;
import dev.profilekeep.health.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a channel is told now. Knows no clock and no database.
 *
 * @param opened incidents to tell of, those of the message
 * @param resolved ended ones that it was told of before
 * @param digest whether this is the digest of a time of day
 */
record DigestPlan(List<Incident> opened, List<Incident> resolved, boolean digest) {
    /** So long we wait for more before a message goes at once: what fails together is one message. */
    static final Duration SETTLE = Duration.ofMinutes(1);

    DigestPlan {
        opened = List.copyOf(opened);
        resolved = List.copyOf(resolved);
    }

    boolean empty() {
        return opened.isEmpty() && resolved.isEmpty();
    }

    /**
     * @param untold incidents that the channel was not told of, open or ended
     * @param ended incidents it was told of and that have ended since, which it was not told
     */
    static DigestPlan of(
            Channel channel,
            ZoneId zone,
            Instant lastDigest,
            List<Incident> untold,
            List<Incident> ended,
            Instant now) {
        List<Incident> ours =
                untold.stream().filter(incident -> concerns(channel, incident)).toList();
        if (digestDue(channel, zone, lastDigest, now)) {
            return new DigestPlan(ours, ended, true);
        }
        List<Incident> urgent = ours.stream()
                .filter(incident -> incident.open() || heldBack(channel, zone, incident))
                .filter(incident -> reaches(incident, channel.atOnce()))
                .filter(incident -> !incident.openedAt().plus(SETTLE).isAfter(now))
                .filter(incident -> speaks(channel, zone, incident, now))
                .toList();
        // A machine wants to know at once that something is over; a person reads it along with the next news.
        List<Incident> over = channel.target() instanceof Target.Webhook || !urgent.isEmpty()
                ? ended.stream()
                        .filter(incident -> speaks(channel, zone, incident, now))
                        .toList()
                : List.of();
        return new DigestPlan(urgent, over, false);
    }

    /** Whether a digest's time has come since the last, and it is not quiet. */
    static boolean digestDue(Channel channel, ZoneId zone, Instant lastDigest, Instant now) {
        if (quiet(channel, zone, now)) {
            return false;
        }
        LocalDate today = now.atZone(zone).toLocalDate();
        return channel.digest().stream()
                .anyMatch(time -> due(today, time, zone, lastDigest, now)
                        || due(today.minusDays(1), time, zone, lastDigest, now));
    }

    private static boolean due(LocalDate day, LocalTime time, ZoneId zone, Instant last, Instant now) {
        Instant at = day.atTime(time).atZone(zone).toInstant();
        return at.isAfter(last) && !at.isAfter(now);
    }

    private static boolean concerns(Channel channel, Incident incident) {
        String site = incident.siteId();
        return reaches(incident, channel.severity())
                && (channel.sites().isEmpty() || site == null || channel.sites().contains(site));
    }

    private static boolean speaks(Channel channel, ZoneId zone, Incident incident, Instant now) {
        Level through = channel.throughQuietHours();
        return !quiet(channel, zone, now) || through != null && reaches(incident, through);
    }

    /** Whether it would have gone at once, but for quiet hours, and was over before they were: what is held goes when they end. */
    private static boolean heldBack(Channel channel, ZoneId zone, Incident incident) {
        Instant due = incident.openedAt().plus(SETTLE);
        Instant end = incident.resolvedAt();
        return end != null && !end.isBefore(due) && !speaks(channel, zone, incident, due);
    }

    static boolean quiet(Channel channel, ZoneId zone, Instant now) {
        return channel.quietHours().stream().anyMatch(hours -> hours.contain(now, zone));
    }

    private static boolean reaches(Incident incident, @Nullable Level level) {
        return level != null && incident.severity().compareTo(Severity.valueOf(level.name())) >= 0;
    }
}
