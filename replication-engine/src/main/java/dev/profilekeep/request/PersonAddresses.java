package dev.profilekeep.request;

import dev.profilekeep.catalog.sql.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Where people are told of what concerns them: of their own sign-in, never typed. Each method is a part of the caller's transaction. */
final class PersonAddresses {
    private PersonAddresses() {}

    /** As it is when they are there; an empty address is forgotten. */
    static void keep(Session session, String sid, String mail, Locale language, Instant now) throws SQLException {
        String key = sid.strip().toLowerCase(Locale.ROOT);
        if (mail.isEmpty()) {
            session.update("DELETE FROM person_address WHERE sid = ?", key);
            return;
        }
        String told = language.getLanguage();
        if (session.update(
                        "UPDATE person_address SET mail = ?, language = ?, seen_at = ? WHERE sid = ?",
                        mail,
                        told,
                        now,
                        key)
                == 0) {
            session.update(
                    "INSERT INTO person_address (sid, mail, language, seen_at) VALUES (?, ?, ?, ?)",
                    key,
                    mail,
                    told,
                    now);
        }
    }

    static Optional<Requests.Address> kept(Session session, String sid) throws SQLException {
        return session.first(
                "SELECT mail, language FROM person_address WHERE sid = ?",
                row -> new Requests.Address(row.text("mail"), Locale.forLanguageTag(row.text("language"))),
                sid.strip().toLowerCase(Locale.ROOT));
    }

    /** As they looked at their page last, or as they last asked for something; empty if they did neither. */
    static Optional<Requests.Address> of(Session session, String sid) throws SQLException {
        Optional<Requests.Address> seen = kept(session, sid);
        return seen.isPresent() ? seen : RequestTable.address(session, sid);
    }
}
