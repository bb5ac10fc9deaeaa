package dev.profilekeep.readiness;

import static dev.profilekeep.engine.Estate.ANNA;
import static dev.profilekeep.engine.Estate.BEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.turn.TurnLostException;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.inventory.InventoryRunningException;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.readiness.ReadinessRun.Phase;
import dev.profilekeep.replica.CopyStanding;
import dev.profilekeep.replica.CopyWord;
import dev.profilekeep.restore.MadeProfile;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.SecurityDescriptor;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs, verdicts and numbers, on every database. */
abstract class ReadinessContract {
    private static final String FRA = "fra-profiles";
    private static final String LON = "lon-profiles";
    private static final String ANNAS = ANNA + "_anna/Profile_anna.VHDX";
    private static final String BENS = BEN + "_ben/Profile_ben.VHDX";
    private static byte[] profile = new byte[0];

    @TempDir
    Path folder;

    Estate estate;
    private final Map<Long, List<CopyStanding>> standings = new HashMap<>();
    private @Nullable ReadinessService opened;

    /** Lines for {@code database:}; empty for the H2 file. */
    abstract String databaseYaml();

    @BeforeAll
    static void aProfile(@TempDir Path made) throws Exception {
        MadeProfile volume = new MadeProfile(made.resolve("profile"));
        volume.fill(1);
        profile = volume.container();
    }

    @BeforeEach
    void anEstate() {
        estate = new Estate(folder)
                .database(databaseYaml())
                .with("policies: {readiness: {minimumFree: 1 MB, fewFree: 2 MB}}");
    }

    @AfterEach
    void close() {
        ReadinessService service = opened;
        if (service != null) {
            service.close();
        }
        estate.close();
    }

    private ReadinessService service() {
        ReadinessService known = opened;
        if (known == null) {
            known = new ReadinessService(
                    estate.config(),
                    estate.engine().catalog().database(),
                    estate.engine().locations()::storage,
                    ids -> standings.entrySet().stream()
                            .filter(one -> ids.contains(one.getKey()))
                            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                    SiteCapacity.NOT_TOLD,
                    SlicedFile.STANDARD,
                    estate.clock(),
                    "test");
            opened = known;
        }
        return known;
    }

    private void profileAt(String location, String path, String sid) throws IOException {
        estate.write(location, path, profile);
        own(location, path, sid, sid);
    }

    private void own(String location, String path, String owner, String granted) throws IOException {
        estate.storage(location)
                .setSecurity(
                        StoragePath.of(path),
                        new FileSecurity(
                                owner,
                                null,
                                SecurityDescriptor.onlyFor(List.of(granted)).toSet()));
    }

    private void everywhere() throws IOException {
        for (String location : List.of(FRA, LON)) {
            profileAt(location, ANNAS, ANNA);
            profileAt(location, BENS, BEN);
        }
        inventory();
    }

    private void inventory() {
        estate.clock().forward(Duration.ofHours(1));
        try {
            estate.engine().inventory().runAll("Ada", RunControl.NEVER_STOP, run -> {});
        } catch (InventoryRunningException e) {
            throw new AssertionError(e);
        }
    }

