package dev.profilekeep.users;

import dev.profilekeep.audit.Act;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.text.TextReaders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lists of users as the catalog keeps them. A wrong export must not make everybody an orphan: a list is taken only if it, with the
 * others, names at least {@value #ENOUGH_PERCENT} % of the people who have containers and whose SIDs come from where the list
 * comes from. Safe for several threads.
 */
public final class Users implements UserDirectory {
    /** The act of taking a list; its evidence says {@code users}, {@code known}, {@code found}, {@code forced}. */
    public static final String IMPORT = "users.import";

    static final int ENOUGH_PERCENT = 80;
    private static final int LONGEST_SOURCE = 200;
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private final Database database;
    private final AuditTrail audit;
    private final Clock clock;
    private final Runnable changed;

    /** @param changed is run after a list was taken: containers are to be judged anew */
    public Users(Database database, AuditTrail audit, Clock clock, Runnable changed) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
        this.changed = changed;
    }

    /**
     * Takes a list in place of the one that the same source gave before. CSV or JSON, UTF-8 or UTF-16, told by its first bytes;
     * see {@code docs/health.md} for its columns.
     *
     * @param source a name for where it comes from, such as a domain's
     * @param exportedAt when it was made: a container first seen later is nobody's yet
     * @param force take it although it names too few
     * @throws UserListRefusedException if it is not understood, is older than the one that is there, or names too few; nothing of
     *     it is kept then
     */
    public UserImport importList(InputStream list, String source, Instant exportedAt, boolean force, Actor actor)
            throws IOException, UserListRefusedException {
        Instant now = clock.instant();
        String name = source.strip();
        if (name.isEmpty() || name.length() > LONGEST_SOURCE) {
            throw new UserListRefusedException(
                    "the list needs a source name of 1 to " + LONGEST_SOURCE + " characters");
        }
        if (exportedAt.isAfter(now.plus(AHEAD))) {
            throw new UserListRefusedException("the list is said to be of " + exportedAt + ", which is yet to come");
        }
        Map<String, UserListReader.User> users;
        try {
            users = UserListReader.read(TextReaders.strict(list));
        } catch (CharacterCodingException e) {
            UserListRefusedException refused = new UserListRefusedException(
                    "the file is neither UTF-8 nor UTF-16, so names in it could be read wrongly; export it with -Encoding UTF8");
            refused.initCause(e);
            throw refused;
        }
        UserImport taken = database.<UserImport, UserListRefusedException>call(
                session -> take(session, users, name, exportedAt, force, actor, now));
        changed.run();
        return taken;
    }

    private UserImport take(
            Session session,
            Map<String, UserListReader.User> users,
            String source,
            Instant exportedAt,
            boolean force,
            Actor actor,
            Instant now)
            throws SQLException, UserListRefusedException {
        Instant before = session.first(
                        "SELECT exported_at FROM user_list WHERE source = ?", row -> row.when("exported_at"), source)
                .orElse(Instant.MIN);
        if (exportedAt.isBefore(before)) {
            throw new UserListRefusedException("the list of " + source + " is of " + exportedAt
                    + ", older than the one that is there (" + before + ")");
        }
        Set<String> issuers = new HashSet<>();
        users.values().forEach(user -> issuers.add(user.issuer()));
        Set<String> others = new HashSet<>(session.list(
                "SELECT DISTINCT sid FROM directory_user WHERE source <> ? AND deleted_at IS NULL",
                row -> row.text("sid"),
                source));
        long known = 0;
        long found = 0;
        for (String sid : session.list(
                "SELECT DISTINCT sid FROM container WHERE sid <> '' AND gone_since IS NULL", row -> row.text("sid"))) {
            if (issuers.contains(UserListReader.issuer(sid))) {
                known++;
                found += users.containsKey(sid) || others.contains(sid) ? 1 : 0;
            }
        }
        boolean enough = found * 100 >= known * ENOUGH_PERCENT;
        if (!enough && !force) {
            throw new UserListRefusedException(
                    "the list names only " + found + " of the " + known
                            + " people who have containers here, less than " + ENOUGH_PERCENT
                            + " %: it is probably not all of the directory. Export all users, or force it if so many have left");
        }
        audit.append(
                session,
                actor,
                new AuditEntry(
                        IMPORT,
                        "users:" + source,
                        "",
                        Act.inOneWithItsEntry(Map.of(
                                "users", Integer.toString(users.size()),
                                "known", Long.toString(known),
                                "found", Long.toString(found),
                                "forced", Boolean.toString(!enough),
                                "exportedAt", exportedAt.toString())),
                        "done"));
        session.update("DELETE FROM directory_user WHERE source = ?", source);
        session.update("DELETE FROM user_list WHERE source = ?", source);
        session.update(
                "INSERT INTO user_list (source, exported_at, imported_at, actor_id, actor_name, users, forced)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                source,
                exportedAt,
                now,
                actor.id(),
                actor.name(),
                (long) users.size(),
                !enough);
        List<@Nullable Object[]> rows = new ArrayList<>();
        users.values()
                .forEach(user -> rows.add(new @Nullable Object[] {
                    source,
                    user.sid(),
                    user.issuer(),
                    user.account(),
                    user.enabled(),
                    user.lastLogon(),
                    user.deletedAt()
                }));
        session.batch(
                "INSERT INTO directory_user (source, sid, issuer, account, enabled, last_logon, deleted_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                rows);
        return new UserImport(source, users.size(), known, found, !enough);
    }

    /** The lists that are there. */
    public List<UserList> lists() {
        return database.<List<UserList>, RuntimeException>call(session -> session.list(
                "SELECT * FROM user_list ORDER BY source",
                row -> new UserList(
                        row.text("source"),
                        row.when("exported_at"),
                        row.when("imported_at"),
                        row.text("actor_name"),
                        row.number("users"),
                        row.flag("forced"))));
    }

    @Override
    public List<KnownUser> user(String sid) {
        return database.<List<KnownUser>, RuntimeException>call(session -> session.list(
                "SELECT u.*, l.exported_at, CASE WHEN u.enabled IS NULL THEN 0 WHEN u.enabled = TRUE THEN 1 ELSE 2 END"
                        + " AS is_enabled FROM directory_user u JOIN user_list l ON l.source = u.source"
                        + " WHERE u.sid = ? ORDER BY l.exported_at DESC, u.source",
                row -> new KnownUser(
                        row.text("sid"),
                        row.text("account"),
                        row.number("is_enabled") == 0 ? null : Boolean.valueOf(row.number("is_enabled") == 1),
                        row.time("last_logon"),
                        row.time("deleted_at"),
                        row.text("source"),
                        row.when("exported_at")),
                sid));
    }
}
