package dev.profilekeep.portal.helpcode;

import dev.profilekeep.security.Person;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The codes in their table: one for each person, found again after a restart and by every node. Safe for several threads. */
public final class HelpCodes {
    static final Duration VALID = Duration.ofMinutes(15);

    /** A code that ends sooner is no use for a call that begins now. */
    private static final Duration WORTH = Duration.ofMinutes(5);

    private static final int LONGEST = 1_000;
    private static final int TRIES = 20;

    private final JdbcTemplate jdbc;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public HelpCodes(DataSource dataSource, Clock clock) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.clock = clock;
    }

    /** The person's code; the one there is if it lasts a while, else a new one, which ends the old. */
    HelpCode of(Person person) {
        Instant now = clock.instant();
        String key = key(person);
        for (int i = 0; i < TRIES; i++) {
            Optional<HelpCode> known = known(key, now.plus(WORTH));
            if (known.isPresent()) {
                return known.get();
            }
            HelpCode made = new HelpCode(letters(), now.plus(VALID));
            jdbc.update("DELETE FROM help_code WHERE ends_at <= ? OR person = ?", at(now), key);
            try {
                jdbc.update(
                        "INSERT INTO help_code (code, person, sid, identity_provider, subject, display_name, ends_at)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                        made.letters(),
                        key,
                        person.sid(),
                        person.identityProvider(),
                        cut(person.subject(), LONGEST),
                        cut(person.displayName(), LONGEST),
                        at(made.endsAt()));
                return made;
            } catch (DuplicateKeyException e) {
                // Somebody has these letters, or the same person asked in another window: look again.
            }
        }
        throw new IllegalStateException("no code was free in " + TRIES + " tries");
    }

    boolean isOver(HelpCode code) {
        return !code.endsAt().isAfter(clock.instant());
    }

    /** @param letters as {@link HelpCode#typed} gives them */
    Optional<Caller> find(String letters) {
        List<Caller> found = jdbc.query(
                "SELECT sid, identity_provider, subject, display_name, ends_at FROM help_code WHERE code = ? AND"
                        + " ends_at > ?",
                (row, number) -> caller(row),
                letters,
                at(clock.instant()));
        return found.stream().findFirst();
    }

    private Optional<HelpCode> known(String key, Instant after) {
        List<HelpCode> found = jdbc.query(
                "SELECT code, ends_at FROM help_code WHERE person = ? AND ends_at > ?",
                (row, number) -> new HelpCode(row.getString(1), time(row, 2)),
                key,
                at(after));
        return found.stream().findFirst();
    }

    private static Caller caller(ResultSet row) throws SQLException {
        return new Caller(row.getString(4), row.getString(1), row.getString(2), row.getString(3), time(row, 5));
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private String letters() {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < HelpCode.LENGTH; i++) {
            letters.append(HelpCode.ALPHABET.charAt(random.nextInt(HelpCode.ALPHABET.length())));
        }
        return letters.toString();
    }

    private static String key(Person person) {
        String sid = person.sid();
        return cut(sid != null ? sid : person.identityProvider() + ":" + person.subject(), 400);
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
