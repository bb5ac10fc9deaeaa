package dev.profilekeep.notify;

import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.sql.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Who wants to be told when a container is free. Safe for several threads. */
final class FreeWatches {
    /** So long it is looked for them. */
    static final Duration LASTS = Duration.ofHours(24);

    /** Not oftener: each look opens the disk once. */
    static final Duration BETWEEN = Duration.ofMinutes(2);

    private final Database database;

    FreeWatches(Database database) {
        this.database = database;
    }

    record Watch(long id, long containerId, String sid, String address, Locale language, Instant askedAt) {}

    /** Asking again changes nothing but how long it lasts. */
    void add(long containerId, String sid, String address, Locale language, Instant now) {
        String key = key(containerId, sid);
        try {
            database.<RuntimeException>run(session -> {
                int known =
                        session.update("UPDATE free_watch SET ends_at = ? WHERE open_key = ?", now.plus(LASTS), key);
                if (known == 0) {
                    session.insert(
                            "INSERT INTO free_watch (open_key, container_id, sid, address, language, asked_at, ends_at,"
                                    + " looked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                            key,
                            containerId,
                            sid,
                            address,
                            language.getLanguage(),
                            now,
                            now.plus(LASTS),
                            now);
                }
            });
        } catch (CatalogException e) {
            if (!has(containerId, sid, now)) { // else the same person asked in another window in this moment
                throw e;
            }
        }
    }

    boolean has(long containerId, String sid, Instant now) {
        return database.call(session -> session.number(
                        "SELECT COUNT(*) FROM free_watch WHERE open_key = ? AND ends_at > ?",
                        key(containerId, sid),
                        now)
                > 0);
    }

    /** Those whose container was not looked at for a while; marked as looked at, so that each comes once. */
    List<Watch> due(Instant now) {
        return database.call(session -> {
            session.update("DELETE FROM free_watch WHERE ends_at <= ?", now);
            List<Watch> due = session.list(
                    "SELECT id, container_id, sid, address, language, asked_at FROM free_watch WHERE looked_at <= ?"
                            + " ORDER BY looked_at, id LIMIT 100",
                    row -> new Watch(
                            row.number("id"),
                            row.number("container_id"),
                            row.text("sid"),
                            row.text("address"),
                            Locale.forLanguageTag(row.text("language")),
                            row.when("asked_at")),
                    now.minus(BETWEEN));
            for (Watch watch : due) {
                session.update("UPDATE free_watch SET looked_at = ? WHERE id = ?", now, watch.id());
            }
            return due;
        });
    }

    /** Ends it and puts the message into the outbox, both or neither. */
    void done(Watch watch, Draft draft, Instant now) {
        database.<RuntimeException>run(session -> {
            if (session.update("DELETE FROM free_watch WHERE id = ?", watch.id()) == 1) {
                Outbox.addIn(session, draft, now);
            }
        });
    }

    void remove(long containerId, String sid) {
        database.<RuntimeException>run(
                session -> session.update("DELETE FROM free_watch WHERE open_key = ?", key(containerId, sid)));
    }

    private static String key(long containerId, String sid) {
        return containerId + " " + sid;
    }
}
