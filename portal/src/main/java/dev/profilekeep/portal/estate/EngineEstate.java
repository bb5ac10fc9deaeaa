package dev.profilekeep.portal.estate;

import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.catalog.ContainerTotals;
import dev.profilekeep.catalog.Unread;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.portal.access.Actors;
import dev.profilekeep.security.Person;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.layer.StorageUse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** The estate as the engine knows it. */
@Component
class EngineEstate implements Estate {
    private final Engine engine;

    EngineEstate(Engine engine) {
        this.engine = engine;
    }

    @Override
    public List<ContainerRow> find(ContainerFilter filter, ContainerSort sort, long offset, int limit) {
        return engine.containers().find(filter, sort, offset, limit);
    }

    @Override
    public long count(ContainerFilter filter) {
        return engine.containers().count(filter);
    }

    @Override
    public ContainerTotals totals(ContainerFilter filter) {
        return engine.containers().totals(filter);
    }

    @Override
    public void forEach(ContainerFilter filter, ContainerSort sort, Consumer<ContainerRow> action) {
        engine.containers().forEach(filter, sort, action);
    }

    @Override
    public Optional<ContainerDetail> detail(long id) {
        return engine.containers().detail(id);
    }

    @Override
    public List<ContainerDetail> ofPerson(String sid) {
        return engine.containers().ofPerson(sid);
    }

    @Override
    public List<Unread> unread() {
        return engine.containers().unread();
    }

    @Override
    public List<Site> sites() {
        return engine.containers().sites().stream()
                .map(site -> new Site(site.id(), site.name(), site.zone()))
                .toList();
    }

    @Override
    public List<Location> locations() {
        return engine.locations().list().stream()
                .map(seen -> new Location(
                        seen.id(),
                        seen.name(),
                        seen.siteId(),
                        seen.siteName(),
                        seen.address(),
                        seen.mode(),
                        seen.modeFromFile(),
                        seen.lastInventory(),
                        seen.problem()))
                .toList();
    }

    @Override
    public Optional<Instant> lastInventory() {
        return engine.inventory().lastDone();
    }

    @Override
    public Map<String, StorageUse> storageUse() {
        return engine.locations().storageUse();
    }

    @Override
    public void changeMode(String locationId, LocationMode mode, Person by, String reason) {
        engine.locations().changeMode(locationId, mode, Actors.of(by), reason);
    }

    @Override
    public void confirmEmpty(String locationId, Person by, String reason) {
        engine.locations().confirmEmpty(locationId, Actors.of(by), reason);
    }

    @Override
    public void audit(
            Person by, String act, String subject, String reason, Map<String, String> evidence, String outcome) {
        engine.audit().append(Actors.of(by), new AuditEntry(act, subject, reason, evidence, outcome));
    }

    @Override
    public AuditTrail.Verification verifyAudit(String keptHead) {
        return engine.audit().verify(keptHead);
    }

    @Override
    public List<AuditRecord> auditEntries(long offset, int limit) {
        return engine.audit().find(AuditTrail.Query.ALL, offset, limit);
    }
}
