package dev.profilekeep.inventory;

import static dev.profilekeep.engine.Estate.ANNA;
import static dev.profilekeep.engine.Estate.BEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.catalog.ContainerSort.Column;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.catalog.CopyDetail.Presence;
import dev.profilekeep.catalog.Unread;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.findings.FindingFilter;
import dev.profilekeep.findings.FindingRow;
import dev.profilekeep.findings.FindingSort;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.health.Finding;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.health.LocationFindingCode;
import dev.profilekeep.inventory.InventoryRun.Phase;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryServiceTest {
    private static final ContainerSort BY_ACCOUNT = new ContainerSort(Column.ACCOUNT, false);
    private static final String FRA = "fra-profiles";
    private static final String LON = "lon-profiles";
    private static final String ANNAS = ANNA + "_anna/Profile_anna.VHDX";
    private static final String BENS = "ben_" + BEN + "/Profile_ben.vhdx";

    @TempDir
    Path folder;

    private Estate estate;

    @BeforeEach
    void anEstateOfTwoSites() {
        estate = new Estate(folder);
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private Engine engine() {
        return estate.engine();
    }

    private InventoryRun inventory() {
        return inventory("Ada");
    }

    private InventoryRun inventory(String startedBy) {
        estate.clock().forward(Duration.ofHours(1));
        try {
            return engine().inventory().runAll(startedBy, RunControl.NEVER_STOP, run -> {});
        } catch (InventoryRunningException e) {
            throw new AssertionError(e);
        }
    }

    private List<ContainerRow> rows() {
        return engine().containers().find(ContainerFilter.ALL, BY_ACCOUNT, 0, 100);
    }

    private ContainerDetail only() {
        assertThat(rows()).hasSize(1);
        return engine().containers().detail(rows().get(0).id()).orElseThrow();
    }

    private ContainerDetail of(String account) {
        return rows().stream()
                .filter(row -> row.account().equals(account))
                .findFirst()
                .flatMap(row -> engine().containers().detail(row.id()))
                .orElseThrow(() -> new AssertionError("no container of " + account + " in " + rows()));
    }

    private static List<FindingCode> codes(ContainerDetail detail) {
        return detail.findings().stream().map(Finding::code).toList();
    }

    private static CopyDetail at(ContainerDetail detail, String location) {
        return detail.copies().stream()
                .filter(copy -> copy.locationId().equals(location))
                .findFirst()
                .orElseThrow();
    }

    private void annaAtBothSites() {
        estate.put(FRA, ANNAS, "gpt-msr.vhdx");
        estate.put(LON, ANNAS, "gpt-msr.vhdx");
    }

    @Test
    void a_container_with_equal_copies_at_both_sites_is_healthy() {
        annaAtBothSites();

        InventoryRun run = inventory();

        assertThat(run.phase()).isEqualTo(Phase.DONE);
        assertThat(run.total()).isEqualTo(2);
        assertThat(run.done()).isEqualTo(2);
        assertThat(run.fresh()).isEqualTo(2);
        assertThat(run.bytesRead()).isPositive();
        ContainerDetail anna = only();
        ContainerRow row = anna.row();
        assertThat(row.state()).isEqualTo(ContainerState.HEALTHY);
        assertThat(row.kind()).isEqualTo(ContainerKind.PROFILE);
        assertThat(row.sid()).isEqualTo(ANNA);
        assertThat(row.account()).isEqualTo("anna");
        assertThat(row.baseName()).isEqualTo("Profile_anna");
        assertThat(row.sites()).containsExactly("fra", "lon");
        assertThat(row.fileSize()).isEqualTo(30L * 1024 * 1024);
        assertThat(row.virtualSize()).isEqualTo(64L * 1024 * 1024);
        assertThat(row.free()).isEqualTo(9602L * 4096);
        assertThat(row.lastSeen()).isEqualTo(estate.clock().instant());
        assertThat(anna.copies()).hasSize(2).allSatisfy(copy -> {
            assertThat(copy.presence()).isEqualTo(Presence.PRESENT);
            assertThat(copy.info()).isNotNull();
            assertThat(copy.info().blocks().count()).isEqualTo(64);
            assertThat(copy.infoAt()).isEqualTo(estate.clock().instant());
        });
        assertThat(anna.growth()).hasSize(2);
        assertThat(engine().inventory().lastDone()).contains(estate.clock().instant());
        assertThat(engine().inventory().running()).isEmpty();
        assertThat(engine().locations().list()).allSatisfy(location -> {
            assertThat(location.lastInventory()).isEqualTo(estate.clock().instant());
            assertThat(location.problem()).isNull();
        });
    }

    @Test
    void what_a_swap_left_that_was_cut_off_is_tidied_up_before_a_location_is_listed() throws IOException {
        annaAtBothSites();
        engine().locations().changeMode(FRA, LocationMode.ASSIST, Actor.SCHEDULE, "test");
        StoragePath begun = StoragePath.of(".profilekeep").child("cut-off-at-its-first-step");
        estate.storage(FRA).createFolder(StoragePath.of(".profilekeep"));
        estate.storage(FRA).createFolder(begun);
        estate.clock().forward(Duration.ofDays(2));

        inventory();

        assertThatThrownBy(() -> estate.storage(FRA).stat(begun)).isInstanceOf(StorageException.NotFound.class);
    }

    @Test
    void a_volume_that_fills_up_is_told_until_there_is_room_again() {
        annaAtBothSites();
        inventory();
        assertThat(locationFindings()).isEmpty();

        estate.storage(FRA).volume(new Volume(1_000, 100));
        inventory();
        assertThat(locationFindings()).singleElement().satisfies(row -> {
            assertThat(row.code()).isEqualTo(LocationFindingCode.VOLUME_FULL);
            assertThat(row.facts())
                    .containsEntry("percentUsed", "90")
                    .containsEntry("freeBytes", "100")
                    .containsEntry("totalBytes", "1000");
        });

        estate.storage(FRA).volume(new Volume(1_000, 500));
        inventory();
        assertThat(locationFindings()).isEmpty();
    }

    private List<FindingRow> locationFindings() {
        return engine().health().list(FindingFilter.OPEN, FindingSort.WORST_FIRST, 0, 50).stream()
                .filter(row -> row.code() instanceof LocationFindingCode)
                .toList();
    }

    @Test
    void an_unchanged_container_is_opened_for_its_headers_only() {
        annaAtBothSites();
        inventory();
        estate.tracking(FRA).forget();
        Instant read = estate.clock().instant();

        InventoryRun second = inventory();

        assertThat(second.unchanged()).isEqualTo(2);
        assertThat(second.fresh() + second.changed()).isZero();
        assertThat(second.bytesRead()).isLessThan(2 * 64 * 1024);
        assertThat(estate.tracking(FRA).count("openForReading")).isEqualTo(1);
        assertThat(estate.tracking(FRA).count("stat")).isZero();
        assertThat(estate.tracking(FRA).count("list"))
                .as("the folder of swaps, the location, her folder")
                .isEqualTo(3);
        CopyDetail copy = at(only(), FRA);
        assertThat(copy.infoAt()).isEqualTo(read);
        assertThat(copy.checkedAt()).isEqualTo(estate.clock().instant());
        assertThat(only().growth()).as("one point a day").hasSize(2);
    }

    @Test
    void nothing_is_written_to_a_location() {
        annaAtBothSites();
        inventory();
        assertThat(estate.tracking(FRA).verbs())
                .containsOnly(
                        "list",
                        "security",
                        "volume",
                        "roundTrip",
                        "openForReading",
                        "file.stat",
                        "file.size",
                        "file.readFully",
                        "file.close");
    }

    @Test
    void a_growth_point_is_added_on_another_day_and_whenever_something_changed() {
        annaAtBothSites();
        inventory();
        estate.clock().forward(Duration.ofDays(1));
        inventory();
        assertThat(only().growth()).hasSize(4);

        estate.put(FRA, ANNAS, "mbr-fixed.vhdx");
        InventoryRun third = inventory();

        assertThat(third.changed()).isEqualTo(1);
        assertThat(third.unchanged()).isEqualTo(1);
        assertThat(only().growth()).hasSize(5);
        assertThat(only().growth().get(4).siteId()).isEqualTo("fra");
    }

    @Test
    void a_change_that_leaves_size_and_times_alone_is_seen_by_the_headers() throws Exception {
        annaAtBothSites();
        inventory();
        StoragePath path = StoragePath.of(ANNAS);
        var before = estate.storage(FRA).stat(path);
        try (OpenFile open = estate.storage(FRA).openForWriting(path, Sharing.NONE)) {
            ByteBuffer header = ByteBuffer.allocate(4096);
            open.readFully(64 * 1024, header);
            open.writeFully(128 * 1024, ByteBuffer.wrap(new byte[4096]));
        }
        estate.storage(FRA).setTimes(path, before.creationTime(), before.lastWriteTime());

        assertThat(inventory().changed()).isEqualTo(1);
    }

    @Test
    void a_copy_that_is_missing_at_the_other_site_is_found_and_one_only_there_is_worse() {
        estate.put(FRA, ANNAS, "gpt-msr.vhdx");
        estate.put(LON, BENS, "gpt-msr.vhdx");
        estate.clock().tick(Duration.ofMillis(1));

        inventory();

        assertThat(codes(of("anna"))).containsExactly(FindingCode.COPY_MISSING);
        assertThat(of("anna").findings().get(0).facts()).containsEntry("site", "lon");
        assertThat(of("anna").row().state()).isEqualTo(ContainerState.ATTENTION);
        assertThat(codes(of("ben"))).containsExactly(FindingCode.ONLY_AT_SECONDARY);
        assertThat(of("ben").row().state()).isEqualTo(ContainerState.PROBLEM);
        assertThat(of("ben").row().sites()).containsExactly("lon");
    }

    @Test
    void a_container_that_vanished_everywhere_is_gone_and_forgotten_in_the_end() {
        annaAtBothSites();
        inventory();
        estate.delete(FRA, ANNAS);
        estate.delete(LON, ANNAS);

        assertThat(inventory().gone()).isEqualTo(2);

        assertThat(codes(only())).containsExactly(FindingCode.GONE);
        assertThat(only().copies()).allSatisfy(copy -> {
            assertThat(copy.presence()).isEqualTo(Presence.GONE);
            assertThat(copy.info()).isNotNull();
        });
        assertThat(engine().containers().totals(ContainerFilter.ALL).copies()).isZero();
        assertThat(inventory().gone()).as("told once").isZero();

        estate.clock().forward(Duration.ofDays(91));
        inventory();
        assertThat(rows()).isEmpty();
    }

    @Test
    void a_container_that_came_back_is_healthy_again() {
        annaAtBothSites();
        inventory();
        estate.delete(LON, ANNAS);
        inventory();
        assertThat(codes(only())).containsExactly(FindingCode.COPY_MISSING);
        estate.put(LON, ANNAS, "gpt-msr.vhdx");

        inventory();

        assertThat(only().row().state()).isEqualTo(ContainerState.HEALTHY);
    }

    @Test
    void a_disk_held_by_somebody_is_in_use_and_keeps_what_is_known() throws Exception {
        annaAtBothSites();
        inventory();
        Instant read = estate.clock().instant();
        try (StorageProvider host = estate.storage(FRA).onOwnConnection();
                OpenFile held = host.openForWriting(StoragePath.of(ANNAS), Sharing.NONE)) {
            assertThat(held.size()).isPositive();

            InventoryRun run = inventory();

            assertThat(run.inUse()).isEqualTo(1);
            assertThat(run.unreadable()).isZero();
        }
        ContainerDetail anna = only();
        assertThat(anna.row().state()).isEqualTo(ContainerState.IN_USE);
        assertThat(anna.row().locked()).isTrue();
        CopyDetail copy = at(anna, FRA);
        assertThat(copy.presence()).isEqualTo(Presence.IN_USE);
        assertThat(copy.info()).isNotNull();
        assertThat(copy.infoAt()).isEqualTo(read);
        assertThat(copy.checkedAt())
                .as("when it was seen to be in use")
                .isEqualTo(estate.clock().instant());
        assertThat(copy.reason()).isNotBlank();
        assertThat(engine().containers().unread()).isEmpty();
    }

    @Test
    void a_disk_that_was_in_use_whenever_it_was_looked_at_is_unknown_and_listed() throws Exception {
        estate.put(FRA, ANNAS, "gpt-fixed.vhd");
        try (StorageProvider host = estate.storage(FRA).onOwnConnection();
                OpenFile held = host.openForWriting(StoragePath.of(ANNAS), Sharing.NONE)) {
            assertThat(held.size()).isPositive();
            inventory();
        }
        assertThat(engine().containers().unread()).extracting(Unread::kind).containsExactly("BUSY");
        assertThat(only().row().locked()).isTrue();
        assertThat(only().row().used()).isNull();
        assertThat(only().row().fileSize()).isPositive();
    }

    @Test
    void a_lock_file_means_nothing_where_cloud_cache_is_not_used() {
        estate.replication("ENGINE");
        annaAtBothSites();
        estate.write(FRA, ANNAS + ".lock", new byte[3000]);

        inventory();

        assertThat(only().row().state()).isEqualTo(ContainerState.HEALTHY);
        assertThat(only().row().locked()).isFalse();
        assertThat(at(only(), FRA).sidecars()).hasSize(1);
    }

    @Test
    void a_cloud_cache_lock_is_seen_and_never_opened() {
        annaAtBothSites();
        estate.write(FRA, ANNAS + ".lock", new byte[3000]);
        estate.write(FRA, ANNAS + ".meta", new byte[1024]);

        inventory();

        assertThat(only().row().state()).isEqualTo(ContainerState.IN_USE);
        assertThat(only().row().locked()).isTrue();
        assertThat(only().findings().get(0).facts())
                .containsEntry("lockBytes", "3000")
                .containsKeys("lock", "lockWritten");
        assertThat(at(only(), FRA).sidecars()).hasSize(2);
        assertThat(at(only(), FRA).info()).isNotNull();
        assertThat(estate.tracking(FRA).calls())
                .noneMatch(call ->
                        call.verb().startsWith("open") && !call.path().value().equals(ANNAS));
    }

    @Test
    void a_pass_in_which_the_disk_moved_is_discarded() throws Exception {
        estate.put(FRA, ANNAS, "gpt-msr.vhdx");
        boolean[] moved = new boolean[1];
        RunControl control = () -> {
            moved[0] = true;
            return false;
        };
        StorageProvider touched = TouchingStorage.of(estate.storage(FRA), StoragePath.of(ANNAS));
        try (Engine engine = Engine.open(
                estate.config(),
                estate.clock(),
                location -> location.id().equals(FRA) ? touched : estate.storage(LON))) {
            InventoryRun run = engine.inventory().runAll("Ada", control, progress -> {});

            assertThat(moved[0]).isTrue();
            assertThat(run.phase()).isEqualTo(Phase.DONE);
            assertThat(run.inUse()).isEqualTo(1);
            ContainerRow row = engine.containers()
                    .find(ContainerFilter.ALL, BY_ACCOUNT, 0, 10)
                    .get(0);
            assertThat(engine.containers()
                            .detail(row.id())
                            .orElseThrow()
                            .copies()
                            .get(0)
                            .info())
                    .isNull();
        }
    }

    @Test
    void a_damaged_disk_is_told_with_its_rule_and_keeps_what_is_known() {
        annaAtBothSites();
        inventory();
        estate.write(FRA, ANNAS, new byte[3 * 1024 * 1024]);

        InventoryRun run = inventory();

        assertThat(run.unreadable()).isEqualTo(1);
        assertThat(run.phase()).isEqualTo(Phase.DONE);
        ContainerDetail anna = only();
        assertThat(anna.row().state()).isEqualTo(ContainerState.PROBLEM);
        assertThat(at(anna, FRA).presence()).isEqualTo(Presence.UNREADABLE);
        assertThat(at(anna, FRA).info()).isNotNull();
        assertThat(engine().containers().unread()).singleElement().satisfies(unread -> {
            assertThat(unread.locationId()).isEqualTo(FRA);
            assertThat(unread.path()).isEqualTo(ANNAS);
            assertThat(unread.reason()).isNotBlank();
        });
        assertThat(engine().containers().totals(ContainerFilter.ALL).unread()).isEqualTo(1);

        estate.put(FRA, ANNAS, "gpt-msr.vhdx");
        inventory();
        assertThat(engine().containers().unread()).isEmpty();
        assertThat(only().row().state()).isEqualTo(ContainerState.HEALTHY);
    }

    @Test
    void an_access_that_is_denied_is_unread_with_its_reason() {
        annaAtBothSites();
        estate.faulty(LON)
                .fail("openForReading", 1, new StorageException.Denied("open: the account may not read", null));

        inventory();

        assertThat(engine().containers().unread()).extracting(Unread::kind).containsExactly("DENIED");
        assertThat(codes(only())).containsExactly(FindingCode.UNREADABLE);
    }

    @Test
    void a_location_that_is_down_stops_nobody_and_its_copies_are_not_taken_for_gone() {
        annaAtBothSites();
        inventory();
        estate.faulty(LON).fail("list", 1, FaultyStorage.unreachable());

        InventoryRun run = inventory();

        assertThat(run.phase()).isEqualTo(Phase.DONE);
        assertThat(run.unchanged()).isEqualTo(1);
        assertThat(run.gone()).isZero();
        assertThat(only().copies()).hasSize(2);
        assertThat(only().row().state()).isEqualTo(ContainerState.HEALTHY);
        assertThat(engine().containers().unread()).singleElement().satisfies(unread -> {
            assertThat(unread.path()).isEqualTo("/");
            assertThat(unread.kind()).isEqualTo("UNREACHABLE");
        });
        assertThat(engine().containers().totals(ContainerFilter.ALL).unread()).isEqualTo(1);
        assertThat(engine().locations().list().get(1).problem()).contains("the server is gone");
    }

    @Test
    void a_location_whose_storage_cannot_even_be_made_stops_nobody() throws Exception {
        estate.put(FRA, ANNAS, "gpt-fixed.vhd");
        try (Engine engine = Engine.open(estate.config(), estate.clock(), location -> {
            if (location.id().equals(LON)) {
                throw new IllegalStateException("broken");
            }
            return estate.storage(FRA);
        })) {
            InventoryRun run = engine.inventory().runAll("Ada", RunControl.NEVER_STOP, each -> {});

            assertThat(run.phase()).isEqualTo(Phase.DONE);
            assertThat(run.fresh()).isEqualTo(1);
            assertThat(engine.containers().unread()).singleElement().satisfies(unread -> {
                assertThat(unread.locationId()).isEqualTo(LON);
                assertThat(unread.reason()).contains("broken");
            });
        }
    }

    @Test
    void a_location_never_listed_makes_nothing_missing() {
        estate.put(FRA, ANNAS, "gpt-msr.vhdx");
        estate.faulty(LON).fail("list", 1, FaultyStorage.unreachable());

        inventory();

        assertThat(codes(only())).isEmpty();
    }

    @Test
    void a_folder_that_cannot_be_listed_hides_its_disks_and_they_are_not_gone() {
        annaAtBothSites();
        inventory();
        estate.faulty(FRA)
                .fail(
                        (verb, path) -> verb.equals("list") && path.equals(StoragePath.of(ANNA + "_anna")),
                        0,
                        1,
                        new StorageException.Denied("list: not ours", null));

        InventoryRun run = inventory();

        assertThat(run.gone()).isZero();
        assertThat(at(only(), FRA).presence()).isEqualTo(Presence.PRESENT);
        assertThat(engine().containers().totals(ContainerFilter.ALL).unread()).isEqualTo(1);
        assertThat(engine().containers().unread()).singleElement().satisfies(unread -> assertThat(unread.path())
                .isEqualTo(ANNA + "_anna"));
    }

    @Test
    void a_server_that_dies_while_disks_are_read_fails_the_run_which_goes_on_where_it_was() throws Exception {
        estate.with("inventory: {shardSize: 2}");
        for (int i = 0; i < 8; i++) {
            estate.put(FRA, folder(i) + "/Profile_u" + i + ".VHDX", "gpt-fixed.vhd");
        }
        estate.put(LON, ANNAS, "gpt-fixed.vhd");
        InventoryService inventory = engine().inventory();
        InventoryRun run = inventory.begin("Ada", Set.of());
        List<Shard> shards = inventory.list(run.id(), RunControl.NEVER_STOP);
        assertThat(shards).hasSize(5).allSatisfy(shard -> assertThat(shard.containers())
                .isLessThanOrEqualTo(2));
        assertThat(inventory.list(run.id(), RunControl.NEVER_STOP)).isEqualTo(shards);
        inventory.read(shards.get(0), RunControl.NEVER_STOP);
        estate.faulty(FRA).fail("openForReading", 4, FaultyStorage.unreachable());

        assertThatThrownBy(() -> inventory.read(shards.get(1), RunControl.NEVER_STOP))
                .isInstanceOf(StorageException.Unreachable.class);
        assertThatThrownBy(() -> inventory.finish(run.id()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("7 disks were not looked at");
        inventory.abort(run.id(), Phase.FAILED, "shard 1 failed");
        assertThat(inventory.running()).isEmpty();
        assertThat(inventory.run(run.id()).phase()).isEqualTo(Phase.FAILED);
        assertThat(inventory.reason(run.id())).isEqualTo("shard 1 failed");
        assertThat(rows()).as("what was read is kept").anyMatch(row -> row.fileSize() != null);

        assertThat(engine().containers().totals(ContainerFilter.ALL).unread()).isEqualTo(7);
        assertThat(engine().containers().totals(ContainerFilter.ALL).copies()).isEqualTo(9);
        assertThat(engine().containers().unread()).extracting(Unread::kind).containsOnly("UNFINISHED");
        assertThat(engine().containers().unread().toString())
                .contains("6 disks were listed but never looked at", "1 disks were listed but never looked at");

        estate.tracking(FRA).forget();
        inventory.resume(run.id(), "Ada");
        for (Shard shard : inventory.list(run.id(), RunControl.NEVER_STOP)) {
            inventory.read(shard, RunControl.NEVER_STOP);
        }
        InventoryRun end = inventory.finish(run.id());

        assertThat(end.phase()).isEqualTo(Phase.DONE);
        assertThat(engine().containers().unread()).isEmpty();
        assertThat(engine().containers().totals(ContainerFilter.ALL).unread()).isZero();
        assertThat(end.fresh()).isEqualTo(9);
        assertThat(end.done()).isEqualTo(end.total()).isEqualTo(9);
        assertThat(estate.tracking(FRA).count("list")).as("not listed again").isZero();
        assertThat(estate.tracking(FRA).count("openForReading"))
                .as("two were done")
                .isEqualTo(6);
    }

    @Test
    void one_disk_that_never_answers_does_not_fail_its_shard() {
        for (int i = 0; i < 4; i++) {
            estate.put(FRA, folder(i) + "/Profile_u" + i + ".VHDX", "gpt-fixed.vhd");
        }
        estate.faulty(FRA)
                .fail(
                        (verb, path) ->
                                verb.equals("openForReading") && path.value().contains("Profile_u2"),
                        0,
                        99,
                        FaultyStorage.unreachable());

        InventoryRun run = inventory();

        assertThat(run.phase()).isEqualTo(Phase.DONE);
        assertThat(run.unreadable()).isEqualTo(1);
        assertThat(engine().containers().unread()).extracting(Unread::kind).containsExactly("UNREACHABLE");
    }

    private static String folder(int i) {
        return "S-1-5-21-1-2-3-" + (1100 + i) + "_u" + i;
    }

    @Test
    void a_stop_is_honoured_and_a_stopped_run_can_go_on() throws Exception {
        for (int i = 0; i < 30; i++) {
            estate.write(FRA, folder(i) + "/Profile_u" + i + ".VHDX", new byte[10]);
        }
        int[] asked = new int[1];
        RunControl soon = () -> asked[0]++ > 5;

        InventoryRun stopped = engine().inventory().runAll("Ada", soon, run -> {});

        assertThat(stopped.phase()).isEqualTo(Phase.STOPPED);
        assertThat(stopped.done()).isLessThan(30);
        InventoryService inventory = engine().inventory();
        InventoryRun again = inventory.resume(stopped.id(), "Ada");
        for (Shard shard : inventory.list(again.id(), RunControl.NEVER_STOP)) {
            inventory.read(shard, RunControl.NEVER_STOP);
        }
        assertThat(inventory.finish(again.id()).done()).isEqualTo(30);
    }

    @Test
    void what_was_known_counts_as_unread_while_a_run_that_listed_it_never_came_to_it() throws Exception {
        for (int i = 0; i < 3; i++) {
            estate.put(FRA, folder(i) + "/Profile_u" + i + ".VHDX", "gpt-fixed.vhd");
        }
        estate.put(LON, ANNAS, "gpt-fixed.vhd");
        inventory();
        assertThat(engine().containers().totals(ContainerFilter.ALL).unread()).isZero();
        InventoryService inventory = engine().inventory();
        InventoryRun run = inventory.begin("Ada", Set.of(FRA));
        inventory.list(run.id(), RunControl.NEVER_STOP);

        inventory.abort(run.id(), Phase.STOPPED, "stopped");

        assertThat(engine().containers().unread()).singleElement().satisfies(unread -> {
            assertThat(unread.kind()).isEqualTo("UNFINISHED");
            assertThat(unread.reason()).startsWith("3 disks were listed but never looked at");
        });
        assertThat(engine().containers().totals(ContainerFilter.ALL).unread())
                .as("those in Frankfurt; nobody listed London")
                .isEqualTo(3);
        assertThat(engine().containers().totals(ContainerFilter.ALL).usedBytes())
                .as("what was known stays")
                .isPositive();
        engine().inventory().judgeAnew();
        assertThat(engine().containers().totals(ContainerFilter.ALL).unread()).isEqualTo(3);

        inventory.resume(run.id(), "Ada");
        for (Shard shard : inventory.list(run.id(), RunControl.NEVER_STOP)) {
            inventory.read(shard, RunControl.NEVER_STOP);
        }
        assertThat(inventory.finish(run.id()).unchanged()).isEqualTo(3);
        assertThat(engine().containers().unread()).isEmpty();
        assertThat(engine().containers().totals(ContainerFilter.ALL).unread()).isZero();
    }

    @Test
    void of_many_begins_at_once_exactly_one_succeeds() throws Exception {
        InventoryService inventory = engine().inventory();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try (Engine other = estate.openAnother()) {
            List<Future<InventoryRun>> begun = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                InventoryService service = i % 2 == 0 ? inventory : other.inventory();
                begun.add(pool.submit(() -> service.begin("racer", Set.of())));
            }
            List<InventoryRun> won = new ArrayList<>();
            for (Future<InventoryRun> one : begun) {
                try {
                    won.add(one.get());
                } catch (java.util.concurrent.ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOf(InventoryRunningException.class);
                }
            }
            assertThat(won).hasSize(1);
            assertThat(inventory.running())
                    .map(InventoryRun::id)
                    .contains(won.get(0).id());
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void the_run_of_a_dead_node_is_taken_over_and_the_dead_one_records_nothing_more() throws Exception {
        annaAtBothSites();
        InventoryService dead = engine().inventory();
        InventoryRun lost = dead.begin("Ada", Set.of());
        List<Shard> shards = dead.list(lost.id(), RunControl.NEVER_STOP);
        try (Engine other = estate.openAnother()) {
            assertThatThrownBy(() -> other.inventory().begin("Ben", Set.of()))
                    .isInstanceOfSatisfying(InventoryRunningException.class, e -> assertThat(e.runId())
                            .isEqualTo(lost.id()));

            estate.clock().forward(Duration.ofSeconds(121));
            assertThat(other.inventory().running()).isEmpty();
            assertThat(other.inventory().run(lost.id()).phase()).isEqualTo(Phase.FAILED);
            InventoryRun next = other.inventory().begin("Ben", Set.of());

            assertThat(other.inventory().reason(lost.id())).contains("silent");
            assertThatThrownBy(() -> dead.read(shards.get(0), RunControl.NEVER_STOP))
                    .isInstanceOf(InventoryLostException.class);
            assertThatThrownBy(() -> dead.finish(lost.id())).isInstanceOf(InventoryLostException.class);
            assertThatThrownBy(() -> dead.list(lost.id(), RunControl.NEVER_STOP))
                    .isInstanceOf(InventoryLostException.class);
            assertThat(other.inventory().running()).map(InventoryRun::id).contains(next.id());
            dead.abort(lost.id(), Phase.FAILED, "too late");
            assertThat(other.inventory().running()).as("abort of a lost run").isPresent();
        }
    }

    @Test
    void a_run_left_by_a_process_that_ended_is_failed_at_the_next_start() throws Exception {
        annaAtBothSites();
        InventoryRun left = engine().inventory().begin("Ada", Set.of());
        engine().inventory().list(left.id(), RunControl.NEVER_STOP);

        InventoryService inventory = estate.reopen().inventory();

        assertThat(inventory.run(left.id()).phase()).isEqualTo(Phase.FAILED);
        assertThat(inventory.reason(left.id())).contains("ended");
        inventory.resume(left.id(), "Ada");
        for (Shard shard : inventory.list(left.id(), RunControl.NEVER_STOP)) {
            inventory.read(shard, RunControl.NEVER_STOP);
        }
        assertThat(inventory.finish(left.id()).fresh()).isEqualTo(2);
    }

    @Test
    void a_run_cannot_be_resumed_once_a_newer_one_began() throws Exception {
        InventoryService inventory = engine().inventory();
        InventoryRun first = inventory.begin("Ada", Set.of());
        inventory.abort(first.id(), Phase.STOPPED, "");
        inventory();

        assertThatThrownBy(() -> inventory.resume(first.id(), "Ada"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("newer");
        assertThat(inventory.running()).isEmpty();
    }

    @Test
    void quiet_hours_are_respected_unless_a_person_asked() {
        annaAtBothSites();
        estate.clock().set(Instant.parse("2022-06-21T05:00:00Z")); // an hour later it is 08:00 in Frankfurt

        InventoryRun scheduled = inventory(InventoryService.SCHEDULE);

        assertThat(scheduled.phase()).isEqualTo(Phase.DONE);
        assertThat(scheduled.total()).isEqualTo(1);
        assertThat(estate.tracking(FRA).verbs()).isEmpty();
        assertThat(engine().containers().unread()).singleElement().satisfies(unread -> {
            assertThat(unread.kind()).isEqualTo("QUIET");
            assertThat(unread.reason()).contains("07:30-09:30");
        });
        estate.clock().set(Instant.parse("2022-06-21T05:00:00Z"));
        assertThat(inventory("Ada").total()).isEqualTo(2);
    }

    @Test
    void disks_still_to_be_read_when_quiet_hours_begin_are_left_alone() throws Exception {
        annaAtBothSites();
        estate.clock().set(Instant.parse("2022-06-21T05:29:00Z"));
        InventoryService inventory = engine().inventory();
        InventoryRun run = inventory.begin(InventoryService.SCHEDULE, Set.of(FRA));
        List<Shard> shards = inventory.list(run.id(), RunControl.NEVER_STOP);
        estate.clock().forward(Duration.ofMinutes(1));
        inventory.read(shards.get(0), RunControl.NEVER_STOP);

        InventoryRun end = inventory.finish(run.id());

        assertThat(end.unreadable()).isEqualTo(1);
        assertThat(estate.tracking(FRA).count("openForReading")).isZero();
        assertThat(at(only(), FRA).presence()).isEqualTo(Presence.PRESENT);
        assertThat(only().row().state()).isEqualTo(ContainerState.UNKNOWN);
        assertThat(engine().containers().unread()).extracting(Unread::kind).containsExactly("QUIET");
    }

    @Test
    void odd_names_are_sorted_out() {
        estate.put(FRA, ANNAS, "gpt-fixed.vhd");
        estate.put(FRA, ANNA + "_anna/ODFC_anna.VHDX", "gpt-fixed.vhd");
        estate.put(FRA, "Profile_root.vhd", "gpt-fixed.vhd");
        estate.put(FRA, "nobody/Profile_nobody.vhd", "gpt-fixed.vhd");
        estate.write(FRA, ANNA + "_anna/RW.VHDX", new byte[1]);
        estate.write(FRA, ANNA + "_anna/backup.vhdx", new byte[1]);
        estate.write(FRA, ANNA + "_anna/desktop.ini", new byte[1]);
        estate.write(FRA, ".profilekeep/tx/Profile_x.vhdx", new byte[1]);
        estate.write(FRA, "dept/" + BEN + "_ben/Profile_ben.vhdx", new byte[1]);
        estate.write(FRA, ANNA + "_" + BEN + "/Profile_two.vhdx", new byte[1]);

        inventory();

        assertThat(rows())
                .extracting(ContainerRow::account)
                .containsExactlyInAnyOrder("anna", "anna", "root", "nobody");
        ContainerDetail profile = rows().stream()
                .filter(row -> row.sid().equals(ANNA) && row.kind() == ContainerKind.PROFILE)
                .map(row -> engine().containers().detail(row.id()).orElseThrow())
                .findFirst()
                .orElseThrow();
        assertThat(codes(profile)).contains(FindingCode.DIFFERENCE_DISK);
        assertThat(codes(of("root"))).contains(FindingCode.NO_SID).doesNotContain(FindingCode.DIFFERENCE_DISK);
        assertThat(codes(of("nobody"))).contains(FindingCode.NO_SID);
        assertThat(engine().containers().unread())
                .allMatch(unread -> unread.kind().equals("NAME"))
                .extracting(Unread::path)
                .containsExactlyInAnyOrder(ANNA + "_anna/backup.vhdx", "dept", ANNA + "_" + BEN);
        assertThat(engine().containers().ofPerson("")).isEmpty();
        assertThat(engine().containers().ofPerson(ANNA)).hasSize(2);
    }

    @Test
    void two_disks_of_one_kind_for_one_person_are_a_finding_and_never_a_guess() {
        estate.put(FRA, ANNAS, "gpt-fixed.vhd");
        estate.put(FRA, ANNA + "_anna/Profile_anna (2).VHDX", "gpt-fixed.vhd");
        estate.put(FRA, "ben_" + BEN + "/Profile_ben.VHD", "gpt-fixed.vhd");
        estate.put(FRA, BEN + "_ben/Profile_ben.VHD", "gpt-fixed.vhd");

        inventory();

        assertThat(rows()).hasSize(3).allSatisfy(row -> assertThat(row.findings())
                .contains(FindingCode.SEVERAL_DISKS));
        assertThat(of("ben").copies()).hasSize(2);
        assertThat(of("ben").findings())
                .filteredOn(finding -> finding.code() == FindingCode.SEVERAL_DISKS)
                .extracting(finding -> finding.facts().get("names"))
                .containsExactly(BEN + "_ben/Profile_ben.VHD, ben_" + BEN + "/Profile_ben.VHD");
    }

    @Test
    void two_disks_of_one_kind_for_one_person_are_told_at_every_location_that_has_them() {
        for (String location : new String[] {FRA, LON}) {
            estate.put(location, ANNAS, "gpt-fixed.vhd");
            estate.put(location, ANNA + "_anna/Profile_anna (2).VHDX", "gpt-fixed.vhd");
        }

        inventory();

        assertThat(engine().health().list(FindingFilter.OPEN, FindingSort.WORST_FIRST, 0, 50))
                .filteredOn(row -> row.code() == FindingCode.SEVERAL_DISKS)
                .extracting(FindingRow::locationId)
                .containsExactlyInAnyOrder(FRA, FRA, LON, LON);
        assertThat(rows()).hasSize(2).allSatisfy(row -> assertThat(
                        engine().containers().detail(row.id()).orElseThrow().findings())
                .filteredOn(finding -> finding.code() == FindingCode.SEVERAL_DISKS)
                .extracting(finding -> finding.location())
                .containsExactly(FRA, LON));
    }

    @Test
    void only_the_locations_asked_for_are_looked_at() throws Exception {
        annaAtBothSites();
        inventory();
        estate.delete(LON, ANNAS);
        estate.delete(FRA, ANNAS);

        InventoryRun run = engine().inventory().runAll("Ada", Set.of(FRA), RunControl.NEVER_STOP, each -> {});

        assertThat(run.locations()).containsExactly(FRA);
        assertThat(run.gone()).isEqualTo(1);
        assertThat(codes(only())).containsExactly(FindingCode.ONLY_AT_SECONDARY);
        assertThatThrownBy(() -> engine().inventory().begin("Ada", Set.of("nowhere")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void what_is_wrong_inside_a_disk_is_found() {
        estate.with("inventory: {bloated: {minBytes: 1 MiB, percent: 1}, notUsedAfterDays: 30}");
        estate.put(FRA, ANNAS, "bare-dirty.vhdx");
        estate.put(LON, ANNAS, "empty.vhdx");

        inventory();

        assertThat(codes(only()))
                .contains(FindingCode.VOLUME_DIRTY, FindingCode.NO_FILE_SYSTEM)
                .doesNotContain(FindingCode.NOT_USED);
        estate.clock().forward(Duration.ofDays(40));
        inventory();
        assertThat(codes(only())).contains(FindingCode.NOT_USED);
    }

    @Test
    void what_a_run_listed_and_never_read_is_new_to_the_next() throws Exception {
        annaAtBothSites();
        InventoryRun first = engine().inventory().begin("Ada", Set.of());
        engine().inventory().list(first.id(), RunControl.NEVER_STOP);
        engine().inventory().abort(first.id(), Phase.FAILED, "its process ended");

        InventoryRun next = inventory();

        assertThat(next.fresh()).isEqualTo(2);
        assertThat(next.changed()).isZero();
    }

    @Test
    void one_reason_for_many_shards_is_told_once_and_what_was_known_to_be_unread_stays_listed() {
        estate.with("inventory: {shardSize: 1}");
        for (int i = 0; i < 6; i++) {
            estate.put(FRA, folder(i) + "/Profile_u" + i + ".VHDX", "gpt-fixed.vhd");
        }
        estate.write(FRA, ANNAS, new byte[70_000]);
        inventory();
        assertThat(engine().containers().unread()).hasSize(1);
        estate.put(FRA, BENS, "gpt-msr.vhdx");
        AtomicBoolean down = new AtomicBoolean(true);
        estate.faulty(FRA)
                .fail(
                        (verb, path) -> down.get() && verb.equals("openForReading"),
                        0,
                        Integer.MAX_VALUE,
                        FaultyStorage.unreachable());

        InventoryRun run = inventory();

        assertThat(run.phase()).isEqualTo(Phase.FAILED);
        assertThat(engine().inventory().reason(run.id()))
                .startsWith("8 shards: ")
                .doesNotContain(";");
        assertThat(engine().containers().totals(ContainerFilter.ALL).unread())
                .as("one damaged, one new, six known from before, and none of them was looked at")
                .isEqualTo(8);
        assertThat(engine().containers().unread()).extracting(Unread::path).containsExactly("/", ANNAS);

        down.set(false);
        inventory();
        assertThat(engine().containers().unread()).extracting(Unread::path).containsExactly(ANNAS);
    }
}
