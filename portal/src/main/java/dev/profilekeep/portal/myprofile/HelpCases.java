package dev.profilekeep.portal.myprofile;

import dev.profilekeep.lock.JudgedLock;
import dev.profilekeep.portal.myprofile.HelpCase.Phase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The cases in their table, one for each SID: found again after a phone slept, and after a restart. Safe for several threads. */
public final class HelpCases {
    private static final int LONGEST_NOTE = 4_000;

    private final JdbcTemplate jdbc;

    public HelpCases(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    /** How far somebody got, by SID; knows no access rules. */
    public Optional<HelpCase> find(String sid) {
        return jdbc
                .query("SELECT phase, since, freed_at, note, freed FROM help_case WHERE sid = ?", HelpCases::read, sid)
                .stream()
                .findFirst();
    }

    /**
     * Begins, unless somebody did a moment ago: the same person in another window, or on another node.
     *
     * @param was what is to be freed, as it was judged
     * @param stuckBefore a case that has been at it since before then was cut off
     */
    boolean begin(String sid, List<JudgedLock> was, Instant now, Instant stuckBefore) {
        String kept = JudgedLock.write(was);
        int taken = jdbc.update(
                "UPDATE help_case SET phase = ?, since = ?, freed_at = NULL, note = '', freed = ? WHERE sid = ?"
                        + " AND (phase <> ? OR since <= ?)",
                Phase.FREEING.name(),
                at(now),
                kept,
                sid,
                Phase.FREEING.name(),
                at(stuckBefore));
        if (taken == 1) {
            return true;
        }
        try {
            return find(sid).isEmpty()
                    && jdbc.update(
                                    "INSERT INTO help_case (sid, phase, since, note, freed) VALUES (?, ?, ?, '', ?)",
                                    sid,
                                    Phase.FREEING.name(),
                                    at(now),
                                    kept)
                            == 1;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    void move(String sid, Phase phase, Instant now, @Nullable Instant freedAt, String note) {
        jdbc.update(
                "UPDATE help_case SET phase = ?, since = ?, freed_at = ?, note = ? WHERE sid = ?",
                phase.name(),
                at(now),
                freedAt == null ? null : at(freedAt),
                note.length() <= LONGEST_NOTE ? note : note.substring(0, LONGEST_NOTE),
                sid);
    }

    void end(String sid) {
        jdbc.update("DELETE FROM help_case WHERE sid = ?", sid);
    }

    private static HelpCase read(ResultSet row, int number) throws SQLException {
        OffsetDateTime freed = row.getObject(3, OffsetDateTime.class);
        String was = row.getString(5);
        return new HelpCase(
                Phase.valueOf(row.getString(1)),
                row.getObject(2, OffsetDateTime.class).toInstant(),
                freed == null ? null : freed.toInstant(),
                row.getString(4),
                JudgedLock.read(was == null ? "" : was));
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
