package dev.profilekeep.restore;

import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditTrail;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the audit of one act on a container. No entry, no act: what comes before it throws if it cannot be told. */
final class ReplaceAudit {
    private static final Logger LOG = LoggerFactory.getLogger(ReplaceAudit.class);

    private final AuditTrail audit;
    private final String name;
    private final long containerId;
    private final RestoreRequest request;
    private final Map<String, String> evidence;

    /**
     * @param name of the act: "container.restore"
     * @param evidence told in every entry; with what joins them as {@code act}
     */
    ReplaceAudit(
            AuditTrail audit, String name, long containerId, RestoreRequest request, Map<String, String> evidence) {
        this.audit = audit;
        this.name = name;
        this.containerId = containerId;
        this.request = request;
        this.evidence = new TreeMap<>(evidence);
        if (!request.ticket().isEmpty()) {
            this.evidence.put("ticket", request.ticket());
        }
    }

    /** @throws dev.profilekeep.catalog.CatalogException if it could not be told: then nothing is done */
    void begun() {
        append(Map.of(), "begun");
    }

    /** It is done: what cannot be told any more is logged. */
    void ended(Map<String, String> came, String outcome) {
        try {
            append(came, outcome);
        } catch (RuntimeException e) {
            LOG.error("container={} {} ({}) could not be told to the audit", containerId, name, outcome, e);
        }
    }

    void refused(RestoreRefusal refusal) {
        ended(Map.of("why", refusal.why().name()), "refused: " + refusal.sentence());
    }

    private void append(Map<String, String> came, String outcome) {
        Map<String, String> all = new TreeMap<>(evidence);
        all.putAll(came);
        audit.append(request.actor(), new AuditEntry(name, "container:" + containerId, request.reason(), all, outcome));
    }
}
