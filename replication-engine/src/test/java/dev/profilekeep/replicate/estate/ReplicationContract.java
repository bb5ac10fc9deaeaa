package dev.profilekeep.replicate.estate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.disk.testing.SparseMemoryDevice;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.replica.TwoDisks;
import dev.profilekeep.replicate.Reason;
import dev.profilekeep.replicate.ReplicationOutcome.Word;
import dev.profilekeep.replicate.estate.ReplicationRun.Phase;
import dev.profilekeep.site.ActiveSite;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nights in which the copies of a small estate with two sites are carried, on every database. */
abstract class ReplicationContract {
    private static final String FRA = "fra-profiles";
    private static final String LON = "lon-profiles";
    private static final String ANNA = Estate.ANNA + "_anna/Profile_anna.VHDX";
    private static final String BEN = Estate.BEN + "_ben/Profile_ben.VHDX";
    private static final Actor ADA = new Actor("ada", "Ada", List.of(), "");

    @TempDir
    Path folder;

    private Estate estate;
    private SparseMemoryDevice here;

    abstract String databaseYaml();

    @BeforeEach
    void twoPeopleOneOfThemWithACopy() throws Exception {
        estate = new Estate(folder)
                .database(databaseYaml())
                .replication("ENGINE")
                .mode("ACT")
                .modeInLondon("ACT");
        estate.clock().set(Instant.parse("2022-06-20T23:30:00Z"));
        here = TwoDisks.of("mbr-dynamic.vhd", 1);
        estate.write(FRA, ANNA, TwoDisks.bytes(here));
        estate.write(LON, ANNA, TwoDisks.bytes(TwoDisks.of("mbr-dynamic.vhd", 4)));
        estate.write(FRA, BEN, TwoDisks.bytes(here));
        inventory();
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private void inventory() throws Exception {
        estate.engine().inventory().runAll("Ada", RunControl.NEVER_STOP, run -> {});
    }

    private ReplicationService service() {
        return estate.engine().replications();
    }

    private ReplicationRun night() throws Exception {
        ReplicationRun run = service().runAll("schedule", false, "", RunControl.NEVER_STOP);
        assertThat(run.reason()).isEmpty();
        assertThat(run.phase()).isEqualTo(Phase.DONE);
        inventory();
        return run;
    }

    /** Writes to the same file, so that its number stays. */
    private void work(String location, String path, SparseMemoryDevice disk, int value) throws IOException {
        TwoDisks.changeOneByte(disk, value);
        try (OpenFile open = estate.storage(location).openForWriting(StoragePath.of(path), Sharing.NONE)) {
            byte[] bytes = TwoDisks.bytes(disk);
            open.resize(bytes.length);
            open.writeFully(0, ByteBuffer.wrap(bytes));
        }
        estate.storage(location)
                .setTimes(
                        StoragePath.of(path),
                        0,
                        StoredFile.fromInstant(estate.clock().instant()));
    }

    @Test
    void the_first_night_finds_what_agrees_and_makes_what_is_missing_and_the_next_carries_what_changed()
            throws Exception {
        ReplicationRun first = night();

        assertThat(service().left(first.id(), 10)).isEmpty();
        assertThat(first.words())
                .containsEntry(Word.AGREED, 1L)
                .containsEntry(Word.COPIED, 1L)
                .hasSize(2);
        assertThat(estate.storage(LON).stat(StoragePath.of(BEN)).size()).isPositive();

        estate.clock().forward(Duration.ofHours(9));
        work(FRA, ANNA, here, 3);
        estate.clock().forward(Duration.ofHours(15));
        ReplicationRun second = night();

        assertThat(service().left(second.id(), 10)).isEmpty();
        assertThat(second.words()).containsEntry(Word.CARRIED, 1L).containsEntry(Word.UNCHANGED, 1L);
        assertThat(second.upToDate()).isEqualTo(2);
        assertThat(second.bytesSent()).isPositive().isLessThan(first.bytesSent());
    }

    @Test
    void where_a_location_may_only_be_watched_its_copies_stay_and_the_mode_is_told() throws Exception {
        estate.close();
        estate = new Estate(Files.createDirectories(folder.resolve("other")))
                .database(databaseYaml())
                .replication("ENGINE");
        estate.write(FRA, ANNA, TwoDisks.bytes(here));
        estate.write(FRA, BEN, TwoDisks.bytes(here));
        inventory();

        ReplicationRun run = night();

        assertThat(run.whys()).containsOnlyKeys(Reason.NOT_ALLOWED).containsValue(2L);
        assertThat(service().left(run.id(), 10))
                .allSatisfy(left -> assertThat(left.sentence()).contains("is in mode OBSERVE"));
    }

    @Test
    void where_both_changed_nothing_is_overwritten_and_the_reason_is_told() throws Exception {
        night();
        estate.clock().forward(Duration.ofHours(9));
        work(FRA, ANNA, here, 3);
        SparseMemoryDevice there = TwoDisks.of("mbr-dynamic.vhd", 1);
        work(LON, ANNA, there, 5);
        long before = estate.storage(LON).stat(StoragePath.of(ANNA)).lastWriteTime();
        estate.clock().forward(Duration.ofHours(15));

        ReplicationRun run = night();

        assertThat(run.whys()).containsOnlyKeys(Reason.DIVERGED);
        assertThat(service().left(run.id(), 10)).singleElement().satisfies(left -> {
            assertThat(left.name()).isEqualTo("anna");
            assertThat(left.locationId()).isEqualTo(LON);
            assertThat(left.reason()).isEqualTo(Reason.DIVERGED);
            assertThat(left.sentence()).isNotBlank();
        });
        assertThat(estate.storage(LON).stat(StoragePath.of(ANNA)).lastWriteTime())
                .isEqualTo(before);
    }

    @Test
    void a_run_that_was_stopped_goes_on_with_what_is_left() throws Exception {
        ReplicationRun run = service().begin("schedule", false, "");
        List<ReplicationPart> parts = service().plan(run.id());
        assertThat(parts).singleElement().extracting("locationId", "copies").containsExactly(LON, 2);
        int[] asked = {0};
        service().run(parts.get(0), () -> service().find(run.id()).orElseThrow().done() > 0 || asked[0]++ > 1000);
        assertThat(service().find(run.id()).orElseThrow().done()).isEqualTo(1);
        assertThatThrownBy(() -> service().begin("Ada", true, ""))
                .isInstanceOf(ReplicationRunningException.class)
                .hasMessageContaining("replication run " + run.id() + " is under way on");

        service().abort(run.id(), Phase.STOPPED, "a stop was asked for");
        ReplicationRun again = service().rest(service().resume(run.id(), "Ada", true), RunControl.NEVER_STOP);

        assertThat(again.phase()).isEqualTo(Phase.DONE);
        assertThat(again.done()).isEqualTo(2);
        assertThat(again.upToDate()).isEqualTo(2);
        assertThatThrownBy(() -> service().resume(run.id(), "Ada", true)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_run_whose_process_died_is_ended_by_the_next_one_and_goes_on_with_what_is_left() throws Exception {
        ReplicationRun run = service().begin("schedule", false, "");
        service().plan(run.id());

        service().endRunsOfOthersThan(Set.of("another process"));

        ReplicationRun dead = service().find(run.id()).orElseThrow();
        assertThat(dead.phase()).isEqualTo(Phase.FAILED);
        assertThat(dead.reason()).contains("ended");
        assertThat(dead.total()).isEqualTo(2);
        ReplicationRun again = service().rest(service().resume(run.id(), "Ada", true), RunControl.NEVER_STOP);
        assertThat(again.phase()).isEqualTo(Phase.DONE);
        assertThat(again.upToDate()).isEqualTo(2);
    }

    @Test
    void a_run_of_the_schedule_begins_nothing_when_its_night_is_over_and_a_person_need_not_wait() throws Exception {
        estate.clock().set(Instant.parse("2022-06-21T03:59:59Z"));
        ReplicationRun late = service().begin("schedule", false, "");
        assertThat(late.until()).isEqualTo(Instant.parse("2022-06-21T04:00:00Z"));
        estate.clock().forward(Duration.ofSeconds(1));

        ReplicationRun run = service().rest(late, RunControl.NEVER_STOP);

        assertThat(run.phase()).isEqualTo(Phase.DONE);
        assertThat(run.done()).isZero();
        assertThat(run.total()).isEqualTo(2);
        assertThat(service().hasTime(estate.clock().instant())).isFalse();
        assertThat(service().runAll("Ada", true, "", RunControl.NEVER_STOP).upToDate())
                .isEqualTo(2);
    }

    @Test
    void maps_of_agreements_that_hold_no_more_go() throws Exception {
        night();
        Path maps = estate.engine().config().dataDirectory().resolve("replication/maps");
        Files.writeString(maps.resolve("0".repeat(64) + ".map"), "of a year ago");
        long kept = count(maps) - 1;
        assertThat(kept).isPositive();

        night();

        assertThat(count(maps)).isEqualTo(kept);
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    @Test
    void after_people_moved_the_former_site_is_what_is_written_to() throws Exception {
        night();
        SetConfig set = estate.engine().config().sets().get(0);
        ActiveSite now = estate.engine().activeSites().of(set.id()).orElseThrow();
        assertThat(estate.engine().activeSites().move(set, now.epoch(), "lon", ADA, "Frankfurt is down"))
                .isEmpty();
        estate.clock().forward(Duration.ofHours(9));
        SparseMemoryDevice there = TwoDisks.of("mbr-dynamic.vhd", 1);
        work(LON, ANNA, there, 7);
        long before = estate.storage(LON).stat(StoragePath.of(ANNA)).lastWriteTime();
        inventory();
        estate.clock().forward(Duration.ofHours(15));

        ReplicationRun run = night();

        assertThat(service().left(run.id(), 10)).isEmpty();
        assertThat(run.words()).containsEntry(Word.CARRIED, 1L).containsEntry(Word.UNCHANGED, 1L);
        assertThat(estate.storage(LON).stat(StoragePath.of(ANNA)).lastWriteTime())
                .as("the day's work")
                .isEqualTo(before);
    }

    @Test
    void a_plan_tells_each_step_and_carries_nothing() throws Exception {
        List<ReplicationService.Planned> all = new ArrayList<>();
        service().plans("", ADA, RunControl.NEVER_STOP, all::add);

        assertThat(all).hasSize(2).allSatisfy(one -> assertThat(one.sentences()).isNotEmpty());
        assertThat(estate.storage(LON).list(StoragePath.ROOT))
                .noneMatch(file -> file.name().contains("_ben"));
    }
}
