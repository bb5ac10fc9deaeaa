package dev.profilekeep.restore;

import static dev.profilekeep.restore.RestoredEstate.ANNAS;
import static dev.profilekeep.restore.RestoredEstate.DISK;
import static dev.profilekeep.restore.RestoredEstate.FRA;
import static dev.profilekeep.restore.RestoredEstate.LON;
import static dev.profilekeep.restore.RestoredEstate.WHY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.findings.FindingRow;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.Initiator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the catalog knows right after a restore, before any inventory. */
class AfterRestoreTest {
    @TempDir
    Path folder;

    private RestoredEstate estate;

    @BeforeEach
    void open() throws Exception {
        estate = RestoredEstate.standard(folder);
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private ContainerDetail anna() {
        return estate.engine().containers().detail(estate.anna()).orElseThrow();
    }

    private CopyDetail copy(String location) {
        return anna().copies().stream()
                .filter(copy -> copy.locationId().equals(location))
                .findFirst()
                .orElseThrow();
    }

    private List<FindingCode> told() {
        return estate.engine().health().of(estate.anna()).open().stream()
                .map(FindingRow::code)
                .map(FindingCode.class::cast)
                .toList();
    }

    private void firstAid() {
        estate.estate.clock().forward(Duration.ofSeconds(61));
        FirstAidPlan plan = estate.restores().planFirstAid(estate.anna(), Initiator.PERSON, Reach.EVERYWHERE);
        assertThat(estate.restores().firstAid(plan, WHY)).isInstanceOf(RestoreOutcome.Restored.class);
    }

    @Test
    void sizes_and_times_are_those_of_the_restored_disks_and_of_the_old_ones_again_after_going_back() throws Exception {
        long before = anna().row().fileSize();
        long size = anna().row().virtualSize();
        String digest = copy(FRA).toString();

        assertThat(estate.run(estate.plan())).isInstanceOf(RestoreOutcome.Restored.class);

        for (String location : List.of(FRA, LON)) {
            assertThat(copy(location).file().size())
                    .isEqualTo(estate.estate.storage(location).stat(DISK).size())
                    .isNotEqualTo(before);
            assertThat(copy(location).presence()).isEqualTo(CopyDetail.Presence.PRESENT);
        }
        assertThat(anna().row().virtualSize()).isNotEqualTo(size);
        assertThat(copy(FRA).toString()).isNotEqualTo(digest);

        assertThat(estate.restores().undo(estate.planUndo(), estate.repository, WHY, RestoreProgress.NONE))
                .isInstanceOf(RestoreOutcome.Restored.class);
        assertThat(anna().row().fileSize()).isEqualTo(before);
        assertThat(anna().row().virtualSize()).isEqualTo(size);
    }

    @Test
    void a_disk_that_was_gone_is_there_at_once_and_nothing_says_any_more_that_it_is_not() throws Exception {
        estate.estate.delete(FRA, ANNAS);
        estate.estate.delete(LON, ANNAS);
        estate.inventory();
        assertThat(told()).contains(FindingCode.GONE);

        assertThat(estate.run(estate.plan())).isInstanceOf(RestoreOutcome.Restored.class);

        assertThat(told()).doesNotContain(FindingCode.GONE, FindingCode.ONLY_AT_SECONDARY);
        assertThat(anna().row().findings()).doesNotContain(FindingCode.GONE);
        assertThat(copy(FRA).presence()).isEqualTo(CopyDetail.Presence.PRESENT);
    }

    @Test
    void what_first_aid_put_aside_is_told_with_who_did_it_and_no_inventory_calls_it_gone() throws Exception {
        firstAid();

        for (int inventories = 0; inventories < 2; inventories++) {
            assertThat(copy(FRA).presence()).isEqualTo(CopyDetail.Presence.GONE);
            assertThat(told()).containsExactly(FindingCode.PUT_ASIDE);
            assertThat(anna().row().findings()).containsExactly(FindingCode.PUT_ASIDE);
            assertThat(anna().row().state()).isEqualTo(ContainerState.HEALTHY);
            assertThat(estate.engine().health().of(estate.anna()).open().get(0).facts())
                    .containsEntry("by", "Ada")
                    .containsKey("at");
            estate.inventory();
        }
        assertThat(estate.engine().inventory().recent(1).get(0).gone()).isZero();
    }

    @Test
    void once_there_is_a_new_disk_it_is_over_and_one_that_vanishes_later_is_gone() throws Exception {
        firstAid();
        estate.estate.put(FRA, ANNAS, "gpt-4kn.vhdx");
        estate.estate.put(LON, ANNAS, "gpt-4kn.vhdx");
        estate.inventory();
        assertThat(told()).doesNotContain(FindingCode.PUT_ASIDE, FindingCode.GONE);

        estate.estate.delete(FRA, ANNAS);
        estate.estate.delete(LON, ANNAS);
        estate.inventory();
        assertThat(told()).contains(FindingCode.GONE).doesNotContain(FindingCode.PUT_ASIDE);
    }

    @Test
    void going_back_from_first_aid_ends_it_at_once() throws Exception {
        firstAid();
        assertThat(estate.restores().undo(estate.planUndo(), null, WHY, RestoreProgress.NONE))
                .isInstanceOf(RestoreOutcome.Restored.class);
        assertThat(told()).doesNotContain(FindingCode.PUT_ASIDE, FindingCode.GONE);
        assertThat(copy(LON).presence()).isEqualTo(CopyDetail.Presence.PRESENT);
    }

    @Test
    void a_location_that_does_not_answer_then_stays_as_it_was_known_and_the_other_is_known_anew() throws Exception {
        long before = copy(LON).file().size();
        estate.estate.put(FRA, ANNAS, "gpt-4kn.vhdx");
        estate.estate.put(LON, ANNAS, "gpt-4kn.vhdx");
        long now = estate.estate.storage(FRA).stat(DISK).size();
        estate.estate.faulty(LON).fail("stat", 1, FaultyStorage.unreachable());

        estate.engine().inventory().lookAgain(estate.anna());

        assertThat(copy(LON).file().size()).isEqualTo(before).isNotEqualTo(now);
        assertThat(copy(LON).presence()).isEqualTo(CopyDetail.Presence.PRESENT);
        assertThat(copy(FRA).file().size()).isEqualTo(now);
    }
}
