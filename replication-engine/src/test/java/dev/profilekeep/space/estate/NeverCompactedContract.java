package dev.profilekeep.space.estate;

import static dev.profilekeep.engine.Estate.ANNA;
import static dev.profilekeep.engine.Estate.BEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.inventory.InventoryRunningException;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.space.estate.NeverCompacted.Reason;
import dev.profilekeep.space.estate.NeverCompactedTotals.Sum;
import dev.profilekeep.storage.StoredFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose disk FSLogix never makes smaller, on every database. */
abstract class NeverCompactedContract {
    private static final String FRA = "fra-profiles";
    private static final String LON = "lon-profiles";
    private static final String ANNAS = ANNA + "_anna/Profile_anna.VHDX";
    private static final String BENS = BEN + "_ben/Profile_ben.VHDX";
    private static final long GIB = 1L << 30;

    @TempDir
    Path folder;

    Estate estate;

    /** Lines for {@code database:}; empty for the H2 file. */
    abstract String databaseYaml();

    @BeforeEach
    void anEstate() {
        estate = new Estate(folder).database(databaseYaml());
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private void inventory() {
        estate.clock().forward(Duration.ofDays(1));
        try {
            estate.engine().inventory().runAll("Ada", RunControl.NEVER_STOP, run -> {});
        } catch (InventoryRunningException e) {
            throw new AssertionError(e);
        }
    }

    private void sql(String statement, Object... arguments) {
        estate.engine()
                .catalog()
                .database()
                .<Integer, RuntimeException>call(session -> session.update(statement, arguments));
    }

    private ContainerRow container(String account) {
        return estate
                .engine()
                .containers()
                .find(ContainerFilter.ALL, new ContainerSort(ContainerSort.Column.ACCOUNT, false), 0, 10)
                .stream()
                .filter(row -> row.account().equals(account))
                .findFirst()
                .orElseThrow();
    }

    /** Images of tests are small: the catalog is told of a large one. */
    private void grown(String account, long fileSize, long reclaimable) {
        long id = container(account).id();
        sql("UPDATE container SET file_size = ?, reclaimable = ? WHERE id = ?", fileSize, reclaimable, id);
        sql("UPDATE container_copy SET size = ?, reclaimable = ? WHERE container_id = ?", fileSize, reclaimable, id);
        sql("DELETE FROM growth WHERE copy_id IN (SELECT id FROM container_copy WHERE container_id = ?)", id);
    }

    private void observed(String account, Instant at, long fileSize, long reclaimable) {
        sql(
                "INSERT INTO growth (copy_id, at, file_size, virtual_size, used, reclaimable)"
                        + " SELECT p.id, CAST(? AS TIMESTAMP(6) WITH TIME ZONE), CAST(? AS BIGINT), p.virtual_size, p.used, CAST(? AS BIGINT)"
                        + " FROM container_copy p WHERE p.container_id = ?",
                at,
                fileSize,
                reclaimable,
                container(account).id());
    }

    private void written(String account, Instant at) {
        sql(
                "UPDATE container_copy SET written = ? WHERE container_id = ?",
                StoredFile.fromInstant(at),
                container(account).id());
    }

    private List<NeverCompacted> all() {
        return estate.engine().space().neverCompacted(Reach.EVERYWHERE, 0, 100);
    }

    /** Dynamic, GPT, clean: nothing against it by itself. */
    private void anna() {
        estate.put(FRA, ANNAS, "gpt-msr.vhdx");
        estate.put(LON, ANNAS, "gpt-msr.vhdx");
        inventory();
    }

    private void host(String key, String version) {
        sql(
                "INSERT INTO session_host (host_key, name, pool, agent_version, fslogix_version, seen_at, source)"
                        + " VALUES (?, ?, '', '', ?, ?, 'test')",
                key,
                key,
                version,
                estate.clock().instant());
    }

    private void session(String host, String sid) {
        sql(
                "INSERT INTO host_session (source, host_key, host_name, person_key, since_key, sid, account, account_key, state,"
                        + " seen_at) VALUES ('test', ?, ?, ?, '', ?, '', '', 'ACTIVE', ?)",
                host,
                host,
                sid,
                sid,
                estate.clock().instant());
    }

    @Test
    void a_sound_disk_is_not_listed_because_much_could_be_given_back_once() {
        anna();
        grown("anna", 4 * GIB, 2 * GIB);
        assertThat(all()).isEmpty();
        assertThat(estate.engine()
                        .space()
                        .neverCompactedTotals(Reach.EVERYWHERE)
                        .all())
                .isEqualTo(new Sum(0, 0));
    }

    @Test
    void fslogix_had_its_chance_if_it_was_so_for_two_weeks_and_somebody_wrote_meanwhile() {
        anna();
        grown("anna", 4 * GIB, GIB);
        Instant first = Instant.parse("2022-05-01T03:00:00Z");
        written("anna", first.plus(Duration.ofDays(13)));
        observed("anna", first, 4 * GIB, 2 * GIB);
        observed("anna", first.plus(Duration.ofDays(7)), 4 * GIB, GIB);
        assertThat(all()).as("two observations").isEmpty();
        observed("anna", first.plus(Duration.ofDays(13)), 4 * GIB, GIB);
        assertThat(all()).as("thirteen days").isEmpty();
        observed("anna", first.plus(Duration.ofDays(14)), 4 * GIB, GIB);
        assertThat(all()).singleElement().satisfies(one -> {
            assertThat(one.reasons()).containsExactly(Reason.HAD_CHANCE);
            assertThat(one.containerId()).isEqualTo(container("anna").id());
            assertThat(one.account()).isEqualTo("anna");
            assertThat(one.siteId()).isEqualTo("fra");
            assertThat(one.locationId()).isEqualTo(FRA);
            assertThat(one.fileSize()).isEqualTo(4 * GIB);
            assertThat(one.reclaimable()).isEqualTo(GIB);
            assertThat(one.observations()).isEqualTo(4);
            assertThat(one.since()).isEqualTo(first);
        });

        written("anna", first.minus(Duration.ofDays(1)));
        assertThat(all()).as("nobody signed in since").isEmpty();
    }

    @Test
    void a_disk_that_became_small_meanwhile_begins_anew() {
        anna();
        grown("anna", 4 * GIB, GIB);
        Instant first = Instant.parse("2022-05-01T03:00:00Z");
        written("anna", first.plus(Duration.ofDays(30)));
        for (int day = 0; day <= 28; day += 7) {
            observed("anna", first.plus(Duration.ofDays(day)), 4 * GIB, day == 14 ? GIB / 2 : GIB);
        }
        assertThat(all()).isEmpty();
        observed("anna", first.plus(Duration.ofDays(35)), 4 * GIB, GIB);
        assertThat(all()).singleElement().satisfies(one -> {
            assertThat(one.observations()).isEqualTo(3);
            assertThat(one.since()).isEqualTo(first.plus(Duration.ofDays(21)));
        });
    }

    @Test
    void the_limits_are_those_of_fslogix() {
        estate.put(FRA, ANNAS, "bare-dirty.vhdx");
        inventory();
        grown("anna", GIB, GIB / 2);
        assertThat(all()).as("not more than 1 GiB").isEmpty();
        grown("anna", 5 * GIB, GIB - 1);
        assertThat(all()).as("less than 20 %").isEmpty();
        grown("anna", 5 * GIB, GIB);
        assertThat(all()).singleElement().satisfies(one -> {
            assertThat(one.reasons()).containsExactly(Reason.DIRTY);
            assertThat(one.observations()).isZero();
            assertThat(one.since()).isNull();
        });
    }

    @Test
    void what_is_against_a_disk_itself_is_told_the_largest_gain_first() {
        estate.put(FRA, ANNAS, "mbr-fixed.vhdx");
        estate.put(FRA, BENS, "mbr-dynamic.vhd");
        inventory();
        grown("anna", 4 * GIB, GIB);
        grown("ben", 8 * GIB, 6 * GIB);
        assertThat(all()).extracting(NeverCompacted::account).containsExactly("ben", "anna");
        assertThat(all().get(0).reasons()).containsExactly(Reason.MBR);
        assertThat(all().get(1).reasons()).containsExactlyInAnyOrder(Reason.FIXED, Reason.MBR);
        assertThat(estate.engine().space().neverCompacted(Reach.EVERYWHERE, 1, 1))
                .extracting(NeverCompacted::account)
                .containsExactly("anna");

        NeverCompactedTotals totals = estate.engine().space().neverCompactedTotals(Reach.EVERYWHERE);
        assertThat(totals.all()).isEqualTo(new Sum(2, 7 * GIB));
        assertThat(totals.byReason())
                .hasSize(Reason.values().length)
                .containsEntry(Reason.MBR, new Sum(2, 7 * GIB))
                .containsEntry(Reason.FIXED, new Sum(1, GIB))
                .containsEntry(Reason.OLD_AGENT, new Sum(0, 0));
    }

    @Test
    void a_disk_whose_log_was_left_open_is_told_unless_somebody_works_with_it() {
        anna();
        grown("anna", 4 * GIB, GIB);
        sql("UPDATE container_copy SET log_open = TRUE");
        assertThat(all()).singleElement().satisfies(one -> assertThat(one.reasons())
                .containsExactly(Reason.NOT_CLOSED));
        sql("UPDATE container_copy SET presence = 'IN_USE'");
        assertThat(all()).isEmpty();
    }

    @Test
    void hosts_with_an_old_fslogix_are_the_reason_for_those_who_work_on_no_newer_one() {
        anna();
        grown("anna", 4 * GIB, GIB);
        host("avd-1", "2.9.8228.50276");
        host("avd-2", "2.9.8440.42104");
        host("avd-3", "");
        session("avd-1", BEN);
        session("avd-3", ANNA);
        assertThat(all()).as("another's host, and one that says nothing").isEmpty();
        session("avd-1", ANNA);
        assertThat(all()).singleElement().satisfies(one -> assertThat(one.reasons())
                .containsExactly(Reason.OLD_AGENT));
        assertThat(estate.engine()
                        .space()
                        .neverCompactedTotals(Reach.EVERYWHERE)
                        .byReason())
                .containsEntry(Reason.OLD_AGENT, new Sum(1, GIB));
        session("avd-2", ANNA);
        assertThat(all()).as("the newer host had a chance").isEmpty();
    }

    @Test
    void nobody_sees_beyond_their_reach() {
        estate.put(FRA, ANNAS, "mbr-fixed.vhdx");
        estate.put(LON, BENS, "mbr-fixed.vhdx");
        inventory();
        host("avd-1", "2.9.8228.50276");
        grown("anna", 4 * GIB, GIB);
        grown("ben", 4 * GIB, GIB);
        assertThat(all()).hasSize(2);
        Reach london = new Reach(Set.of("lon"), Set.of());
        assertThat(estate.engine().space().neverCompacted(london, 0, 100))
                .extracting(NeverCompacted::account)
                .containsExactly("ben");
        assertThat(estate.engine().space().neverCompactedTotals(london).all()).isEqualTo(new Sum(1, GIB));
        assertThat(estate.engine().space().neverCompacted(Reach.NOWHERE.orOwn(ANNA), 0, 100))
                .extracting(NeverCompacted::account)
                .containsExactly("anna");
        assertThat(estate.engine().space().neverCompacted(Reach.NOWHERE, 0, 100))
                .isEmpty();
        assertThatThrownBy(() -> estate.engine().space().neverCompacted(Reach.EVERYWHERE, 0, 1_001))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void of_single_sets_only_their_containers_are_told_and_of_none_nothing() {
        estate.put(FRA, ANNAS, "mbr-fixed.vhdx");
        estate.put(FRA, BENS, "mbr-fixed.vhdx");
        inventory();
        grown("anna", 4 * GIB, GIB);
        grown("ben", 4 * GIB, GIB);
        sql(
                "UPDATE container SET set_id = 'other' WHERE id = ?",
                container("ben").id());
        Database database = estate.engine().catalog().database();
        assertThat(Space.neverCompactedReasons(
                        database, Set.of(container("anna").setId())))
                .containsOnlyKeys(container("anna").id());
        assertThat(Space.neverCompactedReasons(database, Set.of("other")))
                .containsOnlyKeys(container("ben").id());
        assertThat(Space.neverCompactedReasons(database, Set.of())).isEmpty();
    }

    @Test
    void a_label_that_looks_like_a_fact_is_none() {
        anna();
        grown("anna", 4 * GIB, GIB);
        sql("UPDATE copy_info SET info = REPLACE(info, '\"label\":\"', '\"label\":\"\\\"subformat\\\":\\\"FIXED\\\"')");
        assertThat(estate.engine()
                        .containers()
                        .detail(container("anna").id())
                        .orElseThrow()
                        .copies()
                        .get(0)
                        .info()
                        .partitions())
                .anyMatch(partition -> String.valueOf(partition.label()).contains("FIXED"));
        assertThat(all()).isEmpty();
    }
}
