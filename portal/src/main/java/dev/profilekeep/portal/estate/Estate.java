package dev.profilekeep.portal.estate;

import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.catalog.ContainerTotals;
import dev.profilekeep.catalog.Unread;
import dev.profilekeep.lock.LockCounts;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.security.Person;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.layer.Pace;
import dev.profilekeep.storage.layer.StorageUse;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the estate, and the acts upon it. Keeps to the scope of whoever asks and knows no other access rules: only
 * the services of the features may hold it. Safe for use by several threads.
 */
public interface Estate {
    /** At most {@code limit} containers from {@code offset} on. */
    List<ContainerRow> find(ContainerFilter filter, ContainerSort sort, long offset, int limit);

    long count(ContainerFilter filter);

    /** Whose these containers are: how many people; each one without a SID is somebody's of their own. */
    long people(ContainerFilter filter);

    ContainerTotals totals(ContainerFilter filter);

    /** One after the other, without keeping them all in memory. */
    void forEach(ContainerFilter filter, ContainerSort sort, Consumer<ContainerRow> action);

    Optional<ContainerDetail> detail(long id);

    /** The containers of one SID. */
    List<ContainerDetail> ofPerson(String sid);

    /** The containers of these SIDs; profiles first. */
    List<ContainerRow> ofPeople(Collection<String> sids);

    /** The containers of whoever has exactly this account name, in any case. */
    List<ContainerRow> called(String account);

    /** What the last inventory of each location could not read. */
    List<Unread> unread();

    List<Site> sites();

    /** What all sites are called, by id: copies of what one may see may lie anywhere. */
    Map<String, String> siteNames();

    /** What all locations are called, by id. */
    Map<String, String> locationNames();

    List<Location> locations();

    /**
     * Whether a lock file beside a disk of this set says that somebody works with it, as under Cloud Cache. Elsewhere the lock is the
     * open disk, and such a file is left over and locks nobody out (docs/locks.md).
     */
    boolean lockFilesCount(String setId);

    /** Ids of the identity providers of the configuration; none in the demo, which has its own. */
    List<String> identityProviders();

    /** When the last complete inventory ended. */
    Optional<Instant> lastInventory();

    /** What was asked of the storage of each location since the start, by id. */
    Map<String, StorageUse> storageUse();

    /** How fast this process reads the shares of locations, by id; those that nothing was asked of are not there. */
    Map<String, Pace.Seen> paces();

    /** What looks at locks have cost since the start. */
    LockCounts lockCounts();

    /**
     * Audited first, then done.
     *
     * @throws NotFoundException if there is no such location where {@code by} is an administrator
     */
    void changeMode(String locationId, LocationMode mode, Person by, String reason);

    /** Says that a location was emptied on purpose, so that the next inventory believes it; audited in one with it. */
    void confirmEmpty(String locationId, Person by, String reason);

    /**
     * Leaves who did what, and why, in the audit trail.
     *
     * @param act a word for the act: "job.start"
     * @param subject what it was done to: "inventory"
     * @param outcome "begun" before it; then how it ended: "done", or why it was refused or failed
     */
    void audit(Person by, String act, String subject, String reason, Map<String, String> evidence, String outcome);

    /** @param keptHead a hash that must be in the chain; empty for none */
    AuditTrail.Verification verifyAudit(String keptHead);

    /** The newest entries, newest first. */
    List<AuditRecord> auditEntries(long offset, int limit);

    record Site(String id, String name, ZoneId zone) {}

    /**
     * @param address where it is, without secrets
     * @param modeFromFile what the configuration file says; differs from {@code mode} if a person changed it since
     * @param problem why the last inventory could not list it; null if it could
     */
    record Location(
            String id,
            String name,
            String siteId,
            String siteName,
            String address,
            LocationMode mode,
            LocationMode modeFromFile,
            @Nullable Instant lastInventory,
            @Nullable String problem) {}
}
