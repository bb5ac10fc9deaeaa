package dev.profilekeep.notify;

import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.NotificationsConfig.Channel;
import dev.profilekeep.config.NotificationsConfig.Target;
import dev.profilekeep.notify.Incidents.Told;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a channel is told and writes the message down, in one transaction: what was decided is sent once, and what was
 * not written down is decided again. The channel's row is held meanwhile, so that two nodes decide one after the other.
 */
final class ChannelPlanning {
    /** What ended longer ago and was never told, nobody wants to read. */
    private static final Duration STALE_NEWS = Duration.ofDays(7);

    private final Database database;
    private final ZoneId zone;
    private final UnaryOperator<String> siteName;
    private final @Nullable String link;

    ChannelPlanning(Database database, ZoneId zone, UnaryOperator<String> siteName, @Nullable String link) {
        this.database = database;
        this.zone = zone;
        this.siteName = siteName;
        this.link = link;
    }

    private record Known(Instant since, Instant lastDigest) {}

    void plan(Channel channel, Instant now) {
        know(channel, now);
        database.<RuntimeException>run(session -> {
            Known known = session.first(
                            "SELECT since, last_digest_at FROM notify_channel WHERE id = ? FOR UPDATE",
                            row -> new Known(row.when("since"), row.when("last_digest_at")),
                            channel.id())
                    .orElseThrow();
            Instant after = known.since().isAfter(now.minus(STALE_NEWS)) ? known.since() : now.minus(STALE_NEWS);
            DigestPlan plan = DigestPlan.of(
                    channel,
                    zone,
                    known.lastDigest(),
                    Incidents.untoldIn(session, channel.id(), Told.OPENED, after),
                    Incidents.untoldIn(session, channel.id(), Told.RESOLVED, after),
                    now);
            if (plan.digest()) {
                session.update("UPDATE notify_channel SET last_digest_at = ? WHERE id = ?", now, channel.id());
            }
            if (!plan.empty()) {
                tell(session, channel, plan, now);
            }
        });
    }

    private void tell(Session session, Channel channel, DigestPlan plan, Instant now) throws SQLException {
        List<@Nullable Object[]> told = new ArrayList<>();
        for (Incident incident : plan.opened()) {
            told.add(new @Nullable Object[] {incident.id(), channel.id(), Told.OPENED, now});
            if (!incident.open()) {
                told.add(new @Nullable Object[] {incident.id(), channel.id(), Told.RESOLVED, now});
            }
        }
        for (Incident incident : plan.resolved()) {
            told.add(new @Nullable Object[] {incident.id(), channel.id(), Told.RESOLVED, now});
        }
        session.batch("INSERT INTO incident_told (incident_id, channel_id, what, told_at) VALUES (?, ?, ?, ?)", told);
        IncidentWords words = new IncidentWords(channel.language(), zone, siteName);
        String key = channel.id() + ":" + now.toEpochMilli();
        String subject = MailText.subject(plan, words);
        if (channel.target() instanceof Target.Addresses people) {
            String text = MailText.body(plan, words, link, now);
            // A message for each: one whom the server does not want is nothing to the others.
            int number = 0;
            for (String address : people.addresses()) {
                Outbox.addIn(session, new Draft(key + ":" + number++, channel.id(), address, subject, text), now);
            }
        } else {
            String json = WebhookJson.of(plan, channel.id(), words, link, now);
            Outbox.addIn(session, new Draft(key, channel.id(), "", subject, json), now);
        }
    }

    /** A channel that is new is told what is wrong now, and nothing of what is over. */
    private void know(Channel channel, Instant now) {
        try {
            database.<RuntimeException>run(session -> {
                if (session.number("SELECT COUNT(*) FROM notify_channel WHERE id = ?", channel.id()) == 0) {
                    session.update(
                            "INSERT INTO notify_channel (id, since, last_digest_at) VALUES (?, ?, ?)",
                            channel.id(),
                            now,
                            now);
                }
            });
        } catch (CatalogException e) {
            boolean there = database.call(
                    session -> session.number("SELECT COUNT(*) FROM notify_channel WHERE id = ?", channel.id()) > 0);
            if (!there) { // else another node made it in this moment
                throw e;
            }
        }
    }
}
