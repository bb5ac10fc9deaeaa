package dev.profilekeep.portal.estate;

import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.catalog.ContainerTotals;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.catalog.Unread;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.config.SignInConfig;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.lock.LockCounts;
import dev.profilekeep.portal.access.Actors;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.layer.Pace;
import dev.profilekeep.storage.layer.StorageUse;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The estate as the engine knows it, as far as whoever asks is held to. Here, and here alone, scopes become a part of every question
 * about containers, so that no list, count, total or table can pass them by.
 */
@Component
class EngineEstate implements Estate {
    private final Engine engine;
    private final CurrentUser currentUser;

    EngineEstate(Engine engine, CurrentUser currentUser) {
        this.engine = engine;
        this.currentUser = currentUser;
    }

    /** Nobody in particular (a job, the collector of metrics) is held to nothing. */
    private Reach reach() {
        return currentUser.person().map(Allowed::reach).orElse(Reach.EVERYWHERE);
    }

    private Reach reachOrOwn() {
        return currentUser
                .person()
                .map(person -> Allowed.reach(person).orOwn(person.sid()))
                .orElse(Reach.EVERYWHERE);
    }

    private boolean reaches(String locationId) {
        return reaches(reach(), locationId);
    }

    private boolean reaches(Reach reach, String locationId) {
        return reach.isEverywhere()
                || engine.config()
                        .location(locationId)
                        .filter(location -> reach.includes(
                                engine.config()
                                        .setOf(locationId)
                                        .map(SetConfig::id)
                                        .orElse(""),
                                List.of(location.siteId())))
                        .isPresent();
    }

    @Override
    public List<ContainerRow> find(ContainerFilter filter, ContainerSort sort, long offset, int limit) {
        return engine.containers().find(filter.within(reach()), sort, offset, limit);
    }

    @Override
    public long count(ContainerFilter filter) {
        return engine.containers().count(filter.within(reach()));
    }

    @Override
    public long people(ContainerFilter filter) {
        return engine.containers().people(filter.within(reach()));
    }

    @Override
    public ContainerTotals totals(ContainerFilter filter) {
        return engine.containers().totals(filter.within(reach()));
    }

    @Override
    public void forEach(ContainerFilter filter, ContainerSort sort, Consumer<ContainerRow> action) {
        engine.containers().forEach(filter.within(reach()), sort, action);
    }

    @Override
    public Optional<ContainerDetail> detail(long id) {
        Reach reach = reachOrOwn();
        return engine.containers().detail(id).filter(found -> reach.includes(found.row()));
    }

    @Override
    public List<ContainerDetail> ofPerson(String sid) {
        Reach reach = reachOrOwn();
        return engine.containers().ofPerson(sid).stream()
                .filter(found -> reach.includes(found.row()))
                .toList();
    }

    @Override
    public List<ContainerRow> ofPeople(Collection<String> sids) {
        return engine.containers().ofPeople(sids, reachOrOwn());
    }

    @Override
    public List<ContainerRow> called(String account) {
        return engine.containers().called(account, reach());
    }

    @Override
    public List<Unread> unread() {
        return engine.containers().unread().stream()
                .filter(unread -> reaches(unread.locationId()))
                .toList();
    }

    @Override
    public List<Site> sites() {
        Reach reach = reach();
        Set<String> within = reach.isEverywhere()
                ? Set.of()
                : engine.config().locations().stream()
                        .filter(location -> reaches(location.id()))
                        .map(LocationConfig::siteId)
                        .collect(Collectors.toSet());
        return engine.containers().sites().stream()
                .filter(site -> reach.isEverywhere() || within.contains(site.id()))
                .map(site -> new Site(site.id(), site.name(), site.zone()))
                .toList();
    }

    @Override
    public Map<String, String> siteNames() {
        return engine.containers().sites().stream()
                .collect(Collectors.toUnmodifiableMap(site -> site.id(), site -> site.name(), (a, b) -> a));
    }

    @Override
    public Map<String, String> locationNames() {
        return engine.locations().list().stream()
                .collect(Collectors.toUnmodifiableMap(seen -> seen.id(), seen -> seen.name(), (a, b) -> a));
    }

    @Override
    public List<Location> locations() {
        return engine.locations().list().stream()
                .filter(seen -> reaches(seen.id()))
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
    public boolean lockFilesCount(String setId) {
        return engine.config()
                .set(setId)
                .map(set -> set.replication() == SetConfig.Replication.CLOUD_CACHE)
                .orElse(true);
    }

    @Override
    public List<String> identityProviders() {
        SignInConfig signIn = engine.config().signIn();
        return signIn == null
                ? List.of()
                : signIn.identityProviders().stream()
                        .map(SignInConfig.IdentityProvider::id)
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
    public Map<String, Pace.Seen> paces() {
        return engine.locations().paces();
    }

    @Override
    public LockCounts lockCounts() {
        return engine.locks().counts();
    }

    @Override
    public void changeMode(String locationId, LocationMode mode, Person by, String reason) {
        if (!reaches(Allowed.administers(by), locationId)) {
            throw new NotFoundException("location " + locationId);
        }
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
