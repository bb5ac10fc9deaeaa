package dev.profilekeep.findings;

import static dev.profilekeep.engine.Estate.ANNA;
import static dev.profilekeep.engine.Estate.BEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.findings.FindingFilter.About;
import dev.profilekeep.findings.FindingFilter.Accepted;
import dev.profilekeep.findings.FindingFilter.Status;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.health.LocationFindingCode;
import dev.profilekeep.health.Severity;
import dev.profilekeep.inventory.InventoryRunningException;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found over several inventories, on every database. */
abstract class FindingsContract {
    private static final String FRA = "fra-profiles";
    private static final String LON = "lon-profiles";
    private static final String ANNAS = ANNA + "_anna/Profile_anna.VHDX";
    private static final String BENS = BEN + "_ben/Profile_ben.VHDX";
    private static final String IMAGE = "gpt-msr.vhdx";
    private static final ContainerSort BY_ACCOUNT = new ContainerSort(ContainerSort.Column.ACCOUNT, false);
    private static final Actor ADA = new Actor("ada", "Ada", List.of("ADMINISTRATOR"), "10.0.0.1");

    @TempDir
    Path folder;

    Estate estate;

    /** Lines for {@code database:}; empty for the H2 file. */
    abstract String databaseYaml();

    @BeforeEach
    void anEstateOfTwoSites() {
        estate = new Estate(folder).database(databaseYaml());
        estate.put(FRA, ANNAS, IMAGE);
        estate.put(LON, ANNAS, IMAGE);
        estate.put(FRA, BENS, IMAGE);
        estate.put(LON, BENS, IMAGE);
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private HealthService health() {
        return estate.engine().health();
    }

    /** @return when it ended */
    private Instant inventory() {
        estate.clock().forward(Duration.ofDays(1));
        try {
            estate.engine().inventory().runAll("Ada", RunControl.NEVER_STOP, run -> {});
        } catch (InventoryRunningException e) {
            throw new AssertionError(e);
        }
        return estate.clock().instant();
    }

    private List<FindingRow> open() {
        return health().list(FindingFilter.OPEN, FindingSort.WORST_FIRST, 0, 100);
    }

    private List<FindingRow> all(FindingFilter filter) {
        return health().list(filter, FindingSort.WORST_FIRST, 0, 100);
    }

    @Test
    void a_finding_is_new_then_persists_then_is_resolved() {
        inventory();
        assertThat(open()).isEmpty();

        estate.delete(LON, ANNAS);
        Instant second = inventory();
        assertThat(open()).singleElement().satisfies(row -> {
            assertThat(row.code()).isEqualTo(FindingCode.COPY_MISSING);
            assertThat(row.siteId()).isEqualTo("lon");
            assertThat(row.locationId()).isEqualTo(LON);
            assertThat(row.facts()).containsEntry("site", "lon");
            assertThat(row.container().account()).isEqualTo("anna");
            assertThat(row.firstSeen()).isEqualTo(second);
            assertThat(row.lastSeen()).isEqualTo(second);
            assertThat(row.resolvedAt()).isNull();
        });
        assertThat(all(FindingFilter.OPEN.since(second))).hasSize(1);

        Instant third = inventory();
        assertThat(open()).singleElement().satisfies(row -> {
            assertThat(row.firstSeen()).isEqualTo(second);
            assertThat(row.lastSeen()).isEqualTo(third);
        });
        assertThat(all(FindingFilter.OPEN.since(third)))
                .as("new since the third")
                .isEmpty();

        estate.put(LON, ANNAS, IMAGE);
        Instant fourth = inventory();
        assertThat(open()).isEmpty();
        assertThat(all(FindingFilter.OPEN.status(Status.RESOLVED)))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.firstSeen()).isEqualTo(second);
                    assertThat(row.lastSeen()).isEqualTo(third);
                    assertThat(row.resolvedAt()).isEqualTo(fourth);
                });

        estate.delete(LON, ANNAS);
        Instant fifth = inventory();
        assertThat(open())
                .singleElement()
                .satisfies(row -> assertThat(row.firstSeen()).as("another one").isEqualTo(fifth));
        long anna = open().get(0).container().id();
        ContainerHealth of = health().of(anna);
        assertThat(of.state()).isEqualTo(ContainerState.ATTENTION);
        assertThat(of.open()).hasSize(1);
        assertThat(of.resolved()).hasSize(1);
    }

    @Test
    void new_is_what_the_last_inventory_saw_first_however_long_ago_it_ended() {
        assertThat(health().lastInventory()).as("none yet").isEqualTo(Instant.EPOCH);
        inventory();
        estate.delete(LON, ANNAS);
        Instant second = inventory();
        estate.clock().forward(Duration.ofDays(3));
        assertThat(health().lastInventory()).isEqualTo(second);
        assertThat(all(FindingFilter.OPEN.since(health().lastInventory()))).hasSize(1);
        HealthOverview late = health().report(FindingFilter.OPEN, FindingSort.WORST_FIRST, 0, 10)
                .health();
        assertThat(late.since()).isEqualTo(second);
        assertThat(late.all().found()).isEqualTo(1);

        estate.put(LON, ANNAS, IMAGE);
        estate.delete(LON, BENS);
        Instant third = inventory();
        estate.clock().forward(Duration.ofMinutes(5));
        HealthOverview soon = health().overview();
        assertThat(soon.since()).isEqualTo(third);
        assertThat(soon.all().found()).isEqualTo(1);
        assertThat(soon.all().resolved()).isEqualTo(1);
        inventory();
        assertThat(health().overview().all().found()).as("it persists").isZero();
        assertThat(health().overview().all().resolved()).as("long since").isZero();
        assertThat(all(FindingFilter.OPEN.before(health().lastInventory()))).hasSize(1);
    }

    @Test
    void numbers_are_kept_by_site_and_day() {
        inventory();
        estate.delete(FRA, ANNAS);
        estate.delete(LON, BENS);
        inventory();

        HealthOverview overview = health().overview();
        assertThat(overview.inventoryAt()).isEqualTo(estate.clock().instant());
        assertThat(overview.inventoryBefore())
                .isEqualTo(estate.clock().instant().minus(Duration.ofDays(1)));
        assertThat(overview.all()).isEqualTo(new HealthCounts(2, 1, 1, 0, 1, 1, 0, 0, 2, 0));
        assertThat(overview.sites()).extracting(HealthOverview.Site::id).containsExactly("fra", "lon");
        assertThat(overview.sites().get(0).counts()).isEqualTo(new HealthCounts(2, 1, 0, 0, 1, 0, 0, 0, 1, 0));
        assertThat(overview.sites().get(1).counts()).isEqualTo(new HealthCounts(2, 0, 1, 0, 0, 1, 0, 0, 1, 0));

        estate.put(LON, BENS, IMAGE);
        inventory();
        List<HealthDay> days = health().history(3);
        assertThat(days)
                .filteredOn(day -> day.siteId().isEmpty())
                .hasSize(3)
                .satisfiesExactly(
                        first -> assertThat(first.counts().healthy()).isEqualTo(2),
                        second -> assertThat(second.counts().found()).isEqualTo(2),
                        third -> {
                            assertThat(third.counts().resolved()).isEqualTo(1);
                            assertThat(third.counts().critical()).isEqualTo(1);
                            assertThat(third.counts().warn()).isZero();
                        });
        assertThat(health().history(1)).allSatisfy(day -> assertThat(day.day())
                .isEqualTo(days.get(days.size() - 1).day()));
    }

    @Test
    void an_accepted_finding_is_quiet_until_its_day_and_told_in_the_audit_trail() {
        inventory();
        estate.delete(LON, ANNAS);
        inventory();
        FindingRow row = open().get(0);
        Instant until = estate.clock().instant().plus(Duration.ofDays(3));

        health().accept(List.of(row.id()), until, "works from Frankfurt only", ADA);

        assertThat(open()).isEmpty();
        assertThat(health().of(row.container().id()).state()).isEqualTo(ContainerState.HEALTHY);
        assertThat(health().overview().all().accepted()).isEqualTo(1);
        assertThat(health().overview().all().warn()).isZero();
        assertThat(all(FindingFilter.OPEN.accepted(Accepted.ONLY)))
                .singleElement()
                .satisfies(accepted -> assertThat(accepted.acceptance())
                        .isEqualTo(new Acceptance(
                                "ada", "Ada", estate.clock().instant(), until, "works from Frankfurt only")));
        assertThat(estate.engine().audit().find(new AuditTrail.Query("", HealthService.ACCEPT, ""), 0, 10))
                .singleElement()
                .satisfies(told -> {
                    assertThat(told.actor().id()).isEqualTo("ada");
                    assertThat(told.entry().reason()).isEqualTo("works from Frankfurt only");
                    assertThat(told.entry().evidence())
                            .containsEntry("code", "COPY_MISSING")
                            .containsEntry("location", LON)
                            .containsEntry("account", "anna")
                            .containsEntry("until", until.toString());
                });

        inventory();
        assertThat(open()).as("a day later").isEmpty();
        inventory();
        inventory();
        assertThat(open()).as("it has expired").hasSize(1);
        assertThat(open().get(0).acceptance()).isNull();
        assertThat(health().of(row.container().id()).state()).isEqualTo(ContainerState.ATTENTION);
    }

    @Test
    void a_finding_that_comes_back_is_accepted_still_and_taken_back_for_good() {
        inventory();
        estate.delete(LON, ANNAS);
        inventory();
        Instant until = estate.clock().instant().plus(Duration.ofDays(30));
        health().accept(List.of(open().get(0).id()), until, "known", ADA);
        estate.put(LON, ANNAS, IMAGE);
        inventory();
        estate.delete(LON, ANNAS);
        inventory();

        FindingRow back = all(FindingFilter.OPEN.accepted(Accepted.ONLY)).get(0);
        assertThat(back.firstSeen()).isEqualTo(estate.clock().instant());
        assertThat(back.acceptance().until()).isEqualTo(until);

        health().withdraw(List.of(back.id()), "", ADA);
        assertThat(open()).hasSize(1);
        assertThatThrownBy(() -> health().withdraw(List.of(back.id()), "", ADA))
                .hasMessageContaining("is not accepted");
        estate.put(LON, ANNAS, IMAGE);
        inventory();
        estate.delete(LON, ANNAS);
        inventory();
        assertThat(open()).as("taken back for the one before as well").hasSize(1);
    }

    @Test
    void what_was_accepted_does_not_cover_something_worse() {
        inventory();
        estate.delete(LON, ANNAS);
        inventory();
        FindingRow row = open().get(0);
        health().accept(List.of(row.id()), estate.clock().instant().plus(Duration.ofDays(30)), "known", ADA);
        // as if a newer version of ProfileKeep took it more seriously
        estate.engine()
                .catalog()
                .database()
                .<RuntimeException>run(
                        session -> session.update("UPDATE finding SET severity = 2 WHERE id = ?", row.id()));

        assertThat(open()).singleElement().satisfies(worse -> {
            assertThat(worse.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(worse.acceptance()).isNull();
        });

        estate.delete(FRA, ANNAS);
        inventory();
        assertThat(open()).extracting(FindingRow::code).containsExactly(FindingCode.GONE);
    }

    @Test
    void accepting_needs_a_reason_a_day_to_come_and_a_finding_that_is_there() {
        inventory();
        estate.delete(LON, ANNAS);
        inventory();
        long id = open().get(0).id();
        Instant now = estate.clock().instant();
        Instant until = now.plus(Duration.ofDays(1));

        assertThatThrownBy(() -> health().accept(List.of(id), until, " ", ADA)).hasMessageContaining("needs a reason");
        assertThatThrownBy(() -> health().accept(List.of(id), now, "x", ADA)).hasMessageContaining("a day to come");
        assertThatThrownBy(() -> health().accept(List.of(id), now.plus(Duration.ofDays(400)), "x", ADA))
                .hasMessageContaining("at most a year");
        assertThatThrownBy(() -> health().accept(List.of(), until, "x", ADA)).hasMessageContaining("1 to 1000");
        assertThatThrownBy(() -> health().accept(List.of(id, id + 999), until, "x", ADA))
                .hasMessageContaining("no finding " + (id + 999));
        assertThat(open()).as("all or none").hasSize(1);
        assertThat(estate.engine().audit().find(new AuditTrail.Query("", HealthService.ACCEPT, ""), 0, 10))
                .as("no act, no entry")
                .isEmpty();
    }

    @Test
    void a_location_that_is_down_is_one_finding_and_those_of_its_containers_stay() {
        inventory();
        estate.delete(LON, BENS);
        inventory();
        assertThat(open()).hasSize(1);

        estate.faulty(LON).fail("list", 1, FaultyStorage.unreachable());
        inventory();

        assertThat(health().overview().locations()).singleElement().satisfies(row -> {
            assertThat(row.code()).isEqualTo(LocationFindingCode.LOCATION_UNREACHABLE);
            assertThat(row.container()).isNull();
            assertThat(row.siteId()).isEqualTo("lon");
            assertThat(row.facts().get("reason")).contains("the server is gone");
        });
        assertThat(open())
                .extracting(FindingRow::code)
                .containsExactly(LocationFindingCode.LOCATION_UNREACHABLE, FindingCode.COPY_MISSING);
        assertThat(all(FindingFilter.OPEN.about(About.CONTAINERS))).hasSize(1);
        assertThat(health().overview().sites().get(0).id()).as("worst first").isEqualTo("lon");

        health().accept(
                        List.of(health().overview().locations().get(0).id()),
                        estate.clock().instant().plus(Duration.ofDays(2)),
                        "being moved",
                        ADA);
        assertThat(health().overview().locations()).isEmpty();
        inventory();
        assertThat(all(FindingFilter.OPEN.about(About.LOCATIONS).accepted(Accepted.SHOWN)))
                .isEmpty();
    }

    @Test
    void the_list_is_narrowed_and_ordered() {
        inventory();
        estate.delete(FRA, ANNAS);
        estate.delete(LON, BENS);
        inventory();
        assertThat(open())
                .extracting(FindingRow::code)
                .containsExactly(FindingCode.ONLY_AT_SECONDARY, FindingCode.COPY_MISSING);
        assertThat(all(FindingFilter.OPEN.text("BEN"))).hasSize(1);
        assertThat(all(FindingFilter.OPEN.text("bén"))).hasSize(1);
        assertThat(all(FindingFilter.OPEN.text("%"))).isEmpty();
        assertThat(all(FindingFilter.OPEN.sites(Set.of("fra")))).hasSize(1);
        assertThat(all(FindingFilter.OPEN.severities(Set.of(Severity.WARN, Severity.INFO))))
                .hasSize(1);
        assertThat(all(FindingFilter.OPEN.codes(Set.of(FindingCode.GONE)))).isEmpty();
        assertThat(health().count(FindingFilter.OPEN)).isEqualTo(2);
        assertThat(health().list(FindingFilter.OPEN, FindingSort.WORST_FIRST, 1, 1))
                .extracting(FindingRow::code)
                .containsExactly(FindingCode.COPY_MISSING);
        for (FindingSort.Column column : FindingSort.Column.values()) {
            List<FindingRow> up = new ArrayList<>();
            health().forEach(FindingFilter.OPEN, new FindingSort(column, false), up::add);
            List<FindingRow> down =
                    new ArrayList<>(health().list(FindingFilter.OPEN, new FindingSort(column, true), 0, 10));
            Collections.reverse(down);
            assertThat(up).as(column.name()).isEqualTo(down).hasSize(2);
        }
        FindingRow anna = all(FindingFilter.OPEN.text("anna")).get(0);
        assertThat(FindingCsv.cells(anna))
                .hasSameSizeAs(FindingCsv.COLUMNS)
                .startsWith("CRITICAL", "ONLY_AT_SECONDARY", "fra", FRA, "anna", ANNA, "PROFILE", "pool")
                .endsWith("site=fra", "");
        assertThat(health().finding(anna.id())).contains(anna);
        assertThat(health().finding(-1)).isEmpty();
    }

    @Test
    void a_copy_that_stands_still_while_the_other_is_written_is_behind_until_it_moves() {
        inventory();
        inventory();
        write(FRA, ANNAS, 0);
        inventory();
        assertThat(open()).as("seen for the first time").isEmpty();
        write(FRA, ANNAS, 0);
        inventory();
        assertThat(open()).as("24 hours are not 26").isEmpty();
        write(FRA, ANNAS, 0);
        inventory();
        assertThat(open()).singleElement().satisfies(row -> {
            assertThat(row.code()).isEqualTo(FindingCode.COPY_BEHIND);
            assertThat(row.siteId()).isEqualTo("lon");
            assertThat(row.facts()).containsEntry("hours", "48");
        });
        write(LON, ANNAS, 2);
        inventory();
        assertThat(open()).as("it moves, a little late").isEmpty();
    }

    /** As if somebody wrote to it, so many hours ago. */
    private void write(String location, String path, int hours) {
        try {
            estate.storage(location)
                    .setTimes(
                            StoragePath.of(path),
                            0,
                            StoredFile.fromInstant(estate.clock().instant().minus(Duration.ofHours(hours))));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_person_with_a_folder_in_each_order_is_told_once_for_each_container() {
        estate.put(FRA, "anna_" + ANNA + "/ODFC_anna.VHDX", IMAGE);
        estate.put(LON, "anna_" + ANNA + "/ODFC_anna.VHDX", IMAGE);
        inventory();
        assertThat(open()).hasSize(4).allSatisfy(row -> {
            assertThat(row.code()).isEqualTo(FindingCode.DUPLICATE_FOLDERS);
            assertThat(row.container().sid()).isEqualTo(ANNA);
            assertThat(row.facts()).containsEntry("why", "ORDER");
        });
    }

    @Test
    void folders_of_a_person_that_differ_only_in_how_they_are_written_are_told_as_that() {
        String small = ANNA.toLowerCase(java.util.Locale.ROOT) + "_anna/ODFC_anna.VHDX";
        estate.put(FRA, small, IMAGE);
        inventory();
        assertThat(open())
                .filteredOn(row -> row.code() == FindingCode.DUPLICATE_FOLDERS)
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.facts()).containsEntry("why", "SPELLING"));
    }

    @Test
    void judging_anew_without_an_inventory_is_none() {
        Instant first = inventory();
        estate.delete(LON, ANNAS);
        inventory();
        Instant second = inventory();
        estate.clock().forward(Duration.ofHours(3));
        estate.engine().inventory().judgeAnew();

        HealthOverview overview = health().overview();
        assertThat(overview.judgedAt()).isEqualTo(estate.clock().instant());
        assertThat(overview.inventoryAt()).isEqualTo(second);
        assertThat(overview.inventoryBefore()).isAfter(first).isBefore(second);
        assertThat(open()).hasSize(1);
    }

    @Test
    void whoever_is_held_to_a_site_sees_and_counts_containers_with_a_copy_there_alone() {
        estate.delete(LON, BENS);
        inventory();
        estate.delete(LON, ANNAS);
        inventory();
        Reach london = new Reach(Set.of("lon"), Set.of());
        Reach frankfurt = new Reach(Set.of("fra"), Set.of());
        Reach elsewhere = new Reach(Set.of(), Set.of("another set"));
        List<FindingRow> all = all(FindingFilter.OPEN);

        for (Reach reach : List.of(london, frankfurt, elsewhere)) {
            Set<Long> within = new HashSet<>();
            estate.engine()
                    .containers()
                    .find(ContainerFilter.ALL.within(reach), BY_ACCOUNT, 0, 100)
                    .forEach(row -> within.add(row.id()));
            List<FindingRow> expected = all.stream()
                    .filter(row -> within.contains(row.container().id()))
                    .toList();
            assertThat(all(FindingFilter.OPEN.within(reach))).isEqualTo(expected);
            HealthReport report = health().report(FindingFilter.OPEN.within(reach), FindingSort.WORST_FIRST, 0, 100);
            assertThat(report.total()).isEqualTo(expected.size());
            assertThat(report.health().all().containers()).isEqualTo(within.size());
            assertThat(report.health().all().attention() + report.health().all().problem())
                    .isEqualTo(expected.stream()
                            .map(row -> row.container().id())
                            .distinct()
                            .count());
        }
        assertThat(all).isNotEmpty();
        assertThat(health().overview(Instant.EPOCH, london).sites())
                .extracting(HealthOverview.Site::id)
                .containsExactly("lon");
        assertThat(all(FindingFilter.OPEN.within(elsewhere))).isEmpty();
        assertThat(all(FindingFilter.OPEN.within(london))).hasSizeLessThan(all.size());
    }

    @Test
    void what_is_out_of_reach_is_neither_found_by_its_number_nor_accepted() {
        estate.delete(LON, BENS);
        inventory();
        Reach london = new Reach(Set.of("lon"), Set.of());
        FindingRow bens = all(FindingFilter.OPEN).stream()
                .filter(row -> row.container() != null && row.container().sid().equals(Estate.BEN))
                .findFirst()
                .orElseThrow();
        Instant tomorrow = estate.clock().instant().plus(Duration.ofDays(1));
        assertThat(health().finding(bens.id())).contains(bens);
        assertThat(health().finding(bens.id(), london)).isEmpty();
        assertThat(health().finding(bens.id(), new Reach(Set.of("fra"), Set.of())))
                .contains(bens);
        for (long id : new long[] {bens.id(), 999_999}) {
            assertThatThrownBy(() -> health().accept(List.of(id), tomorrow, "known", ADA, london))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("there is no finding " + id + " any more; look at the list again");
        }
        health().accept(List.of(bens.id()), tomorrow, "known", ADA, new Reach(Set.of("fra"), Set.of()));
        assertThatThrownBy(() -> health().withdraw(List.of(bens.id()), "", ADA, london))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(health().finding(bens.id()).orElseThrow().acceptance()).isNotNull();
    }

    @Test
    void days_are_told_of_sites_that_are_wholly_within_reach() {
        inventory();
        assertThat(sitesOf(Reach.EVERYWHERE)).contains("", "fra", "lon");
        assertThat(sitesOf(new Reach(Set.of("lon"), Set.of()))).containsExactly("lon");
        assertThat(sitesOf(new Reach(Set.of("lon"), Set.of()).or(new Reach(Set.of("fra"), Set.of("pool")))))
                .containsExactly("lon");
        assertThat(sitesOf(new Reach(Set.of(), Set.of("pool")))).isEmpty();
        assertThat(sitesOf(Reach.NOWHERE)).isEmpty();
    }

    private List<String> sitesOf(Reach reach) {
        return health().history(10, reach).stream()
                .map(HealthDay::siteId)
                .distinct()
                .toList();
    }

    @Test
    void a_location_out_of_reach_is_not_told_of() {
        inventory();
        estate.faulty(LON).fail("list", 1, FaultyStorage.unreachable());
        inventory();
        Reach london = new Reach(Set.of("lon"), Set.of("pool"));
        Reach frankfurt = new Reach(Set.of("fra"), Set.of());
        assertThat(health().overview(Instant.EPOCH, london).locations()).hasSize(1);
        assertThat(health().overview(Instant.EPOCH, london).all().critical()).isEqualTo(1);
        assertThat(health().overview(Instant.EPOCH, frankfurt).locations()).isEmpty();
        assertThat(health().overview(Instant.EPOCH, frankfurt).all().critical()).isZero();
    }

    @Test
    void what_was_there_before_a_time_is_told_apart_from_what_is_new() {
        estate.delete(LON, BENS);
        inventory();
        Instant first = estate.clock().instant();
        estate.delete(LON, ANNAS);
        Instant second = inventory();
        assertThat(all(FindingFilter.OPEN.before(second)))
                .allSatisfy(row -> assertThat(row.firstSeen()).isBefore(second));
        assertThat(all(FindingFilter.OPEN.before(second)).size()
                        + all(FindingFilter.OPEN.since(second)).size())
                .isEqualTo(all(FindingFilter.OPEN).size());
        assertThat(all(FindingFilter.OPEN.since(second))).isNotEmpty();
        assertThat(all(FindingFilter.OPEN.before(first))).isEmpty();
    }
}
