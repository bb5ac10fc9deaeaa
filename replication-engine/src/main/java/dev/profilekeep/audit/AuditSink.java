package dev.profilekeep.audit;

/** Where acts are told. No entry, no act: who cannot append must not go on. */
public interface AuditSink {
    /**
     * Appends, durably, before it returns.
     *
     * @return the entry as it stands in the chain
     * @throws dev.profilekeep.catalog.CatalogException if it could not be appended
     */
    AuditRecord append(Actor actor, AuditEntry entry);
}
