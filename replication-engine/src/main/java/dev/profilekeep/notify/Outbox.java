package dev.profilekeep.notify;

import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are to be sent. What is written here is sent, also after a restart; a node that dies between sending and saying
 * so leaves a message that is sent once more, under the same id. Safe for several threads and nodes.
 */
final class Outbox {
    /** Longer than any try takes: one that lasted longer would be made twice, by two nodes. */
    static final Duration CLAIM = MailServer.WITHIN.multipliedBy(2);

    /** So long a message is tried. */
    static final Duration GIVE_UP = Duration.ofHours(24);

    /** How long sent messages, with what they say and to whom, are kept. */
    static final Duration KEPT = Duration.ofDays(30);

    private static final int LONGEST_PROBLEM = 2_000;
    private static final int LONGEST_SUBJECT = 1_000;
    private static final int LONGEST_BODY = 1_000_000;

    /** What a message tells of was noted down with it, in the same moment. */
    private static final String EARLIER = "EXISTS (SELECT 1 FROM outgoing_message e"
            + " JOIN incident_told was ON was.channel_id = e.channel_id AND was.told_at = e.made_at"
            + " JOIN incident_told too ON too.incident_id = was.incident_id AND too.channel_id = e.channel_id"
            + " WHERE e.channel_id = m.channel_id AND e.address = m.address AND e.id < m.id"
            + " AND e.sent_at IS NULL AND e.given_up_at IS NULL AND too.told_at = m.made_at)";

    private final Database database;

    Outbox(Database database) {
        this.database = database;
    }

    /**
     * A message that this node may send now, and no other.
     *
     * @param until tells this claim from every other one
     */
    record Claimed(
            long id,
            String channelId,
            String address,
            String subject,
            String body,
            Instant madeAt,
            int attempts,
            Instant until) {}

    void add(Draft draft, Instant now) {
        database.<RuntimeException>run(session -> addIn(session, draft, now));
    }

    /** As part of a transaction. A message whose key is known is not added again. */
    static void addIn(Session session, Draft draft, Instant now) throws SQLException {
        if (session.number("SELECT COUNT(*) FROM outgoing_message WHERE message_key = ?", draft.key()) > 0) {
            return;
        }
        session.insert(
                "INSERT INTO outgoing_message (message_key, channel_id, address, subject, body, made_at, next_at,"
                        + " attempts, problem) VALUES (?, ?, ?, ?, ?, ?, ?, 0, '')",
                draft.key(),
                draft.channelId(),
                draft.address(),
                cut(draft.subject(), LONGEST_SUBJECT),
                cut(draft.body(), LONGEST_BODY),
                now,
                now);
    }

    /**
     * Messages that wait for each other only: those of one channel, or those of none that is configured.
     *
     * @param name the channel's id; empty for the others
     * @param condition of SQL, with a parameter for each of the channels
     */
    record Lane(String name, String condition, List<String> channels) {
        static final Lane ALL = new Lane("", "1 = 1", List.of());

        static Lane of(String channelId) {
            return new Lane(channelId, "m.channel_id = ?", List.of(channelId));
        }

        /** Messages to people, and of channels that were configured before. */
        static Lane beside(List<String> channels) {
            return channels.isEmpty()
                    ? ALL
                    : new Lane(
                            "",
                            "m.channel_id NOT IN (" + String.join(", ", Collections.nCopies(channels.size(), "?"))
                                    + ")",
                            channels);
        }
    }

    /** The next message of any lane whose turn it is. */
    Optional<Claimed> claim(Instant now) {
        return claim(Lane.ALL, now);
    }

    /**
     * The next message of a lane whose turn it is, for this caller alone. One that tells of an incident waits for an earlier one of
     * it: a ticket is not closed before it is opened.
     */
    Optional<Claimed> claim(Lane lane, Instant now) {
        List<Object> values = new ArrayList<>(List.of(now, now));
        values.addAll(lane.channels());
        // as the database keeps it
        Instant until = now.plus(CLAIM).truncatedTo(ChronoUnit.MILLIS);
        return database.call(session -> {
            List<Claimed> due = session.list(
                    "SELECT m.id, m.channel_id, m.address, m.subject, m.body, m.made_at, m.attempts FROM outgoing_message m"
                            + " WHERE m.sent_at IS NULL AND m.given_up_at IS NULL AND m.next_at <= ?"
                            + " AND (m.claimed_until IS NULL OR m.claimed_until < ?) AND " + lane.condition()
                            + " AND NOT " + EARLIER + " ORDER BY m.next_at, m.id LIMIT 5",
                    row -> new Claimed(
                            row.number("id"),
                            row.text("channel_id"),
                            row.text("address"),
                            row.text("subject"),
                            row.text("body"),
                            row.when("made_at"),
                            row.integer("attempts"),
                            until),
                    values.toArray());
            for (Claimed message : due) {
                int taken = session.update(
                        "UPDATE outgoing_message SET claimed_until = ? WHERE id = ? AND sent_at IS NULL"
                                + " AND (claimed_until IS NULL OR claimed_until < ?)",
                        until,
                        message.id(),
                        now);
                if (taken == 1) {
                    return Optional.of(message);
                }
            }
            return Optional.empty();
        });
    }

    /** Whoever tries it since, it was taken. */
    void sent(Claimed message, Instant now) {
        database.<RuntimeException>run(session -> session.update(
                "UPDATE outgoing_message SET sent_at = ?, attempts = ?, claimed_until = NULL, given_up_at = NULL,"
                        + " problem = '' WHERE id = ? AND sent_at IS NULL",
                now,
                message.attempts() + 1,
                message.id()));
    }

    /**
     * Changes nothing of a message that another node claimed since, or sent.
     *
     * @return whether this node's failure is why it will be tried again
     */
    boolean failed(Claimed message, String problem, boolean forGood, Instant now) {
        Instant next = now.plus(pause(message.attempts()));
        boolean over = forGood || next.isAfter(message.madeAt().plus(GIVE_UP));
        int noted = database.call(session -> session.update(
                "UPDATE outgoing_message SET attempts = ?, claimed_until = NULL, next_at = ?, given_up_at = ?, problem"
                        + " = ? WHERE id = ? AND claimed_until = ? AND sent_at IS NULL",
                message.attempts() + 1,
                next,
                over ? now : null,
                cut(problem, LONGEST_PROBLEM),
                message.id(),
                message.until()));
        return noted == 1 && !over;
    }

    /** 1, 2, 4, 8 … minutes, at most an hour. */
    static Duration pause(int attemptsBefore) {
        return Duration.ofMinutes(Math.min(60, 1L << Math.min(6, attemptsBefore)));
    }

    List<Outgoing> recent(int limit) {
        return database.call(session -> session.list(
                "SELECT id, channel_id, subject, made_at, next_at, attempts, sent_at, given_up_at, problem"
                        + " FROM outgoing_message ORDER BY made_at DESC, id DESC LIMIT ?",
                row -> new Outgoing(
                        row.number("id"),
                        row.text("channel_id"),
                        row.text("subject"),
                        row.when("made_at"),
                        row.when("next_at"),
                        row.integer("attempts"),
                        row.time("sent_at"),
                        row.time("given_up_at"),
                        row.text("problem")),
                limit));
    }

    void forget(Instant now) {
        Instant before = now.minus(KEPT);
        database.<RuntimeException>run(session ->
                session.update("DELETE FROM outgoing_message WHERE sent_at < ? OR given_up_at < ?", before, before));
    }

    private static String cut(@Nullable String text, int longest) {
        String value = text == null ? "" : text;
        return value.length() <= longest ? value : value.substring(0, longest);
    }
}
