package dev.profilekeep.portal.sids;

import dev.profilekeep.security.SidDirectory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The table of SIDs that administrators gave. Safe for several threads. */
public final class SidMappings implements SidDirectory {
    /** Who came and got no SID is forgotten after so long. */
    static final Duration WAITING = Duration.ofDays(90);

    /** Identity providers at which one name may be somebody. */
    private static final int FEW = 10;

    private static final Logger LOG = LoggerFactory.getLogger(SidMappings.class);
    private static final int MOST = 500;
    private static final int LONGEST = 1_000;

    private final JdbcTemplate jdbc;
    private final Clock clock;

    public SidMappings(DataSource dataSource, Clock clock) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.clock = clock;
    }

    @Override
    public Optional<Given> sidOf(String identityProvider, String subject) {
        try {
            return find(identityProvider, subject).flatMap(SidMappings::given);
        } catch (DataAccessException e) {
            throw new UnreadableException("the table cannot be read: " + e.getMessage(), e);
        }
    }

    private static Optional<Given> given(SidMapping one) {
        return Optional.ofNullable(one.sid()).map(sid -> new Given(sid, one.confirmed()));
    }

    @Override
    public void without(String identityProvider, String subject, String displayName) {
        if (subject.length() > LONGEST) {
            return; // nobody could be given a SID by a cut name
        }
        try {
            Instant now = clock.instant();
            jdbc.update("DELETE FROM sid_mapping WHERE sid IS NULL AND seen_at < ?", at(now.minus(WAITING)));
            String name = displayName.length() <= LONGEST ? displayName : displayName.substring(0, LONGEST);
            int known = jdbc.update(
                    "UPDATE sid_mapping SET display_name = ?, seen_at = ? WHERE identity_provider = ? AND subject = ?",
                    name,
                    at(now),
                    identityProvider,
                    subject);
            if (known == 0) {
                jdbc.update(
                        "INSERT INTO sid_mapping (identity_provider, subject, display_name, seen_at) VALUES (?, ?, ?,"
                                + " ?)",
                        identityProvider,
                        subject,
                        name,
                        at(now));
            }
        } catch (DuplicateKeyException e) {
            // The same person signed in somewhere else in this moment.
        } catch (DataAccessException e) {
            LOG.warn("{} at {} came without a SID, which could not be noted", subject, identityProvider, e);
        }
    }

    /** How somebody stands here; knows no access rules. */
    public Optional<SidMapping> find(String identityProvider, String subject) {
        return jdbc
                .query(
                        SELECT + " WHERE identity_provider = ? AND subject = ?",
                        SidMappings::read,
                        identityProvider,
                        subject)
                .stream()
                .findFirst();
    }

    /** Who signs in by exactly this, in any case, at whichever identity provider; knows no access rules. */
    public List<SidMapping> called(String subject) {
        return jdbc.query(
                SELECT + " WHERE LOWER(subject) = ? LIMIT " + FEW,
                SidMappings::read,
                subject.strip().toLowerCase(Locale.ROOT));
    }

    /** Those who wait first, the newest of them first. */
    List<SidMapping> all() {
        return search("", false, MOST);
    }

    /**
     * Those of whom name, sign-in or SID contains every word, those who wait first; at most so many.
     *
     * @param waiting only those who wait for a SID
     */
    List<SidMapping> search(String text, boolean waiting, int limit) {
        Search search = search(text, waiting);
        return jdbc.query(
                SELECT + search.where() + ORDER + " LIMIT " + limit,
                SidMappings::read,
                search.arguments().toArray());
    }

    /** How many {@link #search} would find without its limit. */
    long count(String text, boolean waiting) {
        Search search = search(text, waiting);
        Long found = jdbc.queryForObject(
                "SELECT COUNT(*) FROM sid_mapping" + search.where(),
                Long.class,
                search.arguments().toArray());
        return found == null ? 0 : found;
    }

    private record Search(String where, List<Object> arguments) {}

    private static Search search(String text, boolean waiting) {
        List<String> terms = new ArrayList<>();
        List<Object> arguments = new ArrayList<>();
        if (waiting) {
            terms.add("sid IS NULL");
        }
        for (String word : text.strip().toLowerCase(Locale.ROOT).split("\\s+")) {
            if (!word.isEmpty()) {
                terms.add(
                        "LOWER(display_name || ' ' || subject || ' ' || identity_provider || ' ' || COALESCE(sid, ''))"
                                + " LIKE ? ESCAPE '!'");
                arguments.add("%" + word.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%");
            }
        }
        return new Search(terms.isEmpty() ? "" : " WHERE " + String.join(" AND ", terms), arguments);
    }

    /** Of whom a SID is; several only by mistake. */
    List<SidMapping> having(String sid) {
        return jdbc.query(SELECT + " WHERE sid = ?", SidMappings::read, sid);
    }

    /** Who gave it, as the audit calls them; empty if that was not noted. */
    String giver(String identityProvider, String subject) {
        return jdbc
                .query(
                        "SELECT COALESCE(mapped_by_id, '') FROM sid_mapping WHERE identity_provider = ? AND subject ="
                                + " ?",
                        (row, number) -> row.getString(1),
                        identityProvider,
                        subject)
                .stream()
                .findFirst()
                .orElse("");
    }

    /**
     * Notes that somebody else than {@code giver} confirms it.
     *
     * @return false if it is not as it was any more
     */
    boolean confirm(String identityProvider, String subject, String sid, String giver, String by, String byId) {
        return jdbc.update(
                        "UPDATE sid_mapping SET confirmed_by = ?, confirmed_by_id = ?, confirmed_at = ? WHERE"
                                + " identity_provider = ? AND subject = ? AND sid = ? AND mapped_by_id = ?"
                                + " AND confirmed_at IS NULL",
                        by,
                        byId,
                        at(clock.instant()),
                        identityProvider,
                        subject,
                        sid,
                        giver)
                == 1;
    }

    /** Gives it; whatever was confirmed before is not any more. */
    void map(String identityProvider, String subject, String sid, String by, String byId) {
        Instant now = clock.instant();
        int known = jdbc.update(
                "UPDATE sid_mapping SET sid = ?, mapped_by = ?, mapped_by_id = ?, mapped_at = ?, confirmed_by = NULL,"
                        + " confirmed_by_id = NULL, confirmed_at = NULL WHERE identity_provider = ? AND subject = ?",
                sid,
                by,
                byId,
                at(now),
                identityProvider,
                subject);
        if (known == 0) {
            jdbc.update(
                    "INSERT INTO sid_mapping (identity_provider, subject, display_name, sid, mapped_by, mapped_by_id,"
                            + " mapped_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    identityProvider,
                    subject,
                    subject,
                    sid,
                    by,
                    byId,
                    at(now));
        }
    }

    void remove(String identityProvider, String subject) {
        jdbc.update("DELETE FROM sid_mapping WHERE identity_provider = ? AND subject = ?", identityProvider, subject);
    }

    private static final String ORDER =
            " ORDER BY CASE WHEN sid IS NULL THEN 0 ELSE 1 END, seen_at DESC NULLS LAST, display_name, subject";

    private static final String SELECT =
            "SELECT identity_provider, subject, display_name, sid, seen_at, mapped_by, mapped_at,"
                    + " confirmed_by, confirmed_at FROM sid_mapping";

    private static SidMapping read(ResultSet row, int number) throws SQLException {
        return new SidMapping(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                time(row, 5),
                row.getString(6),
                time(row, 7),
                row.getString(8),
                time(row, 9));
    }

    private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
