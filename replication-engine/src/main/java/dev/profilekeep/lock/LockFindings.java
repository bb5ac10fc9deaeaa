package dev.profilekeep.lock;

import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.findings.FindingSource;
import dev.profilekeep.health.Finding;
import dev.profilekeep.health.FindingCode;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Locks that nobody is known to work behind, by the last verdict on each container: somebody who cannot sign in. A verdict older than
 * a day tells nothing of now, and one of LIVE is no finding but somebody at work.
 */
public final class LockFindings implements FindingSource {
    static final Duration HOLDS = Duration.ofDays(1);

    @Override
    public Set<FindingCode> codes() {
        return Set.of(FindingCode.LOCKED);
    }

    @Override
    public void find(Session session, long first, long last, Instant now, BiConsumer<Long, Finding> found)
            throws SQLException {
        session.each(
                "SELECT container_id, verdict, rule, host, locked_since, judged_at FROM container_lock"
                        + " WHERE container_id BETWEEN ? AND ? AND verdict IN ('STALE', 'UNPROVED') AND judged_at >= ?",
                row -> {
                    Map<String, String> facts = new HashMap<>();
                    facts.put("verdict", row.text("verdict"));
                    facts.put("rule", row.text("rule"));
                    facts.put("host", row.text("host"));
                    facts.put("judgedAt", row.when("judged_at").toString());
                    Instant since = row.time("locked_since");
                    if (since != null) {
                        facts.put("since", since.toString());
                    }
                    found.accept(row.number("container_id"), new Finding(FindingCode.LOCKED, null, facts));
                },
                first,
                last,
                now.minus(HOLDS));
    }
}
