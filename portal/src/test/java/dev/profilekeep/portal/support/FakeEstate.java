package dev.profilekeep.portal.support;

import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.catalog.ContainerTotals;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.catalog.SearchText;
import dev.profilekeep.catalog.Unread;
import dev.profilekeep.lock.LockCounts;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.layer.Pace;
import dev.profilekeep.storage.layer.StorageUse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An estate in memory, that counts what it is asked and keeps what is done. */
public final class FakeEstate implements Estate {
    public final List<ContainerDetail> containers = new ArrayList<>();
    public final List<Unread> unread = new ArrayList<>();
    public final List<String> acts = new ArrayList<>();
    public final List<Map<String, String>> evidence = new ArrayList<>();
    public int largestPage;
    public boolean lockFilesCount = true;
    /** The catalog does not answer. */
    public boolean away;
    /** How often it was asked for a number. */
    public int asked;

    public @Nullable Instant lastInventory = Samples.NOW;

    private LocationMode mode = LocationMode.OBSERVE;

    /** With a container of Anna's (1) and one of Ben's (2). */
    public static FakeEstate standard() {
        FakeEstate estate = new FakeEstate();
        estate.containers.add(Samples.detail(Samples.row(1, People.ANNAS_SID, "anna")));
        estate.containers.add(Samples.detail(Samples.row(2, People.BENS_SID, "ben")));
        return estate;
    }

    @Override
    public List<ContainerRow> find(ContainerFilter filter, ContainerSort sort, long offset, int limit) {
        largestPage = Math.max(largestPage, limit);
        Comparator<ContainerRow> order = sort.column() == ContainerSort.Column.FILE_SIZE
                ? Comparator.comparing(ContainerRow::fileSize)
                : Comparator.comparing(ContainerRow::account);
        return matching(filter)
                .sorted(sort.descending() ? order.reversed() : order)
                .skip(offset)
                .limit(limit)
                .toList();
    }

    @Override
    public long count(ContainerFilter filter) {
        asked++;
        if (away) {
            throw new CatalogException("the catalog could not do what was asked: no connection", null);
        }
        return matching(filter).count();
    }

    @Override
    public long people(ContainerFilter filter) {
        return matching(filter)
                .map(row -> row.sid().isEmpty() ? Long.toString(row.id()) : row.sid())
                .distinct()
                .count();
    }

    @Override
    public ContainerTotals totals(ContainerFilter filter) {
        long count = count(filter);
        return new ContainerTotals(count, 2 * count, count * Samples.GB, count, count, unread.size());
    }

    @Override
    public void forEach(ContainerFilter filter, ContainerSort sort, Consumer<ContainerRow> action) {
        matching(filter).forEach(action);
    }

    @Override
    public Optional<ContainerDetail> detail(long id) {
        return containers.stream()
                .filter(one -> one.row().id() == id && reach(true).includes(one.row()))
                .findFirst();
    }

    @Override
    public List<ContainerDetail> ofPerson(String sid) {
        return containers.stream()
                .filter(one -> one.row().sid().equals(sid) && reach(true).includes(one.row()))
                .toList();
    }

    @Override
    public List<ContainerRow> ofPeople(Collection<String> sids) {
        return containers.stream()
                .map(ContainerDetail::row)
                .filter(row -> !row.sid().isEmpty()
                        && sids.contains(row.sid())
                        && reach(true).includes(row))
                .toList();
    }

    @Override
    public List<ContainerRow> called(String account) {
        return containers.stream()
                .map(ContainerDetail::row)
                .filter(row ->
                        row.account().equalsIgnoreCase(account) && reach(false).includes(row))
                .toList();
    }

    @Override
    public List<Unread> unread() {
        return List.copyOf(unread);
    }

    @Override
    public List<Site> sites() {
        return List.of(
                new Site("fra", "Frankfurt", ZoneId.of("Europe/Berlin")),
                new Site("lon", "London", ZoneId.of("Europe/London")));
    }

    @Override
    public Map<String, String> siteNames() {
        return Map.of("fra", "Frankfurt", "lon", "London");
    }

    @Override
    public Map<String, String> locationNames() {
        return Map.of("fra-profiles", "Profiles in Frankfurt");
    }

    @Override
    public List<Location> locations() {
        return List.of(new Location(
                "fra-profiles",
                "Profiles in Frankfurt",
                "fra",
                "Frankfurt",
                "smb://filer.example.com/profiles",
                mode,
                LocationMode.OBSERVE,
                lastInventory,
                null));
    }

    @Override
    public boolean lockFilesCount(String setId) {
        return lockFilesCount;
    }

    @Override
    public List<String> identityProviders() {
        return List.of("okta", "entra");
    }

    @Override
    public Optional<Instant> lastInventory() {
        return Optional.ofNullable(lastInventory);
    }

    @Override
    public Map<String, StorageUse> storageUse() {
        return Map.of(
                "fra-profiles",
                new StorageUse(
                        Map.of(StorageUse.Operation.LIST, new StorageUse.Count(3, 1, 1_000, 500)), 4_096, 0, 0, 7));
    }

    @Override
    public Map<String, Pace.Seen> paces() {
        return Map.of("fra-profiles", new Pace.Seen(true, Duration.ofMillis(2), Duration.ofMillis(31), 4));
    }

    @Override
    public LockCounts lockCounts() {
        return new LockCounts(9, 5, 4);
    }

    @Override
    public void changeMode(String locationId, LocationMode changed, Person by, String reason) {
        acts.add(by.displayName() + " mode " + locationId + " " + changed + " " + reason);
        mode = changed;
    }

    @Override
    public void confirmEmpty(String locationId, Person by, String reason) {
        acts.add(by.displayName() + " confirms empty " + locationId + " " + reason);
        evidence.add(Map.of());
    }

    @Override
    public void audit(Person by, String act, String subject, String reason, Map<String, String> proof, String outcome) {
        acts.add(by.displayName() + " " + act + " " + subject + " " + outcome);
        evidence.add(proof);
    }

    @Override
    public dev.profilekeep.audit.AuditTrail.Verification verifyAudit(String keptHead) {
        return new dev.profilekeep.audit.AuditTrail.Verification(0, List.of(), keptHead);
    }

    @Override
    public List<dev.profilekeep.audit.AuditRecord> auditEntries(long offset, int limit) {
        return List.of();
    }

    /** As the estate of the engine keeps to it. */
    private static Reach reach(boolean own) {
        return new CurrentUser()
                .person()
                .map(person -> Allowed.reach(person).orOwn(own ? person.sid() : null))
                .orElse(Reach.EVERYWHERE);
    }

    private Stream<ContainerRow> matching(ContainerFilter filter) {
        return containers.stream()
                .map(ContainerDetail::row)
                .filter(row -> reach(false).includes(row))
                .filter(row -> (row.account() + row.sid() + row.baseName() + SearchText.of(row.account(), "", ""))
                        .toLowerCase(Locale.ROOT)
                        .contains(filter.text().toLowerCase(Locale.ROOT)))
                .filter(row -> filter.states().isEmpty() || filter.states().contains(row.state()))
                .filter(row -> filter.kinds().isEmpty() || filter.kinds().contains(row.kind()));
    }
}
