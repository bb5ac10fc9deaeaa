package dev.profilekeep.notify;

import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.config.NotificationsConfig.Channel;
import dev.profilekeep.config.NotificationsConfig.Level;
import dev.profilekeep.config.NotificationsConfig.Target;
import dev.profilekeep.notify.CompactionReports.Ended;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Writes to a channel what came out of each run that was to make disks smaller: once, as soon as the run is over and it is not quiet. That it was told says the key of its message. */
final class CompactionTelling {
    /** What ended longer ago nobody wants to read; messages are kept for longer than that. */
    private static final Duration STALE_NEWS = Duration.ofDays(7);

    /** A run that did not come to its end may be gone on with: another node does so by itself. */
    private static final Duration SETTLE = Duration.ofMinutes(10);

    private final Database database;
    private final CompactionReports reports;
    private final ZoneId zone;
    private final UnaryOperator<String> siteName;
    private final @Nullable String link;
    /** Messages of runs that were about nothing of a channel: they are not put together again and again. */
    private final Set<String> nothing = ConcurrentHashMap.newKeySet();

    CompactionTelling(
            Database database,
            CompactionReports reports,
            ZoneId zone,
            UnaryOperator<String> siteName,
            @Nullable String link) {
        this.database = database;
        this.reports = reports;
        this.zone = zone;
        this.siteName = siteName;
        this.link = link;
    }

    /** Nothing for a channel that is not known yet: it hears of what ends from then on. */
    void tell(Channel channel, Instant now) {
        if (!channel.compactions()
                || !(channel.target() instanceof Target.Addresses people)
                || channel.throughQuietHours() != Level.INFO && DigestPlan.quiet(channel, zone, now)) {
            return;
        }
        Optional<Instant> known = database.<Optional<Instant>, RuntimeException>call(session ->
                session.first("SELECT since FROM notify_channel WHERE id = ?", row -> row.when("since"), channel.id()));
        if (known.isEmpty()) {
            return;
        }
        Instant after = known.get().isAfter(now.minus(STALE_NEWS)) ? known.get() : now.minus(STALE_NEWS);
        for (Ended run : reports.ended(after)) {
            boolean settled = run.done() || !run.at().plus(SETTLE).isAfter(now);
            if (settled && !nothing.contains(key(channel, run, 0)) && !isTold(channel, run)) {
                write(channel, people, run, now);
            }
        }
    }

    private static String key(Channel channel, Ended run, int number) {
        return "compaction:" + run.run() + ":" + channel.id() + ":" + number;
    }

    private boolean isTold(Channel channel, Ended run) {
        return database.<Long, RuntimeException>call(session -> session.number(
                        "SELECT COUNT(*) FROM outgoing_message WHERE message_key = ?", key(channel, run, 0)))
                > 0;
    }

    private void write(Channel channel, Target.Addresses people, Ended run, Instant now) {
        CompactionReport report = reports.of(run.run(), channel.sites());
        if (report.total() == 0) {
            nothing.add(key(channel, run, 0)); // it was about nothing of theirs
            return;
        }
        IncidentWords words = new IncidentWords(channel.language(), zone, siteName);
        String subject = CompactionMail.subject(report, words);
        String text = CompactionMail.body(report, words, link);
        database.<RuntimeException>run(session -> {
            // A message for each: one whom the server does not want is nothing to the others.
            int number = 0;
            for (String address : people.addresses()) {
                Outbox.addIn(
                        session, new Draft(key(channel, run, number++), channel.id(), address, subject, text), now);
            }
        });
    }
}
