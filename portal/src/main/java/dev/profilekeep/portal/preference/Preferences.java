package dev.profilekeep.portal.preference;

import dev.profilekeep.security.Person;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What people chose, by name, found again at any computer. Somebody is the same person if the SID is, or where there is
 * none, the name at the same identity provider. A choice that cannot be read or kept is not worth an error: the usual is
 * shown. Safe for use by several threads.
 */
public final class Preferences {
    public static final String LANGUAGE = "language";
    public static final String PROFILES_COLUMNS = "profiles.columns";

    private static final Logger LOG = LoggerFactory.getLogger(Preferences.class);
    private static final int LONGEST_PERSON = 400;
    private static final int LONGEST_VALUE = 2_000;

    private final JdbcTemplate jdbc;

    public Preferences(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    public Optional<String> find(Person person, String name) {
        try {
            List<String> found = jdbc.queryForList(
                    "SELECT chosen FROM preference WHERE person = ? AND name = ?", String.class, key(person), name);
            return found.stream().findFirst();
        } catch (DataAccessException e) {
            LOG.warn("preference not read name={} reason={}", name, reason(e));
            return Optional.empty();
        }
    }

    /** @throws IllegalArgumentException if the value is longer than 2,000 characters */
    public void keep(Person person, String name, String value) {
        if (value.length() > LONGEST_VALUE) {
            throw new IllegalArgumentException("preference " + name + " is longer than " + LONGEST_VALUE);
        }
        try {
            if (update(person, name, value) == 0) {
                insert(person, name, value);
            }
        } catch (DataAccessException e) {
            LOG.warn("preference not kept name={} reason={}", name, reason(e));
        }
    }

    private int update(Person person, String name, String value) {
        return jdbc.update("UPDATE preference SET chosen = ? WHERE person = ? AND name = ?", value, key(person), name);
    }

    private void insert(Person person, String name, String value) {
        try {
            jdbc.update("INSERT INTO preference (person, name, chosen) VALUES (?, ?, ?)", key(person), name, value);
        } catch (DuplicateKeyException e) {
            // The same person chose in another window at the same moment.
            update(person, name, value);
        }
    }

    private static String key(Person person) {
        String key = person.sid() != null ? person.sid() : person.identityProvider() + ":" + person.subject();
        return key.length() <= LONGEST_PERSON ? key : key.substring(0, LONGEST_PERSON);
    }

    private static String reason(DataAccessException e) {
        return String.valueOf(
                e.getMostSpecificCause() instanceof SQLException sql ? sql.getSQLState() : e.getMessage());
    }
}
