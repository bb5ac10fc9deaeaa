package dev.profilekeep.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.container.ContainerKind;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of requests and of their steps. Each method is a part of the caller's transaction. */
final class RequestTable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<String>> PATHS = new TypeReference<>() {};
    private static final TypeReference<List<Note.Said>> SAID = new TypeReference<>() {};
    private static final int LONGEST = 2_000;
    private static final int MOST_SAID = 1_000_000;

    private RequestTable() {}

    static long insert(
            Session session,
            ContainerRow container,
            String key,
            Wish wish,
            Actor asker,
            String mail,
            Locale language,
            String reason,
            Instant now)
            throws SQLException {
        Wish.Point point = wish.point();
        return session.insert(
                "INSERT INTO restore_request (open_key, container_id, container_key, set_id, container_kind, sid,"
                        + " account, kind, repository_id, snapshot_id, place, moment, paths, reason, state, asker_id,"
                        + " asker_name, asker_mail, asker_language, asked_at, changed_at, decider_id, decider_name, note,"
                        + " act, phase, done_bytes, total_bytes, look_at, node, server_location, wished_files,"
                        + " wished_folders, wished_bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'ASKED', ?, ?,"
                        + " ?, ?, ?, ?, '', '', '', '', '', 0, 0, ?, '', ?, ?, ?, ?)",
                key,
                container.id(),
                key,
                container.setId(),
                container.kind(),
                container.sid(),
                container.account(),
                wish.kind(),
                point == null ? "" : point.repositoryId(),
                point == null ? "" : point.snapshot().toString(),
                point == null ? 0 : point.place(),
                wish.moment(),
                write(wish.paths()),
                reason,
                asker.id(),
                asker.name(),
                mail,
                language.getLanguage(),
                now,
                now,
                now,
                wish.serverLocation(),
                wish.amount().files(),
                wish.amount().folders(),
                wish.amount().bytes());
    }

    /** Another step of its story. */
    static void step(Session session, long id, Instant now, RequestState state, Actor actor, Note words)
            throws SQLException {
        session.update(
                "INSERT INTO restore_request_step (request_id, n, at, state, actor_id, actor_name, words, words_said)"
                        + " SELECT ?, COALESCE(MAX(n), 0) + 1, ?, ?, ?, ?, ?, ? FROM restore_request_step WHERE request_id"
                        + " = ?",
                id,
                now,
                state,
                actor.id(),
                actor.name(),
                cut(words.english()),
                said(words),
                id);
    }

    static Optional<Request> find(Session session, long id) throws SQLException {
        return session.first("SELECT * FROM restore_request r WHERE r.id = ?", RequestTable::read, id);
    }

    static Optional<Request> open(Session session, String key) throws SQLException {
        return session.first("SELECT * FROM restore_request r WHERE r.open_key = ?", RequestTable::read, key);
    }

    static Optional<Requests.Address> address(Session session, String sid) throws SQLException {
        return session.first(
                "SELECT asker_mail, asker_language FROM restore_request WHERE LOWER(asker_id) = LOWER(?) AND"
                        + " asker_mail <> '' ORDER BY id DESC LIMIT 1",
                row -> new Requests.Address(row.text("asker_mail"), Locale.forLanguageTag(row.text("asker_language"))),
                sid);
    }

    static List<RequestStep> steps(Session session, long id) throws SQLException {
        return session.list(
                "SELECT * FROM restore_request_step WHERE request_id = ? ORDER BY n",
                row -> new RequestStep(
                        row.when("at"),
                        row.choice("state", RequestState.class),
                        row.text("actor_id"),
                        row.text("actor_name"),
                        note(row.text("words"), row.text("words_said"))),
                id);
    }

    /** When each came how far, from the beginning. */
    static Map<Long, List<RequestTimes.Mark>> timeline(Session session, List<Long> ids) throws SQLException {
        Map<Long, List<RequestTimes.Mark>> marks = new HashMap<>();
        session.list(
                "SELECT request_id, at, state FROM restore_request_step WHERE request_id IN (" + marks(ids)
                        + ") ORDER BY request_id, n",
                row -> marks.computeIfAbsent(row.number("request_id"), id -> new ArrayList<>())
                        .add(new RequestTimes.Mark(row.when("at"), row.choice("state", RequestState.class))),
                ids.toArray());
        return marks;
    }

    /** In the order of the filter. */
    static List<Request> list(Session session, RequestFilter filter, long offset, int limit) throws SQLException {
        List<Object> arguments = new ArrayList<>();
        String where = where(filter, arguments);
        return session.list(
                "SELECT r.* FROM restore_request r" + where + " ORDER BY " + order(filter.order()) + " LIMIT "
                        + Math.max(0, limit) + " OFFSET " + Math.max(0, offset),
                RequestTable::read,
                arguments.toArray());
    }

    private static String order(RequestFilter.Order order) {
        return switch (order) {
            case QUEUE ->
                "CASE WHEN r.state IN ('ASKED', 'ANSWERED') THEN 0 WHEN r.open_key IS NOT NULL THEN 1 ELSE 2 END,"
                        + " CASE WHEN r.open_key IS NOT NULL THEN r.id ELSE -r.id END";
            case NEWEST -> "r.id DESC";
            case OLDEST -> "r.id";
        };
    }

    static List<Request> listAfter(Session session, RequestFilter filter, long after, int limit) throws SQLException {
        List<Object> arguments = new ArrayList<>();
        String where = where(filter, arguments);
        arguments.add(after);
        return session.list(
                "SELECT r.* FROM restore_request r" + where + " AND r.id > ? ORDER BY r.id LIMIT " + Math.max(0, limit),
                RequestTable::read,
                arguments.toArray());
    }

    static long count(Session session, RequestFilter filter) throws SQLException {
        List<Object> arguments = new ArrayList<>();
        String where = where(filter, arguments);
        return session.number("SELECT COUNT(*) FROM restore_request r" + where, arguments.toArray());
    }

    private static String where(RequestFilter filter, List<Object> arguments) {
        StringBuilder where = new StringBuilder(" WHERE ");
        if (filter.reach().isEverywhere()) {
            where.append("1 = 1");
        } else {
            where.append("EXISTS (SELECT 1 FROM container c WHERE c.id = r.container_id AND ")
                    .append(filter.reach().term("c", arguments))
                    .append(")");
        }
        if (!filter.states().isEmpty()) {
            where.append(" AND r.state IN (").append(marks(filter.states())).append(")");
            filter.states().stream().sorted().forEach(arguments::add);
        }
        if (!filter.sid().isEmpty()) {
            where.append(" AND LOWER(r.sid) = ?");
            arguments.add(filter.sid().toLowerCase(Locale.ROOT));
        }
        if (!filter.text().isEmpty()) {
            String like = "%"
                    + filter.text()
                            .toLowerCase(Locale.ROOT)
                            .replace("!", "!!")
                            .replace("%", "!%")
                            .replace("_", "!_")
                    + "%";
            where.append(" AND (LOWER(r.account) LIKE ? ESCAPE '!' OR LOWER(r.asker_name) LIKE ? ESCAPE '!'"
                    + " OR LOWER(r.sid) LIKE ? ESCAPE '!')");
            arguments.addAll(List.of(like, like, like));
        }
        return where.toString();
    }

    static String marks(Collection<?> values) {
        return String.join(", ", Collections.nCopies(values.size(), "?"));
    }

    static String cut(@Nullable String text) {
        String value = text == null ? "" : text;
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST);
    }

    static Request read(Row row) throws SQLException {
        String snapshot = row.text("snapshot_id");
        String phase = row.text("phase");
        return new Request(
                row.number("id"),
                row.number("container_id"),
                row.text("container_key"),
                row.text("set_id"),
                row.choice("container_kind", ContainerKind.class),
                row.text("sid"),
                row.text("account"),
                new Wish(
                        row.choice("kind", RequestKind.class),
                        snapshot.isEmpty()
                                ? null
                                : new Wish.Point(
                                        row.text("repository_id"), UUID.fromString(snapshot), row.integer("place")),
                        row.text("server_location"),
                        row.time("moment"),
                        paths(row.text("paths")),
                        new Wish.Amount(
                                row.number("wished_files"), row.number("wished_folders"), row.number("wished_bytes"))),
                row.text("reason"),
                row.choice("state", RequestState.class),
                row.text("asker_id"),
                row.text("asker_name"),
                row.when("asked_at"),
                row.time("first_answer_at"),
                row.time("decided_at"),
                row.time("ended_at"),
                row.when("changed_at"),
                row.text("decider_id"),
                row.text("decider_name"),
                note(row.text("note"), row.text("note_said")),
                row.text("act"),
                row.text("put_where"),
                phase.isEmpty()
                        ? null
                        : new Request.Progress(phase, row.number("done_bytes"), row.number("total_bytes")));
    }

    /** The facts of a note; none where they are too many to be kept, which leaves the sentence. */
    static String said(Note note) {
        if (note.said().isEmpty()) {
            return "";
        }
        try {
            String json = JSON.writeValueAsString(note.said());
            return json.length() <= MOST_SAID ? json : "";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this note cannot be kept: " + e.getOriginalMessage(), e);
        }
    }

    private static Note note(String english, String said) throws SQLException {
        try {
            return new Note(english, said.isEmpty() ? List.of() : JSON.readValue(said, SAID));
        } catch (JsonProcessingException e) {
            throw new SQLException("the note of a request cannot be read", e);
        }
    }

    private static String write(List<String> paths) {
        try {
            return JSON.writeValueAsString(paths);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("these paths cannot be kept: " + e.getOriginalMessage(), e);
        }
    }

    private static List<String> paths(String json) throws SQLException {
        try {
            return JSON.readValue(json, PATHS);
        } catch (JsonProcessingException e) {
            throw new SQLException("the paths of a request cannot be read", e);
        }
    }
}
