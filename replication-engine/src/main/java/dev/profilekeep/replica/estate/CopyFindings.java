package dev.profilekeep.replica.estate;

import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.findings.FindingSource;
import dev.profilekeep.health.Finding;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.replica.CopyRule;
import dev.profilekeep.replica.CopyWord;
import dev.profilekeep.replica.rights.RightsComparison;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Copies of which a person has to decide, by the last verdict on each. Stateless. */
public final class CopyFindings implements FindingSource {
    /** Which all come from one verification: whoever has one judged anew has all of them judged. */
    public static final FindingCode ANY = FindingCode.COPIES_DIVERGED;

    private static final Set<FindingCode> CODES = Set.of(
            FindingCode.COPIES_DIVERGED, FindingCode.COPY_NEWER, FindingCode.COPY_ALTERED, FindingCode.COPY_RIGHTS);

    private final ProfileKeepConfig config;

    public CopyFindings(ProfileKeepConfig config) {
        this.config = config;
    }

    @Override
    public Set<FindingCode> codes() {
        return CODES;
    }

    @Override
    public void find(Session session, long first, long last, Instant now, BiConsumer<Long, Finding> found)
            throws SQLException {
        session.each(
                "SELECT s.container_id, s.location_id, s.against_id, s.word, s.rule, s.at, s.newborn, (SELECT"
                        + " g.same_until FROM copy_agreement g WHERE g.container_id = s.container_id AND g.location_id ="
                        + " s.location_id) AS same_until FROM copy_standing s" + StandingRows.BESIDE_ACTIVE_SITE
                        + " AND s.container_id BETWEEN ? AND ? AND c.gone_since IS NULL AND (s.word IN (?, ?) OR"
                        + " s.rule = ?) ORDER BY s.container_id, s.location_id",
                row -> found.accept(row.number("container_id"), finding(row)),
                first,
                last,
                CopyWord.DIVERGED,
                CopyWord.NEWER_AT_SECONDARY,
                CopyRule.DIFFERS_AT_REST);
        session.each(
                "SELECT s.container_id, s.location_id, s.against_id, s.at, s.differences, s.what FROM copy_rights s"
                        + StandingRows.BESIDE_ACTIVE_SITE
                        + " AND s.container_id BETWEEN ? AND ? AND c.gone_since IS NULL AND s.word = ? ORDER BY"
                        + " s.container_id, s.location_id",
                row -> found.accept(row.number("container_id"), rights(row)),
                first,
                last,
                RightsComparison.Word.DIFFERENT);
    }

    private Finding rights(Row row) throws SQLException {
        return new Finding(
                FindingCode.COPY_RIGHTS,
                row.text("location_id"),
                Map.of(
                        "site",
                        site(row.text("location_id")),
                        "activeSite",
                        site(row.text("against_id")),
                        "at",
                        row.when("at").toString(),
                        "differences",
                        Long.toString(row.number("differences")),
                        "what",
                        row.text("what")));
    }

    private Finding finding(Row row) throws SQLException {
        Map<String, String> facts = new HashMap<>();
        facts.put("site", site(row.text("location_id")));
        facts.put("activeSite", site(row.text("against_id")));
        facts.put("at", row.when("at").toString());
        Instant agreed = row.time("same_until");
        if (agreed != null) {
            facts.put("agreed", agreed.toString());
        }
        CopyRule rule = row.choice("rule", CopyRule.class);
        FindingCode code;
        if (rule == CopyRule.DIFFERS_AT_REST) {
            code = FindingCode.COPY_ALTERED;
        } else if (row.choice("word", CopyWord.class) == CopyWord.NEWER_AT_SECONDARY) {
            code = FindingCode.COPY_NEWER;
        } else {
            code = FindingCode.COPIES_DIVERGED;
            facts.put("why", why(rule, row.flag("newborn")));
        }
        return new Finding(code, row.text("location_id"), facts);
    }

    private static String why(CopyRule rule, boolean newborn) {
        return rule == CopyRule.NEWBORN
                ? newborn ? "NEW_THERE" : "NEW_AT_ACTIVE"
                : rule == CopyRule.OTHER_VOLUME ? "OTHER_VOLUME" : "BOTH_CHANGED";
    }

    private String site(String locationId) {
        return config.location(locationId).map(LocationConfig::siteId).orElse(locationId);
    }
}
