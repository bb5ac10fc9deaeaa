package dev.profilekeep.audit;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One act, about to be done or done.
 *
 * @param act what, as a stable word: {@code location.mode.change}
 * @param subject to what: {@code location:fra-profiles}, {@code container:17}
 * @param reason why, in the actor's words; may be empty
 * @param evidence what it rests on
 * @param outcome {@code begun}, {@code done}, {@code refused: …}, {@code failed: …}
 */
public record AuditEntry(String act, String subject, String reason, Map<String, String> evidence, String outcome) {
    public AuditEntry {
        evidence = Collections.unmodifiableMap(new TreeMap<>(evidence));
    }
}