    private long container(String account) {
        return estate
                .engine()
                .containers()
                .find(ContainerFilter.ALL, new ContainerSort(ContainerSort.Column.ACCOUNT, false), 0, 100)
                .stream()
                .filter(row -> row.account().equals(account))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private void stands(String account, CopyWord word, @Nullable Duration behind) {
        stands(account, word, behind, null);
    }

    private void stands(String account, CopyWord word, @Nullable Duration behind, @Nullable Instant upTo) {
        standings.put(
                container(account),
                List.of(new CopyStanding(
                        container(account),
                        LON,
                        FRA,
                        word,
                        estate.clock().instant(),
                        null,
                        upTo,
                        behind,
                        false,
                        List.of())));
    }

    private ReadinessRun run() throws Exception {
        estate.clock().forward(Duration.ofMinutes(5));
        ReadinessRun run = service().begin("Ada", true);
        for (String location : service().plan(run.id())) {
            service().look(run.id(), location, RunControl.NEVER_STOP);
        }
        return service().finish(run.id());
    }

    private ReadyPerson verdict(String account, String site) {
        return service().of(container(account)).stream()
                .filter(one -> one.siteId().equals(site))
                .findFirst()
                .orElseThrow();
    }

    private SiteReadiness london() {
        return service().sites(Reach.EVERYWHERE).stream()
                .filter(one -> one.siteId().equals("lon"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everybody_is_judged_at_every_site_with_what_it_rests_on() throws Exception {
        everywhere();
        stands("anna", CopyWord.EQUAL, Duration.ZERO);
        stands("ben", CopyWord.LAGGING, Duration.ofHours(2));

        ReadinessRun run = run();

        assertThat(run.phase()).isEqualTo(Phase.DONE);
        assertThat(run.total()).isEqualTo(4);
        assertThat(run.done()).isEqualTo(4);
        assertThat(verdict("anna", "lon").word())
                .as("%s", verdict("anna", "lon").checks())
                .isEqualTo(ReadyWord.READY);
        assertThat(verdict("anna", "fra").word()).isEqualTo(ReadyWord.READY);
        assertThat(verdict("ben", "lon").word()).isEqualTo(ReadyWord.DEGRADED);
        assertThat(verdict("ben", "lon").reason()).isEqualTo("LOSS_SECONDS");
        assertThat(verdict("ben", "lon").checks()).extracting(Check::kind).contains(CheckKind.HIVE, CheckKind.OWNER);
        SiteReadiness london = london();
        assertThat(london.activeSite()).isEqualTo("fra");
        assertThat(london.people()).isEqualTo(2);
        assertThat(london.works()).isEqualTo(2);
        assertThat(london.medianLoss()).isEqualTo(Duration.ZERO);
        assertThat(london.worstLoss()).isEqualTo(Duration.ofHours(2));
        assertThat(london.unknownSince()).isNull();
    }

    @Test
    void what_was_never_compared_is_unknown_at_the_further_site_and_has_no_loss() throws Exception {
        everywhere();

        run();

        assertThat(london().unknown()).isEqualTo(2);
        assertThat(london().medianLoss()).isNull();
        assertThat(london().worstLoss()).isNull();
        assertThat(verdict("anna", "fra").word()).isEqualTo(ReadyWord.READY);
    }

    @Test
    void who_has_one_copy_is_counted_and_listed() throws Exception {
        profileAt(FRA, ANNAS, ANNA);
        profileAt(FRA, BENS, BEN);
        profileAt(LON, BENS, BEN);
        inventory();
        stands("ben", CopyWord.DIVERGED, null);

        run();

        assertThat(verdict("anna", "lon").word()).isEqualTo(ReadyWord.NOT_READY);
        assertThat(verdict("anna", "lon").reason()).isEqualTo("NO_COPY");
        assertThat(london().oneCopy()).isEqualTo(1);
        assertThat(london().diverged()).isEqualTo(1);
        assertThat(accounts(new ReadyFilter("", "fra", "lon", Set.of(), true, false, Reach.EVERYWHERE)))
                .containsExactly("anna");
        assertThat(accounts(new ReadyFilter("", "fra", "lon", Set.of(), false, true, Reach.EVERYWHERE)))
                .containsExactly("ben");
    }

    private List<String> accounts(ReadyFilter filter) {
        return service().people(filter, new ReadySort(ReadySort.Column.ACCOUNT, false), 0, 100).stream()
                .map(ReadyPerson::account)
                .toList();
    }

    @Test
    void lists_are_searched_narrowed_sorted_and_held_to_what_somebody_may_see() throws Exception {
        everywhere();
        stands("anna", CopyWord.EQUAL, Duration.ZERO);
        stands("ben", CopyWord.LAGGING, Duration.ofHours(2));
        run();
        Reach nobody = new Reach(Set.of(), Set.of("another"));

        assertThat(accounts(new ReadyFilter("ANN", "", "lon", Set.of(), false, false, Reach.EVERYWHERE)))
                .containsExactly("anna");
        assertThat(accounts(new ReadyFilter("", "", "lon", Set.of(ReadyWord.DEGRADED), false, false, Reach.EVERYWHERE)))
                .containsExactly("ben");
        for (ReadySort.Column column : ReadySort.Column.values()) {
            assertThat(service().people(ReadyFilter.ALL, new ReadySort(column, true), 0, 10))
                    .hasSize(4);
        }
        assertThat(service().people(ReadyFilter.ALL, new ReadySort(ReadySort.Column.LOSS, true), 0, 1))
                .extracting(ReadyPerson::account)
                .containsExactly("ben");
        assertThat(service().count(new ReadyFilter("", "", "", Set.of(), false, false, nobody)))
                .isZero();
        assertThat(service().sites(nobody)).isEmpty();
        assertThat(service().count(ReadyFilter.ALL)).isEqualTo(4);
    }

    @Test
    void a_copy_is_read_again_only_after_it_changed_and_proved_anew_before() throws Exception {
        everywhere();
        stands("anna", CopyWord.EQUAL, Duration.ZERO);
        run();
        sql("UPDATE readiness_look SET hive = 'BAD'");

        run();

        assertThat(verdict("anna", "lon").reason()).isEqualTo("BAD_HIVE");
        assertThat(verdict("anna", "lon").checks())
                .filteredOn(check -> check.kind() == CheckKind.HIVE)
                .extracting(Check::at)
                .containsExactly(estate.clock().instant());

        estate.clock().forward(Duration.ofMinutes(1));
        profileAt(LON, ANNAS, ANNA);
        run();

        assertThat(verdict("anna", "lon").word()).isEqualTo(ReadyWord.READY);
    }

    private void sql(String statement) {
        estate.engine().catalog().database().<Integer, RuntimeException>call(session -> session.update(statement));
    }

    @Test
    void rights_are_asked_anew_even_of_a_copy_that_did_not_change() throws Exception {
        everywhere();
        stands("anna", CopyWord.EQUAL, Duration.ZERO);
        run();
        own(LON, ANNAS, BEN, BEN);

        run();

        assertThat(verdict("anna", "lon").word()).isEqualTo(ReadyWord.NOT_READY);
        assertThat(verdict("anna", "lon").reason()).isEqualTo("SOMEBODY_ELSES");
    }

    @Test
    void a_disk_without_the_persons_registry_lets_nobody_in() throws Exception {
        estate.write(FRA, ANNAS, Fixtures.ownImage("gpt-msr.vhdx").bytes());
        estate.write(LON, ANNAS, Fixtures.ownImage("gpt-msr.vhdx").bytes());
        inventory();
        stands("anna", CopyWord.EQUAL, Duration.ZERO);

        run();

        assertThat(verdict("anna", "lon").word()).isEqualTo(ReadyWord.NOT_READY);
        assertThat(verdict("anna", "lon").checks()).extracting(Check::fact).contains(Fact.NO_HIVE);
    }

    @Test
    void verdicts_grow_old_when_nobody_looks() throws Exception {
        everywhere();
        stands("anna", CopyWord.EQUAL, Duration.ZERO);
        run();
        estate.clock().forward(Duration.ofDays(3));

        ReadinessRun run = service().begin("Ada", true);
        service().plan(run.id());
        service().finish(run.id()); // as if no server could be asked

        assertThat(verdict("anna", "lon").word()).isEqualTo(ReadyWord.UNKNOWN);
        assertThat(london().unknownSince()).isNull(); // ben's copies were never compared
    }

    private void dies(String location, int after) {
        estate.faulty(location)
                .fail((verb, path) -> verb.equals("openForReading"), after, 10_000, FaultyStorage.unreachable());
    }

    @Test
    void when_the_site_where_people_work_is_dead_they_are_ready_at_the_other_one() throws Exception {
        everywhere();
        stands("anna", CopyWord.EQUAL, Duration.ZERO);
        stands("ben", CopyWord.LAGGING, Duration.ofMinutes(3));
        run();
        dies(FRA, 0);

        ReadinessRun run = run();

        assertThat(run.phase()).isEqualTo(Phase.DONE);
        assertThat(run.silent()).containsExactly(FRA);
        assertThat(run.done()).isEqualTo(4);
        assertThat(verdict("anna", "lon").word()).isEqualTo(ReadyWord.READY);
        assertThat(verdict("ben", "lon").loss()).isEqualTo(Duration.ofMinutes(3));
        assertThat(london().works()).isEqualTo(2);
        assertThat(verdict("anna", "fra").word()).isEqualTo(ReadyWord.UNKNOWN);
        assertThat(verdict("anna", "fra").reason()).isEqualTo("OUT_OF_REACH");
        assertThat(service().find(run.id()).orElseThrow().silent()).containsExactly(FRA);
    }

    @Test
    void when_the_other_site_is_dead_nobody_is_ready_there_by_what_was_seen_before() throws Exception {
        everywhere();
        stands("anna", CopyWord.EQUAL, Duration.ZERO);
        run();
        assertThat(verdict("anna", "lon").word()).isEqualTo(ReadyWord.READY);
        dies(LON, 0);

        ReadinessRun run = run();

        assertThat(run.phase()).isEqualTo(Phase.DONE);
        assertThat(run.silent()).containsExactly(LON);
        assertThat(verdict("anna", "lon").word()).isEqualTo(ReadyWord.UNKNOWN);
        assertThat(verdict("anna", "lon").reason()).isEqualTo("OUT_OF_REACH");
        assertThat(verdict("anna", "fra").word()).isEqualTo(ReadyWord.READY);
    }

    @Test
    void copies_that_a_server_answered_before_it_died_are_told_from_the_others() throws Exception {
        List<String> accounts = new ArrayList<>();
        for (int person = 0; person < 12; person++) {
            String account = "p" + person;
            String sid = ANNA + person;
            accounts.add(account);
            for (String location : List.of(FRA, LON)) {
                profileAt(location, sid + "_" + account + "/Profile_" + account + ".VHDX", sid);
            }
        }
        inventory();
        for (String account : accounts) {
            stands(account, CopyWord.EQUAL, Duration.ZERO);
        }
        run();
        assertThat(london().works()).isEqualTo(12);
        dies(LON, 2);

        ReadinessRun run = run();

        assertThat(run.phase()).isEqualTo(Phase.DONE);
        assertThat(run.done()).isEqualTo(24);
        assertThat(run.silent()).containsExactly(LON);
        assertThat(london().works()).isEqualTo(2);
        assertThat(london().unknown()).isEqualTo(10);
    }

    @Test
    void a_site_that_answers_again_is_believed_at_the_next_run() throws Exception {
        everywhere();
        stands("anna", CopyWord.EQUAL, Duration.ZERO);
        estate.faulty(LON).fail((verb, path) -> verb.equals("openForReading"), 0, 2, FaultyStorage.unreachable());
        assertThat(run().silent()).containsExactly(LON);

        ReadinessRun run = run();

        assertThat(run.silent()).isEmpty();
        assertThat(verdict("anna", "lon").word()).isEqualTo(ReadyWord.READY);
    }

    @Test
    void verdicts_grow_old_by_themselves() throws Exception {
        everywhere();
        stands("anna", CopyWord.EQUAL, Duration.ZERO);
        run();
        assertThat(london().ready()).isEqualTo(1);
        estate.clock().forward(Duration.ofHours(27));

        assertThat(london().ready()).isZero();
        assertThat(verdict("anna", "lon").word()).isEqualTo(ReadyWord.UNKNOWN);
        assertThat(verdict("anna", "lon").reason()).isEqualTo("TOO_OLD");
        assertThat(verdict("anna", "lon").loss()).isNull();
    }

    @Test
    void what_was_written_after_the_comparison_is_not_at_the_other_site() throws Exception {
        everywhere();
        stands("anna", CopyWord.EQUAL, Duration.ZERO, estate.clock().instant());
        stands("ben", CopyWord.EQUAL, Duration.ZERO);
        run();
        assertThat(verdict("anna", "lon").word()).isEqualTo(ReadyWord.READY);
        estate.clock().forward(Duration.ofHours(9));
        // They work until the evening.
        long evening = 116_444_736_000_000_000L + estate.clock().instant().getEpochSecond() * 10_000_000;
        sql("UPDATE container_copy SET written = " + evening + " WHERE location_id = '" + FRA + "'");

        run();

        assertThat(verdict("anna", "lon").word()).isEqualTo(ReadyWord.DEGRADED);
        assertThat(verdict("anna", "lon").word()).isEqualTo(ReadyWord.DEGRADED);
        assertThat(verdict("anna", "lon").loss()).isBetween(Duration.ofHours(9), Duration.ofHours(10));
        assertThat(verdict("ben", "lon").word()).isEqualTo(ReadyWord.UNKNOWN); // nobody knows since when
    }

    @Test
    void a_comparison_beside_a_dead_site_takes_no_loss_away_that_is_known() throws Exception {
        everywhere();
        Instant agreed = estate.clock().instant().minus(Duration.ofMinutes(40));
        long written =
                116_444_736_000_000_000L + agreed.plus(Duration.ofMinutes(7)).getEpochSecond() * 10_000_000;
        sql("UPDATE container_copy SET written = " + written + " WHERE location_id = '" + FRA + "'");
        dies(FRA, 0);
        stands("anna", CopyWord.UNPROVED, null, agreed);
        stands("ben", CopyWord.UNPROVED, null, null);

        run();

        assertThat(verdict("anna", "lon").loss()).isBetween(Duration.ofMinutes(6), Duration.ofMinutes(7));
        assertThat(verdict("anna", "lon").word())
                .as("%s", verdict("anna", "lon").checks())
                .isEqualTo(ReadyWord.READY);
        assertThat(verdict("ben", "lon").word()).isEqualTo(ReadyWord.UNKNOWN); // nothing was ever proved of it
        assertThat(verdict("ben", "lon").loss()).isNull();

        // Nobody could look there for days: people may work where only we do not see it.
        estate.clock().forward(Duration.ofDays(3));
        stands("anna", CopyWord.UNPROVED, null, agreed);
        run();

        assertThat(verdict("anna", "lon").word()).isEqualTo(ReadyWord.UNKNOWN);
        assertThat(verdict("anna", "lon").loss()).isNull();
    }

    @Test
    void one_person_is_looked_at_at_once_without_a_run() throws Exception {
        everywhere();
        stands("anna", CopyWord.EQUAL, Duration.ZERO);

        List<ReadyPerson> verdicts = service().lookAt(container("anna"));

        assertThat(verdicts).extracting(ReadyPerson::siteId).containsExactly("fra", "lon");
        assertThat(verdicts).extracting(ReadyPerson::word).containsOnly(ReadyWord.READY);
        assertThat(service().of(container("ben"))).isEmpty();
        assertThat(service().lookAt(4711)).isEmpty();
    }

    @Test
    void a_run_that_was_stopped_goes_on_where_it_was() throws Exception {
        everywhere();
        ReadinessRun run = service().begin("Ada", true);
        service().plan(run.id());
        service().look(run.id(), FRA, RunControl.NEVER_STOP);
        service().abort(run.id(), Phase.STOPPED, "enough");
        assertThat(service().find(run.id()).orElseThrow().phase()).isEqualTo(Phase.STOPPED);
        long read = estate.tracking(FRA).count("openForReading");

        service().resume(run.id(), "Ada");
        assertThat(service().plan(run.id())).containsExactly(FRA, LON);
        service().look(run.id(), FRA, RunControl.NEVER_STOP);
        service().look(run.id(), LON, RunControl.NEVER_STOP);
        ReadinessRun done = service().finish(run.id());

        assertThat(read).isPositive();
        assertThat(estate.tracking(FRA).count("openForReading")).isEqualTo(read);
        assertThat(done.done()).isEqualTo(4);
        assertThatThrownBy(() -> service().resume(run.id(), "Ada")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void one_run_at_a_time_and_none_records_after_its_end() throws Exception {
        everywhere();
        ReadinessRun run = service().begin("Ada", true);

        assertThatThrownBy(() -> service().begin("Ben", true)).isInstanceOf(ReadinessRunningException.class);
        service().abort(run.id(), Phase.FAILED, "broken");
        assertThatThrownBy(() -> service().finish(run.id())).isInstanceOf(TurnLostException.class);
        assertThat(service().latest().orElseThrow().reason()).isEqualTo("broken");
    }

    @Test
    void each_day_keeps_its_last_numbers() throws Exception {
        everywhere();
        stands("anna", CopyWord.EQUAL, Duration.ZERO);
        stands("ben", CopyWord.EQUAL, Duration.ofMinutes(3));
        run();
        run();
        estate.clock().forward(Duration.ofDays(2));
        inventory();
        stands("anna", CopyWord.EQUAL, Duration.ZERO);
        run();

        List<ReadinessDay> days = new ArrayList<>(service().days(30));
        days.removeIf(day -> !day.siteId().equals("lon"));
        assertThat(days).hasSize(2);
        assertThat(days.get(0).ready()).isEqualTo(2);
        assertThat(days.get(0).worstLoss()).isEqualTo(Duration.ofMinutes(3));
        assertThat(days.get(1).ready()).isEqualTo(1);
        assertThat(days.get(1).unknown()).isEqualTo(1);
    }

    @Test
    void who_is_gone_is_forgotten() throws Exception {
        everywhere();
        run();
        estate.delete(FRA, BENS);
        estate.delete(LON, BENS);
        inventory();

        run();

        assertThat(london().people()).isEqualTo(1);
    }
}
