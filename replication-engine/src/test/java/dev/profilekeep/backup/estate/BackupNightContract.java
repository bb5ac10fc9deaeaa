package dev.profilekeep.backup.estate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.estate.BackupNight.Phase;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.backup.points.RepositoryMeasure;
import dev.profilekeep.backup.points.RepositoryMeasures;
import dev.profilekeep.backup.repo.Keys;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.repo.RepositorySetting;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.backup.turn.TurnLostException;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.health.Finding;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.inventory.InventoryRunningException;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nights of a small estate, with a repository in a folder, on every database. */
abstract class BackupNightContract {
    private static final String FRA = "fra-profiles";
    private static final String DOMAIN = "S-1-5-21-1004336348-1177238915-682003330-";
    private static final String CONFIG =
            """
            repositories:
              - {id: backups, site: lon, address: backups, keyFrom: file:key}
            policies: {backups: {repository: backups, shardSize: 2, fullEveryDays: 5, until: "06:00"}}
            """;

    @TempDir
    Path folder;

    Estate estate;

    abstract String databaseYaml();

    @BeforeEach
    void threePeopleAndARepository() throws IOException {
        estate = new Estate(folder).database(databaseYaml()).with(CONFIG);
        Secret.KeyText key = Secret.KeyText.create(new SecureRandom());
        Files.writeString(folder.resolve("key"), key.text());
        Path there = Files.createDirectories(folder.resolve("backups"));
        try (LocalStorage storage = new LocalStorage(there)) {
            Repository.create(
                            storage,
                            new Keys.FirstKey(key, KeySlot.Kind.KEY_FILE, "test"),
                            RepositorySetting.standard(Clock.systemUTC(), "test"))
                    .close();
        }
        estate.clock().set(Instant.parse("2022-06-20T23:30:00Z")); // 01:30 in Frankfurt
        for (String who : List.of("anna", "ben", "cleo")) {
            estate.put(FRA, path(who), "gpt-msr.vhdx");
        }
        inventory();
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private static String path(String who) {
        return DOMAIN + (1000 + who.charAt(0)) + "_" + who + "/Profile_" + who + ".VHDX";
    }

    private Engine engine() {
        return estate.engine();
    }

    private BackupService backups() {
        return engine().backups();
    }

    private void inventory() {
        try {
            engine().inventory().runAll("Ada", RunControl.NEVER_STOP, run -> {});
        } catch (InventoryRunningException e) {
            throw new AssertionError(e);
        }
    }

    private ContainerRow row(String who) {
        return engine()
                .containers()
                .find(ContainerFilter.ALL, new ContainerSort(ContainerSort.Column.ACCOUNT, false), 0, 100)
                .stream()
                .filter(row -> row.account().equals(who))
                .findFirst()
                .orElseThrow();
    }

    private String key(String who) {
        ContainerRow row = row(who);
        return new ContainerIdentity(row.setId(), row.kind(), row.sid(), row.baseName()).key();
    }

    private BackupState state(String who) {
        return backups().containerBackups().of(key(who)).orElseThrow();
    }

    private List<KnownPoint> points(String who) {
        return engine().restorePoints().of(key(who));
    }

    private BackupNight night() throws Exception {
        BackupNight night = backups().runAll("schedule", false, RunControl.NEVER_STOP);
        assertThat(night.reason()).isEmpty();
        return night;
    }

    private void nextNight() {
        estate.clock().forward(Duration.ofDays(1));
    }

    private List<String> ofShard(int shard) {
        return engine().catalog()
                .database()
                .<List<String>, RuntimeException>call(session -> session.list(
                        "SELECT account FROM backup_item WHERE shard = ? ORDER BY place",
                        row -> row.text("account"),
                        shard));
    }

    private UUID snapshotOfShard(int shard) {
        return points(ofShard(shard).get(0)).get(0).snapshot();
    }

    private OpenFile inUse(String who) throws IOException {
        return estate.storage(FRA).openForReading(StoragePath.of(path(who)), Sharing.NONE);
    }

    @Test
    void the_first_night_reads_everybody_as_a_whole_and_each_can_go_back_to_it() throws Exception {
        BackupNight night = night();

        assertThat(night.phase()).isEqualTo(Phase.DONE);
        assertThat(night.total()).isEqualTo(3);
        assertThat(night.stored()).isEqualTo(3);
        assertThat(night.waiting()).isZero();
        assertThat(night.bytesRead()).isPositive();
        assertThat(backups().running()).isEmpty();
        for (String who : List.of("anna", "ben", "cleo")) {
            assertThat(points(who)).singleElement().satisfies(point -> {
                assertThat(point.repositoryId()).isEqualTo("backups");
                assertThat(point.path()).isEqualTo(path(who));
            });
            assertThat(state(who).outcome()).isEqualTo(Outcome.STORED);
            assertThat(state(who).whole()).contains(estate.clock().instant());
        }
        assertThat(Stream.of("anna", "ben", "cleo")
                        .map(who -> points(who).get(0).snapshot()))
                .as("a snapshot for each shard")
                .containsExactlyInAnyOrder(snapshotOfShard(0), snapshotOfShard(0), snapshotOfShard(1));
    }

    @Test
    void what_did_not_change_is_in_the_next_snapshot_without_being_read() throws Exception {
        night();
        nextNight();

        BackupNight night = night();

        // a container whose day it is to be read as a whole is read all the same
        assertThat(night.same() + night.stored()).isEqualTo(3);
        assertThat(night.same()).isPositive();
        assertThat(points("anna")).hasSize(2);
        assertThat(state("anna").success()).contains(estate.clock().instant());
    }

    @Test
    void within_the_days_of_the_policy_each_is_read_as_a_whole_and_not_all_in_one_night() throws Exception {
        for (int i = 0; i < 7; i++) {
            String who = (char) ('f' + i) + "rank";
            estate.put(FRA, path(who), "gpt-msr.vhdx");
        }
        inventory();
        assertThat(night().stored()).isEqualTo(10);
        long all = 0;
        for (int day = 1; day <= 5; day++) {
            nextNight();
            BackupNight night = night();
            assertThat(night.stored()).as("day %d", day).isLessThan(6);
            all += night.stored();
        }
        assertThat(all).isGreaterThanOrEqualTo(10);
    }

    @Test
    void one_in_use_is_tried_again_at_the_end_of_the_run_and_told_with_its_age() throws Exception {
        Instant first = estate.clock().instant();
        OpenFile held = inUse("ben");
        BackupNight night = night();

        assertThat(night.phase()).isEqualTo(Phase.DONE);
        assertThat(night.stored()).isEqualTo(2);
        assertThat(night.inUse()).isEqualTo(1);
        assertThat(state("ben").inUseSince()).contains(first);
        assertThat(state("ben").success()).isEmpty();
        assertThat(backups().leftOut(night.id(), 10)).singleElement().satisfies(left -> {
            assertThat(left.path()).isEqualTo(path("ben"));
            assertThat(left.inUseSince()).contains(first);
        });

        nextNight();
        night();
        assertThat(state("ben").inUseSince()).as("still the first").contains(first);
        held.close();

        nextNight();
        BackupNight free = backups().begin("schedule", false);
        for (NightShard shard : backups().plan(free.id())) {
            backups().run(shard, RunControl.NEVER_STOP);
        }
        backups().finish(free.id());
        assertThat(state("ben").inUseSince()).isEmpty();
        assertThat(points("ben")).hasSize(1);
    }

    @Test
    void one_that_was_let_go_of_meanwhile_is_backed_up_by_the_second_try() throws Exception {
        OpenFile held = inUse("ben");
        BackupNight night = backups().begin("schedule", false);
        for (NightShard shard : backups().plan(night.id())) {
            backups().run(shard, RunControl.NEVER_STOP);
        }
        held.close();

        List<NightShard> again = backups().again(night.id());
        assertThat(again).singleElement().satisfies(shard -> assertThat(shard.containers())
                .isEqualTo(1));
        assertThat(backups().again(night.id())).isEqualTo(again);
        backups().run(again.get(0), RunControl.NEVER_STOP);

        BackupNight done = backups().finish(night.id());
        assertThat(done.stored()).isEqualTo(3);
        assertThat(done.inUse()).isZero();
        assertThat(points("ben")).hasSize(1);
    }

    @Test
    void an_unreadable_one_stops_nobody_and_is_told_with_its_reason() throws Exception {
        estate.write(FRA, path("dora"), new byte[5_000]);
        inventory();

        BackupNight night = night();

        assertThat(night.stored()).isEqualTo(3);
        assertThat(night.unreadable()).isEqualTo(1);
        assertThat(state("dora").outcome()).isEqualTo(Outcome.UNREADABLE);
        assertThat(state("dora").reason()).isNotBlank();
        assertThat(state("dora").success()).isEmpty();
    }

    @Test
    void what_the_night_had_no_time_for_is_first_the_next_night() throws Exception {
        BackupNight night = backups().begin("schedule", false);
        List<NightShard> shards = backups().plan(night.id());
        assertThat(night.until()).isEqualTo(Instant.parse("2022-06-21T04:00:00Z"));
        backups().run(shards.get(0), RunControl.NEVER_STOP);
        estate.clock().set(Instant.parse("2022-06-21T04:00:00Z"));
        backups().run(shards.get(1), RunControl.NEVER_STOP);
        BackupNight done = backups().finish(night.id());

        assertThat(done.phase()).isEqualTo(Phase.DONE);
        assertThat(done.waiting()).isEqualTo(1);
        String last = ofShard(1).get(0);
        assertThat(points(last)).isEmpty();

        estate.clock().set(Instant.parse("2022-06-21T23:30:00Z"));
        BackupNight next = backups().begin("schedule", false);
        List<NightShard> now = backups().plan(next.id());
        backups().run(now.get(0), RunControl.NEVER_STOP);
        assertThat(ofShard(0)).contains(last);
        assertThat(points(last)).hasSize(1);
        backups().abort(next.id(), Phase.STOPPED, "enough");
    }

    /** The clock jumps when a container is read for the first time. */
    private void whenRead(String who, Instant then) {
        boolean[] jumped = {false};
        estate.faulty(FRA)
                .fail(
                        (verb, at) -> {
                            if (verb.equals("file.readFully") && at.value().equals(path(who)) && !jumped[0]) {
                                jumped[0] = true;
                                estate.clock().set(then);
                            }
                            return false;
                        },
                        0,
                        1,
                        FaultyStorage.unreachable());
    }

    private BackupNight shards(BackupNight night) throws Exception {
        for (NightShard shard : backups().plan(night.id())) {
            backups().run(shard, RunControl.NEVER_STOP);
        }
        return backups().finish(night.id());
    }

    @Test
    void one_that_is_nearly_read_when_the_night_ends_is_read_to_its_end() throws Exception {
        BackupNight night = backups().begin("schedule", false);
        backups().plan(night.id());
        String first = ofShard(0).get(0);
        whenRead(first, night.until().plus(Duration.ofMinutes(29)));

        assertThat(shards(night).stored()).isEqualTo(1);
        assertThat(points(first)).hasSize(1);
    }

    @Test
    void one_that_is_read_for_hours_beyond_the_end_of_the_night_is_broken_off_and_keeps_nobody_from_a_backup()
            throws Exception {
        BackupNight night = backups().begin("schedule", false);
        backups().plan(night.id());
        String ready = ofShard(0).get(0);
        String endless = ofShard(0).get(1);
        whenRead(endless, night.until().plus(Duration.ofMinutes(31)));
        BackupNight done = shards(night);

        assertThat(done.phase()).isEqualTo(Phase.DONE);
        assertThat(done.stored()).isEqualTo(1);
        assertThat(done.unreadable()).isEqualTo(1);
        assertThat(points(ready)).as("what was ready is in a snapshot").hasSize(1);
        assertThat(points(endless)).isEmpty();
        assertThat(backups().leftOut(night.id(), 10)).singleElement().satisfies(left -> {
            assertThat(left.path()).isEqualTo(path(endless));
            assertThat(left.reason())
                    .contains("read for 5 hours")
                    .contains("by itself")
                    .contains("more time");
        });
        assertThat(state(endless).reason()).contains("read for 5 hours");

        estate.clock().set(Instant.parse("2022-06-21T23:30:00Z"));
        BackupNight next = backups().begin("schedule", false);
        backups().plan(next.id());
        assertThat(ofShard(1)).as("after all others").containsExactly(endless);
        assertThat(shards(next).stored()).isPositive();
        assertThat(points(endless)).as("and with time enough, it is backed up").hasSize(1);
    }

    @Test
    void one_that_was_begun_late_and_broken_off_is_first_the_next_night() throws Exception {
        BackupNight night = backups().begin("schedule", false);
        backups().plan(night.id());
        String late = ofShard(0).get(0);
        estate.clock().set(night.until().minus(Duration.ofMinutes(5)));
        whenRead(late, night.until().plus(Duration.ofMinutes(31)));
        BackupNight done = shards(night);

        assertThat(done.waiting()).isEqualTo(3);
        assertThat(done.unreadable()).isZero();

        estate.clock().set(Instant.parse("2022-06-21T23:30:00Z"));
        BackupNight next = backups().begin("schedule", false);
        backups().plan(next.id());
        assertThat(ofShard(0).get(0)).isEqualTo(late);
        backups().abort(next.id(), Phase.STOPPED, "enough");
    }

    @Test
    void what_a_person_asks_for_is_read_however_long_it_takes() throws Exception {
        whenRead("ben", Instant.parse("2022-06-21T14:00:00Z"));

        assertThat(backups().runAll("Grace", true, RunControl.NEVER_STOP).stored())
                .isEqualTo(3);
    }

    @Test
    void jobs_keep_the_quiet_hours_of_a_location_and_people_need_not() throws Exception {
        estate.clock().set(Instant.parse("2022-06-21T06:00:00Z")); // 08:00 in Frankfurt, quiet until 09:30

        assertThat(night().waiting()).isEqualTo(3);

        BackupNight asked = backups().runAll("Grace", true, RunControl.NEVER_STOP);
        assertThat(asked.stored()).isEqualTo(3);
        assertThat(asked.until()).isNull();
    }

    @Test
    void while_one_runs_another_is_refused_and_one_of_a_dead_node_is_taken_over() throws Exception {
        BackupNight first = backups().begin("schedule", false);

        BackupRunningException refused = catchThrowableOfType(
                BackupRunningException.class, () -> backups().begin("Grace", true));
        assertThat(refused.runId()).isEqualTo(first.id());

        NightShard shard = backups().plan(first.id()).get(0);
        estate.clock().forward(Duration.ofMinutes(3));
        BackupNight second = backups().begin("Grace", true);

        assertThat(backups().find(first.id()).orElseThrow().phase()).isEqualTo(Phase.FAILED);
        assertThat(backups().find(first.id()).orElseThrow().reason()).contains("silent");
        assertThatThrownBy(() -> backups().run(shard, RunControl.NEVER_STOP)).isInstanceOf(TurnLostException.class);
        assertThatThrownBy(() -> backups().finish(first.id())).isInstanceOf(TurnLostException.class);
        assertThatThrownBy(() -> backups().resume(first.id(), "Grace", true))
                .isInstanceOf(BackupRunningException.class);
        backups().abort(second.id(), Phase.STOPPED, "");
        assertThatThrownBy(() -> backups().resume(first.id(), "Grace", true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("newer");
    }

    @Test
    void a_run_that_was_stopped_goes_on_and_does_nothing_twice() throws Exception {
        BackupNight night = backups().begin("schedule", false);
        List<NightShard> shards = backups().plan(night.id());
        int[] asked = {0};
        backups().run(shards.get(0), () -> asked[0]++ > 3 || !points("anna").isEmpty());
        backups().abort(night.id(), Phase.STOPPED, "asked for");
        BackupNight stopped = backups().find(night.id()).orElseThrow();
        assertThat(stopped.phase()).isEqualTo(Phase.STOPPED);
        long done = stopped.done();
        assertThat(done).isLessThan(3);

        BackupNight again = backups().resume(night.id(), "Grace", true);
        assertThat(again.phase()).isEqualTo(Phase.READING);
        assertThat(backups().plan(night.id())).isEqualTo(shards);
        for (NightShard shard : shards) {
            backups().run(shard, RunControl.NEVER_STOP);
        }
        BackupNight end = backups().finish(night.id());

        assertThat(end.stored()).isEqualTo(3);
        for (String who : List.of("anna", "ben", "cleo")) {
            assertThat(points(who)).as(who).hasSize(1);
        }
        assertThatThrownBy(() -> backups().resume(night.id(), "Grace", true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is done");
    }

    @Test
    void what_was_read_and_is_in_no_snapshot_does_not_count_after_a_crash() throws Exception {
        BackupNight night = backups().begin("schedule", false);
        List<NightShard> shards = backups().plan(night.id());
        long before = 50L << 30;
        engine().catalog()
                .database()
                .<RuntimeException>run(session -> session.update(
                        "UPDATE backup_item SET outcome = 'STORED', bytes_read = ? WHERE shard = 0",
                        before)); // as the process died before it published
        estate.clock().forward(Duration.ofMinutes(3)); // beside others a node is dead when it is silent for so long
        BackupNight dead = backups().find(night.id()).orElseThrow();
        assertThat(dead.phase()).isEqualTo(Phase.FAILED);
        int first = shards.get(0).containers();
        assertThat(dead.stored()).as("none of them can be restored").isZero();
        assertThat(dead.read()).isEqualTo(first);
        assertThat(dead.waiting()).isEqualTo(3 - first);

        Engine alive = estate.reopen();
        assertThat(alive.backups().find(night.id()).orElseThrow().phase()).isEqualTo(Phase.FAILED);
        BackupNight left = alive.backups().resume(night.id(), "schedule", false);
        assertThat(left.done()).isZero();
        assertThat(left.waiting()).isEqualTo(3);
        long read = left.bytesRead();
        assertThat(read).isEqualTo(first * before);
        for (NightShard shard : shards) {
            alive.backups().run(shard, RunControl.NEVER_STOP);
            BackupNight now = alive.backups().find(night.id()).orElseThrow();
            assertThat(now.bytesRead()).as("reading again adds to it").isGreaterThan(read);
            assertThat(now.read()).isZero();
            read = now.bytesRead();
        }
        BackupNight end = alive.backups().finish(night.id());
        assertThat(end.stored()).isEqualTo(3);
        assertThat(end.bytesRead()).isEqualTo(read);
        assertThat(points("anna")).hasSize(1);
    }

    @Test
    void a_person_has_one_container_backed_up_beside_a_night() throws Exception {
        BackupNight night = backups().begin("schedule", false);
        backups().plan(night.id());

        List<SingleBackup> done = backups().backUpNow(Set.of(row("ben").id(), 4711L), "Grace", RunControl.NEVER_STOP);

        assertThat(done).singleElement().satisfies(one -> {
            assertThat(one.containerId()).isEqualTo(row("ben").id());
            assertThat(one.outcome()).isEqualTo(Outcome.STORED);
            assertThat(one.snapshot()).contains(points("ben").get(0).snapshot());
        });
        assertThat(state("ben").success()).isPresent();
        assertThat(backups().running()).map(BackupNight::id).contains(night.id());
        try (OpenFile held = inUse("anna")) {
            assertThat(backups().backUpNow(Set.of(row("anna").id()), "Grace", RunControl.NEVER_STOP))
                    .singleElement()
                    .satisfies(one -> assertThat(one.outcome()).isEqualTo(Outcome.IN_USE));
        }
    }

    @Test
    void what_a_person_asked_for_is_under_way_once_and_its_end_is_told_from_the_audit() throws Exception {
        AskedBackups asked = engine().askedBackups();
        BlockingQueue<AskedBackup> ends = new LinkedBlockingQueue<>();
        asked.listen(one -> {
            if (one.ended() != null) {
                ends.add(one);
            }
        });
        long ben = row("ben").id();
        Actor grace = new Actor("corp:grace", "Grace", List.of("HELPDESK"), "");
        for (AskedBackup.State how : List.of(AskedBackup.State.STORED, AskedBackup.State.SAME)) {
            asked.ask(ben, grace);
            assertThat(ends.poll(30, TimeUnit.SECONDS)).isNotNull().satisfies(end -> {
                assertThat(end.state()).isEqualTo(how);
                assertThat(asked.last(ben).map(AskedBackup::snapshot)).contains(end.snapshot());
            });
        }
    }

    @Test
    void a_repository_that_cannot_be_opened_fails_the_shard_with_its_reason_and_is_remembered() throws Exception {
        Files.delete(folder.resolve("backups/repository"));

        BackupNight night = backups().runAll("schedule", false, RunControl.NEVER_STOP);

        assertThat(night.phase()).isEqualTo(Phase.FAILED);
        assertThat(night.reason())
                .contains("repository 'backups' cannot be opened")
                .contains("the file repository of the backup repository is lost");
        assertThat(night.done()).isZero();
        assertThat(problem()).contains("is lost");
    }

    @Test
    void a_repository_without_room_is_named_and_a_resumed_run_does_it() throws Exception {
        estate.repositoriesThrough(below -> new FaultyStorage(below)
                .fail(
                        (verb, path) ->
                                verb.equals("file.writeFully") && path.value().startsWith("drafts/pack"),
                        0,
                        1,
                        new StorageException.Full("write drafts/pack: planned: no room", null)));
        estate.reopen();

        BackupNight night = backups().runAll("schedule", false, RunControl.NEVER_STOP);

        assertThat(night.phase()).isEqualTo(Phase.FAILED);
        assertThat(night.reason())
                .contains("repository 'backups': there is no room left in it")
                .contains("make room on its volume")
                .containsOnlyOnce("planned: no room");

        backups().resume(night.id(), "Grace", true);
        for (NightShard shard : backups().plan(night.id())) {
            backups().run(shard, RunControl.NEVER_STOP);
        }
        assertThat(backups().finish(night.id()).stored()).isEqualTo(3);
    }

    private String problem() {
        return engine().catalog().database().<String, RuntimeException>call(session -> session.first(
                        "SELECT problem FROM repository_state WHERE repository_id = 'backups'", r -> r.text("problem"))
                .orElse(""));
    }

    @Test
    void a_server_that_is_gone_fails_the_shard_and_a_resumed_run_does_it() throws Exception {
        BackupNight night = backups().begin("schedule", false);
        List<NightShard> shards = backups().plan(night.id());
        estate.faulty(FRA).fail("openForReading", 2, FaultyStorage.unreachable()); // each of the shard
        assertThatThrownBy(() -> backups().run(shards.get(0), RunControl.NEVER_STOP))
                .isInstanceOf(IOException.class);
        backups().abort(night.id(), Phase.FAILED, "away");

        backups().resume(night.id(), "Grace", true);
        for (NightShard shard : shards) {
            backups().run(shard, RunControl.NEVER_STOP);
        }
        assertThat(backups().finish(night.id()).stored()).isEqualTo(3);
    }

    @Test
    void without_a_repository_a_sentence_says_what_to_do() {
        estate.close();
        Estate bare = new Estate(folder).database(databaseYaml());
        try (Engine engine = bare.openAnother()) {
            assertThatThrownBy(() -> engine.backups().begin("Grace", true))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("backup init")
                    .hasMessageContaining("policies.backups.repository");
        }
    }

    @Test
    void restore_points_follow_the_repository() throws Exception {
        night();
        nextNight();
        night();
        Repository repository = engine().repositories().open("backups");
        KnownPoint newest = points("anna").get(0);
        KnownPoint oldest = points("anna").get(1);

        engine().catalog().database().<RuntimeException>run(session -> session.update("DELETE FROM restore_point"));
        assertThat(points("anna")).isEmpty();
        assertThat(engine().restorePoints().refresh("backups", repository)).isEmpty();
        assertThat(points("anna")).as("new snapshots").containsExactly(newest, oldest);

        repository.decisions().decide("Ada", "", new Decision.Pin(newest.snapshot(), key("anna")));
        repository
                .decisions()
                .decide("Ada", "", new Decision.Forget(oldest.snapshot(), Set.of(key("anna")), Duration.ofDays(14)));
        engine().restorePoints().refresh("backups", repository);
        assertThat(points("anna").get(0).pinned()).isTrue();
        assertThat(points("anna").get(1).goesAt()).isPresent();
        assertThat(points("ben").get(0).pinned()).isFalse();

        repository
                .decisions()
                .decide("Ada", "", new Decision.Forget(oldest.snapshot(), Set.of(key("anna")), Duration.ZERO));
        estate.clock().set(Instant.now().plus(Duration.ofDays(1))); // decisions go by the storage's clock
        engine().restorePoints().refresh("backups", repository);
        assertThat(points("anna"))
                .as("forgotten")
                .extracting(KnownPoint::snapshot)
                .containsExactly(newest.snapshot());
        assertThat(engine().restorePoints().find("backups", oldest.snapshot(), oldest.place()))
                .isEmpty();

        UUID gone = points("cleo").get(0).snapshot();
        repository.files().remove(SealedKind.SNAPSHOT, gone);
        engine().restorePoints().refresh("backups", repository);
        assertThat(points("cleo")).extracting(KnownPoint::snapshot).doesNotContain(gone);
    }

    private Map<FindingCode, Finding> findings(String who) {
        Map<FindingCode, Finding> found = new EnumMap<>(FindingCode.class);
        engine().containers().detail(row(who).id()).orElseThrow().findings().forEach(one -> found.put(one.code(), one));
        return found;
    }

    @Test
    void no_backup_for_days_is_critical_with_the_reason_of_the_last_try_and_gone_with_the_next_backup()
            throws Exception {
        Instant first = estate.clock().instant();
        OpenFile held = inUse("ben");
        night();
        assertThat(findings("ben")).as("too early").doesNotContainKey(FindingCode.NO_BACKUP);
        estate.clock().forward(Duration.ofDays(3));
        night();

        assertThat(findings("anna")).doesNotContainKey(FindingCode.NO_BACKUP);
        assertThat(findings("ben").get(FindingCode.NO_BACKUP)).satisfies(finding -> {
            assertThat(finding.facts())
                    .containsEntry("days", "3")
                    .containsEntry("outcome", "IN_USE")
                    .containsEntry("inUseSince", first.toString())
                    .doesNotContainKey("last");
            assertThat(finding.facts().get("reason")).isNotBlank();
        });

        held.close();
        backups().backUpNow(Set.of(row("ben").id()), "Grace", RunControl.NEVER_STOP);
        assertThat(findings("ben")).doesNotContainKey(FindingCode.NO_BACKUP);
    }

    @Test
    void what_a_full_reading_found_is_told_until_one_finds_nothing_more() throws Exception {
        night();
        engine().catalog()
                .database()
                .<RuntimeException>run(session -> session.update(
                        "UPDATE container_backup SET missed = 2, missed_at = ? WHERE container_key = ?",
                        estate.clock().instant(),
                        key("anna")));
        engine().inventory().judgeAnew();
        assertThat(findings("anna").get(FindingCode.BACKUP_DIFFERS).facts()).containsEntry("chunks", "2");
        assertThat(findings("ben")).doesNotContainKey(FindingCode.BACKUP_DIFFERS);

        nextNight();
        assertThat(night().stored()).as("read as a whole after that").isPositive();
        assertThat(state("anna").outcome()).isEqualTo(Outcome.STORED);
        assertThat(state("anna").missed()).isZero();
        assertThat(findings("anna")).doesNotContainKey(FindingCode.BACKUP_DIFFERS);
    }

    @Test
    void of_whom_a_check_found_something_lost_all_is_read_the_next_night_and_once() throws Exception {
        night();
        engine().catalog().database().<RuntimeException>run(session -> {
            for (String who : List.of("anna", "ben", "cleo")) {
                session.update(
                        "INSERT INTO repository_loss (repository_id, number, container_key, base_name, snapshot_id,"
                                + " made) VALUES ('backups', 1, ?, ?, ?, ?)",
                        key(who),
                        who,
                        points(who).get(0).snapshot().toString(),
                        estate.clock().instant());
            }
        });

        nextNight();
        assertThat(night().stored()).as("nothing changed").isEqualTo(3);
        nextNight();
        assertThat(night().same())
                .as("what was lost of older ones is no reason")
                .isPositive();
    }

    @Test
    void how_large_a_repository_is_and_who_can_open_it_is_measured_at_the_end_of_each_night() throws Exception {
        night();
        RepositoryMeasures measures = engine().restorePoints().measures();
        RepositoryMeasure first = measures.last("backups").orElseThrow();
        assertThat(first.taken()).isEqualTo(estate.clock().instant());
        assertThat(first.points()).isEqualTo(3);
        assertThat(first.containers()).isEqualTo(3);
        assertThat(first.people()).isEqualTo(3);
        assertThat(first.liveUnknown()).isZero();
        assertThat(first.live()).isPositive();
        long files;
        try (Stream<Path> all = Files.walk(folder.resolve("backups"))) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> !folder.resolve("backups")
                            .relativize(file)
                            .toString()
                            .matches("(keys|repository|writers|drafts).*"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
        assertThat(first.stored()).isEqualTo(files);
        assertThat(measures.keys("backups")).singleElement().satisfies(key -> {
            assertThat(key.label()).isEqualTo("test");
            assertThat(key.proved()).isEmpty();
        });

        night(); // once more on the same day: the last of the day counts
        assertThat(measures.history("backups", 30)).hasSize(1);
        nextNight();
        night();
        List<RepositoryMeasure> history = measures.history("backups", 30);
        assertThat(history).extracting(RepositoryMeasure::points).containsExactly(9L, 6L);
        assertThat(history.get(0).ratio())
                .as("three people with the same disk, three times")
                .isGreaterThan(first.ratio());
    }

    @Test
    void measures_of_four_hundred_days_are_kept_and_told_and_no_more() throws Exception {
        night();
        engine().catalog().database().<RuntimeException>run(session -> {
            for (int day = 1; day <= 500; day++) {
                session.update(
                        "INSERT INTO repository_measure (repository_id, epoch_day, taken_at, stored_bytes, live_bytes,"
                                + " live_unknown, points, containers, people, newest, oldest)"
                                + " SELECT repository_id, epoch_day - " + day + ", taken_at, " + day
                                + ", 0, 0, 0, 0, 0, NULL, NULL FROM repository_measure"
                                + " WHERE epoch_day = (SELECT MAX(epoch_day) FROM repository_measure)");
            }
        });
        night();
        List<RepositoryMeasure> told =
                engine().restorePoints().measures().history("backups", RepositoryMeasures.KEPT_DAYS);
        assertThat(told).hasSize(400);
        assertThat(told.get(0).points()).as("of tonight").isPositive();
        assertThat(told.get(399).stored()).as("399 days before").isEqualTo(399);
        assertThat(engine().restorePoints().measures().history("backups", 1_000))
                .hasSizeLessThanOrEqualTo(401);
    }

    @Test
    void a_point_of_which_it_was_not_read_what_counts_is_read_anew() throws Exception {
        night();
        engine().catalog()
                .database()
                .<RuntimeException>run(session -> session.update("UPDATE restore_point SET live_bytes = NULL"));
        nextNight();
        night();
        assertThat(engine().restorePoints()
                        .measures()
                        .last("backups")
                        .orElseThrow()
                        .liveUnknown())
                .isZero();
    }
}
