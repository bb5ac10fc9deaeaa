package dev.profilekeep.restore.visit;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.restore.files.ExportResult;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** No entry, no act; a second entry says how it ended. No file is named in any of them. */
final class VisitAudit {
    private static final Logger LOG = LoggerFactory.getLogger(VisitAudit.class);

    private final AuditTrail audit;

    VisitAudit(AuditTrail audit) {
        this.audit = audit;
    }

    /** What is done. */
    interface Act<T> {
        T run() throws IOException;
    }

    /**
     * Does it between two entries.
     *
     * @param why in the words of whoever acts; may be empty
     */
    <T> T told(Actor actor, String name, long container, String why, Map<String, String> evidence, Act<T> act)
            throws IOException {
        audit.append(actor, entry(name, container, why, evidence, "begun"));
        try {
            T made = act.run();
            Map<String, String> more = new TreeMap<>(evidence);
            if (made instanceof ExportResult taken) {
                more.put("files", Long.toString(taken.files()));
                more.put("folders", Long.toString(taken.folders()));
                more.put("bytes", Long.toString(taken.bytes()));
            }
            ended(actor, entry(name, container, why, more, "done"));
            return made;
        } catch (IOException | RuntimeException e) {
            // its message may name files
            ended(
                    actor,
                    entry(
                            name,
                            container,
                            why,
                            evidence,
                            "failed: " + e.getClass().getSimpleName()));
            throw e;
        }
    }

    void refused(Actor actor, String name, long container, String why, VisitRefusedException refused) {
        ended(actor, entry(name, container, why, Map.of(), "refused: " + refused.getMessage()));
    }

    private void ended(Actor actor, AuditEntry entry) {
        try {
            audit.append(actor, entry);
        } catch (CatalogException e) {
            LOG.error("{} {} ({}) could not be told to the audit", entry.subject(), entry.act(), entry.outcome(), e);
        }
    }

    static AuditEntry entry(String name, long container, String why, Map<String, String> evidence, String outcome) {
        return new AuditEntry(name, "container:" + container, why, evidence, outcome);
    }
}
