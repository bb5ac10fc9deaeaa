package dev.profilekeep.portal.support;

import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.findings.Acceptance;
import dev.profilekeep.findings.FindingFilter;
import dev.profilekeep.findings.FindingRow;
import dev.profilekeep.findings.FindingSort;
import dev.profilekeep.findings.HealthCounts;
import dev.profilekeep.findings.HealthDay;
import dev.profilekeep.findings.HealthOverview;
import dev.profilekeep.findings.HealthReport;
import dev.profilekeep.health.FindingKind;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.health.HealthDesk;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.users.UserImport;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
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

/** Findings in memory, each at one site; keeps to the scope of whoever asks. */
public final class FakeHealthDesk implements HealthDesk {
    public final List<FindingRow> rows = new ArrayList<>();
    public final List<String> acts = new ArrayList<>();
    public int largestPage;
    public @Nullable Instant judgedAt = Samples.NOW;
    public Instant lastInventory = Samples.NOW.minus(Duration.ofHours(1));

    /** Adds one of a container that is there since so many hours. */
    public FakeHealthDesk container(long id, FindingKind code, String account, long hours, Map<String, String> facts) {
        return container(id, code, account, hours, facts, "fra");
    }

    /** As the other, at that site. */
    public FakeHealthDesk container(
            long id, FindingKind code, String account, long hours, Map<String, String> facts, String site) {
        rows.add(new FindingRow(
                id,
                new FindingRow.About(
                        id, "office", ContainerKind.PROFILE, People.ANNAS_SID, account, "Profile_" + account),
                site,
                null,
                null,
                code,
                code.severity(),
                facts,
                Samples.NOW.minus(Duration.ofHours(hours)),
                Samples.NOW,
                null,
                null));
        return this;
    }

    /** Adds one of the location in Frankfurt. */
    public FakeHealthDesk location(long id, FindingKind code, Map<String, String> facts) {
        rows.add(new FindingRow(
                id,
                null,
                "fra",
                "fra-profiles",
                null,
                code,
                code.severity(),
                facts,
                Samples.NOW,
                Samples.NOW,
                null,
                null));
        return this;
    }

    /** Adds one of the repository in Frankfurt. */
    public FakeHealthDesk repository(long id, FindingKind code, Map<String, String> facts) {
        rows.add(new FindingRow(
                id, null, "fra", null, "backups", code, code.severity(), facts, Samples.NOW, Samples.NOW, null, null));
        return this;
    }

    @Override
    public HealthReport report(FindingFilter filter, FindingSort sort, long offset, int limit) {
        return new HealthReport(overview(), count(filter), find(filter, sort, offset, limit));
    }

    @Override
    public HealthOverview overview() {
        HealthCounts counts = new HealthCounts(40, 1, 3, 0, 2, 3, 4, 5, 6, 7);
        return new HealthOverview(
                judgedAt,
                judgedAt,
                null,
                lastInventory,
                counts,
                List.of(
                        new HealthOverview.Site("fra", "Frankfurt", counts),
                        new HealthOverview.Site("lon", "London", HealthCounts.NONE)),
                rows.stream()
                        .filter(row -> row.container() == null && row.repositoryId() == null)
                        .toList(),
                rows.stream().filter(row -> row.repositoryId() != null).toList());
    }

    @Override
    public Instant lastInventory() {
        return lastInventory;
    }

    @Override
    public List<FindingRow> find(FindingFilter filter, FindingSort sort, long offset, int limit) {
        largestPage = Math.max(largestPage, limit);
        Comparator<FindingRow> order = sort.column() == FindingSort.Column.SEVERITY
                ? Comparator.comparing(FindingRow::severity)
                : Comparator.comparing(
                        row -> row.container() == null ? "" : row.container().account());
        return matching(filter)
                .sorted(sort.descending() ? order.reversed() : order)
                .skip(offset)
                .limit(limit)
                .toList();
    }

    @Override
    public long count(FindingFilter filter) {
        return matching(filter).count();
    }

    @Override
    public void forEach(FindingFilter filter, FindingSort sort, Consumer<FindingRow> action) {
        matching(filter).forEach(action);
    }

    @Override
    public Optional<FindingRow> finding(long id) {
        return rows.stream().filter(row -> row.id() == id && within(row)).findFirst();
    }

    @Override
    public List<HealthDay> history(int days) {
        return List.of(day(3, 9), day(2, 4), day(1, 5));
    }

    private static HealthDay day(int ago, int warnings) {
        return new HealthDay(
                LocalDate.parse("2026-03-02").minusDays(ago),
                "",
                new HealthCounts(40, 0, 0, 0, 0, warnings, 0, 0, 0, 0));
    }

    @Override
    public void accept(Collection<Long> ids, Instant until, String reason, Person by) {
        for (long id : ids) {
            change(id, new Acceptance(by.subject(), by.displayName(), Samples.NOW, until, reason));
        }
        acts.add(by.displayName() + " accepts " + ids + " until " + until + " " + reason);
    }

    @Override
    public void withdraw(Collection<Long> ids, String reason, Person by) {
        for (long id : ids) {
            change(id, null);
        }
        acts.add(by.displayName() + " withdraws " + ids);
    }

    private void change(long id, @Nullable Acceptance acceptance) {
        FindingRow row = finding(id).orElseThrow(() -> new IllegalArgumentException("there is no finding " + id));
        rows.set(
                rows.indexOf(row),
                new FindingRow(
                        row.id(),
                        row.container(),
                        row.siteId(),
                        row.locationId(),
                        row.repositoryId(),
                        row.code(),
                        row.severity(),
                        row.facts(),
                        row.firstSeen(),
                        row.lastSeen(),
                        row.resolvedAt(),
                        acceptance));
    }

    @Override
    public UserImport importUsers(InputStream list, String source, Instant exportedAt, boolean force, Person by) {
        throw new UnsupportedOperationException("not here");
    }

    private static boolean within(FindingRow row) {
        return new CurrentUser()
                .person()
                .map(person -> Allowed.reach(person).includes("office", List.of(row.siteId())))
                .orElse(true);
    }

    private Stream<FindingRow> matching(FindingFilter filter) {
        Instant since = filter.since();
        Instant before = filter.before();
        return rows.stream()
                .filter(FakeHealthDesk::within)
                .filter(row -> (row.resolvedAt() == null) == (filter.status() == FindingFilter.Status.OPEN))
                .filter(row -> filter.accepted() == FindingFilter.Accepted.SHOWN
                        || (row.acceptance() != null) == (filter.accepted() == FindingFilter.Accepted.ONLY))
                .filter(row -> since == null || !row.firstSeen().isBefore(since))
                .filter(row -> before == null || row.firstSeen().isBefore(before))
                .filter(row ->
                        filter.severities().isEmpty() || filter.severities().contains(row.severity()))
                .filter(row -> filter.codes().isEmpty() || filter.codes().contains(row.code()))
                .filter(row -> filter.sites().isEmpty() || filter.sites().contains(row.siteId()))
                .filter(row -> filter.text().isEmpty()
                        || row.container() != null
                                && row.container()
                                        .account()
                                        .contains(filter.text().toLowerCase(Locale.ROOT)));
    }
}
