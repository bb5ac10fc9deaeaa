package dev.profilekeep.inventory;

import static dev.profilekeep.engine.Estate.ANNA;
import static dev.profilekeep.engine.Estate.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.catalog.ContainerSort.Column;
import dev.profilekeep.catalog.Unread;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.engine.LocationView;
import dev.profilekeep.findings.FindingFilter;
import dev.profilekeep.findings.FindingRow;
import dev.profilekeep.findings.FindingSort;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.health.FindingKind;
import dev.profilekeep.health.LocationFindingCode;
import dev.profilekeep.storage.FaultyStorage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A share that is not mounted looks like one that everybody's containers vanished from. */
class EmptiedLocationTest {
    private static final String FRA = "fra-profiles";
    private static final String CLARA = "S-1-5-21-1-2-3-1003";
    private static final List<String> THREE = List.of(
            ANNA + "_anna/Profile_anna.VHDX", BEN + "_ben/Profile_ben.vhdx", CLARA + "_clara/Profile_clara.vhdx");
    private static final Actor ADA = new Actor("ada", "Ada", List.of("ADMINISTRATOR"), "");

    @TempDir
    Path folder;

    private Estate estate;

    @BeforeEach
    void threePeopleInFrankfurt() {
        estate = new Estate(folder).withoutLondon();
        THREE.forEach(path -> estate.put(FRA, path, "gpt-msr.vhdx"));
    }

    @AfterEach
    void close() {
        estate.close();
    }

    @Test
    void a_location_that_suddenly_holds_nothing_is_not_believed() throws Exception {
        inventory();
        Instant listed = location().lastInventory();
        THREE.forEach(path -> estate.delete(FRA, path));

        InventoryRun run = inventory();

        assertThat(run.gone()).isZero();
        assertThat(rows()).hasSize(3).allSatisfy(row -> {
            assertThat(row.findings()).doesNotContain(FindingCode.GONE);
            assertThat(row.sites()).containsExactly("fra");
        });
        assertThat(location().lastInventory()).isEqualTo(listed);
        Unread unread = estate.engine().containers().unread().get(0);
        assertThat(unread.wholeLocation()).isTrue();
        assertThat(unread.kind()).isEqualTo("EMPTY");
        assertThat(unread.reason())
                .contains("is empty, but 3 containers were there at 20")
                .contains("is the share mounted?")
                .contains("--confirm-empty " + FRA + " --reason TEXT");
        assertThat(location().problem()).isEqualTo(unread.reason());
    }

    @Test
    void when_the_share_is_back_all_is_as_before() throws Exception {
        inventory();
        THREE.forEach(path -> estate.delete(FRA, path));
        inventory();
        THREE.forEach(path -> estate.put(FRA, path, "gpt-msr.vhdx"));

        inventory();

        assertThat(estate.engine().containers().unread()).isEmpty();
        assertThat(location().problem()).isNull();
        assertThat(rows()).hasSize(3);
    }

    @Test
    void an_administrator_says_that_it_was_emptied_and_it_is_believed_once() throws Exception {
        inventory();
        THREE.forEach(path -> estate.delete(FRA, path));
        inventory();

        estate.engine().locations().confirmEmpty(FRA, ADA, "moved to the new filer");
        InventoryRun run = inventory();

        assertThat(run.gone()).isEqualTo(3);
        assertThat(rows()).allSatisfy(row -> assertThat(row.findings()).contains(FindingCode.GONE));
        AuditRecord told = estate.engine().audit().recent(1).get(0);
        assertThat(told.actor().id()).isEqualTo("ada");
        assertThat(told.entry().act()).isEqualTo("location.empty.confirm");
        assertThat(told.entry().reason()).isEqualTo("moved to the new filer");
        assertThat(told.entry().evidence()).containsEntry("containers", "3").containsOnlyKeys("act", "containers");

        THREE.forEach(path -> estate.put(FRA, path, "gpt-msr.vhdx"));
        inventory();
        THREE.forEach(path -> estate.delete(FRA, path));
        assertThat(inventory().gone())
                .as("the word was for the first time only")
                .isZero();
    }

    @Test
    void what_was_found_at_a_location_holds_while_it_is_empty_down_or_in_its_quiet_hours() throws Exception {
        estate.put(FRA, ANNA + "_anna/backup.vhdx", "gpt-msr.vhdx");
        inventory();
        FindingRow stray = found().get(LocationFindingCode.STRAY_NAMES);
        assertThat(stray).isNotNull();

        estate.faulty(FRA).fail("list", 1, FaultyStorage.unreachable());
        inventory();
        assertThat(found()).containsOnlyKeys(LocationFindingCode.STRAY_NAMES, LocationFindingCode.LOCATION_UNREACHABLE);
        assertThat(found().get(LocationFindingCode.STRAY_NAMES).id()).isEqualTo(stray.id());
        estate.clock().set(Instant.parse("2022-06-21T05:00:00Z")); // an hour later it is 08:00 in Frankfurt
        inventory(InventoryService.SCHEDULE);
        assertThat(found()).containsOnlyKeys(LocationFindingCode.STRAY_NAMES, LocationFindingCode.LOCATION_UNREACHABLE);
        THREE.forEach(path -> estate.delete(FRA, path));
        estate.delete(FRA, ANNA + "_anna/backup.vhdx");
        inventory();
        assertThat(found()).containsOnlyKeys(LocationFindingCode.STRAY_NAMES, LocationFindingCode.LOCATION_NOT_LISTED);
        assertThat(found().get(LocationFindingCode.STRAY_NAMES).firstSeen()).isEqualTo(stray.firstSeen());

        THREE.forEach(path -> estate.put(FRA, path, "gpt-msr.vhdx"));
        inventory();
        assertThat(found()).isEmpty();
    }

    private Map<FindingKind, FindingRow> found() {
        return estate.engine().health().list(FindingFilter.OPEN, FindingSort.WORST_FIRST, 0, 50).stream()
                .filter(row -> row.code() instanceof LocationFindingCode)
                .collect(Collectors.toMap(FindingRow::code, row -> row));
    }

    @Test
    void one_persons_containers_may_go_at_once_and_most_may_go_while_one_stays() throws Exception {
        inventory();
        estate.delete(FRA, THREE.get(0));
        estate.delete(FRA, THREE.get(1));
        assertThat(inventory().gone()).isEqualTo(2);
        estate.delete(FRA, THREE.get(2));
        assertThat(inventory().gone()).isEqualTo(1);
    }

    private InventoryRun inventory() throws InventoryRunningException {
        return inventory("Ada");
    }

    private InventoryRun inventory(String startedBy) throws InventoryRunningException {
        estate.clock().forward(Duration.ofHours(1));
        return estate.engine().inventory().runAll(startedBy, RunControl.NEVER_STOP, run -> {});
    }

    private LocationView location() {
        return estate.engine().locations().list().get(0);
    }

    private List<ContainerRow> rows() {
        return estate.engine().containers().find(ContainerFilter.ALL, new ContainerSort(Column.ACCOUNT, false), 0, 100);
    }
}
