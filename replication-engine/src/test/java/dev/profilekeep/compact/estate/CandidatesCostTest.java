package dev.profilekeep.compact.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.engine.Estate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What it takes to find out, among many containers, which are worth a look: told by numbers of statements, not by time, which a busy machine makes meaningless. */
class CandidatesCostTest {
    private static final int MANY = 10_000;

    @TempDir
    Path folder;

    private Estate estate;
    private Database database;

    private void start(String replication) {
        estate = new Estate(folder).replication(replication);
        database = estate.engine().catalog().database();
        database.<RuntimeException>run(session -> {
            session.update("SET QUERY_STATISTICS_MAX_ENTRIES 5000");
            session.update(
                    "INSERT INTO session_host (host_key, name, pool, agent_version, fslogix_version, seen_at, source)"
                            + " SELECT 'avd-' || x, 'avd-' || x, '', '', '2.9.' || x, CURRENT_TIMESTAMP, 'test' FROM"
                            + " SYSTEM_RANGE(1, 3)");
        });
    }

    @AfterEach
    void stop() {
        estate.close();
    }

    /** Each used by its person on two hosts: last on the one by the number of the container. */
    private void containers(int from, int to) {
        database.<RuntimeException>run(session -> {
            String range = " FROM SYSTEM_RANGE(" + from + ", " + to + ")";
            session.update(
                    "INSERT INTO container (id, identity_key, set_id, kind, sid, account, account_sort, base_name, search,"
                            + " first_seen, state, state_rank, finding_codes, findings, sites, copies, unread_copies, locked,"
                            + " virtual_size, file_size, used, free, reclaimable, sum_file_size, sum_used, sum_reclaimable,"
                            + " last_written, last_seen) SELECT x, 'k' || x, 'pool', 'ODFC', CASE WHEN MOD(x, 2) = 0 THEN"
                            + " 'S-1-5-21-1-2-3-' || x ELSE '' END, 'User' || x, 'user' || x, 'ODFC_user' || x, 'user' || x,"
                            + " CURRENT_TIMESTAMP, 'HEALTHY', 0, '', '[]', 'fra', 1, 0, FALSE, 100, 100, 1, 1, 1, 10, 2, 1, x, x"
                            + range);
            session.update(
                    "INSERT INTO container_copy (container_id, location_id, path_key, path, folder, presence, unread,"
                            + " first_run, listed_run, changed_run, size, allocated, created, written, changed, file_id,"
                            + " attributes, sidecars, differences, read_size, read_written, read_changed, read_file_id, stamp, problem_kind, reason"
                            + ", virtual_size, used, free, reclaimable, dirty, log_open, no_file_system, difference_disk, damage)"
                            + " SELECT x, 'fra-profiles', 'p' || x, 'f' || x || '/ODFC_user' || x || '.VHDX', 'f' || x,"
                            + " 'PRESENT', FALSE, 1, 1, 1, 1000000000, 0, 0, x, 0, x, 0, '[]', '', 0, 0, 0, 0, '', '', '', 0, 0, 0, 0, FALSE, FALSE, FALSE, FALSE, ''"
                            + range);
            for (int host = 1; host <= 2; host++) {
                session.update(
                        "INSERT INTO host_session (source, host_key, host_name, person_key, since_key, sid, account,"
                                + " account_key, state, since, seen_at) SELECT 'test', 'avd-' || (MOD(x, 2) + " + host
                                + "), '', 'p' || x, '" + host
                                + "', CASE WHEN MOD(x, 2) = 0 THEN 'S-1-5-21-1-2-3-' || x ELSE"
                                + " '' END, 'user' || x, 'user' || x, 'ACTIVE', DATEADD('DAY', -" + host
                                + ", CURRENT_TIMESTAMP), CURRENT_TIMESTAMP" + range);
            }
            session.update(
                    "INSERT INTO compaction_item (run_id, container_id, location_id, part, part_location, lead_copy, set_id,"
                            + " account, path, search, agent_version, canary, step, outcome, why, sentence, bytes_before,"
                            + " bytes_planned, bytes_after, block_before, block_after, seconds, waited, written, purpose, kept,"
                            + " put_back) SELECT 1, x, 'fra-profiles', 0, 'fra-profiles', TRUE, 'pool', '', '', '', '', FALSE,"
                            + " 'ENDED', 'COMPACTED', '', '', 2, 1, 1, 0, 0, 1, FALSE, 1, 'act', FALSE, CASE WHEN MOD(x, 5) ="
                            + " 0 THEN ? END"
                            + range,
                    estate.clock().instant().minus(Duration.ofDays(3)));
        });
    }

    private List<Candidate> find() {
        return new Candidates(estate.config(), database, estate.engine().containers(), estate.clock())
                .find(List.of(), 2);
    }

    private long selects() {
        long before = executed();
        assertThat(find()).isNotEmpty();
        return executed() - before;
    }

    private long executed() {
        return database.call(session -> {
            long sum = session.number("SELECT COALESCE(SUM(execution_count), 0) FROM"
                    + " INFORMATION_SCHEMA.QUERY_STATISTICS WHERE sql_statement LIKE 'SELECT%' AND sql_statement NOT LIKE"
                    + " '%QUERY_STATISTICS%'");
            session.update("SET QUERY_STATISTICS TRUE");
            return sum;
        });
    }

    /** Of disks under Cloud Cache it is told, too, why FSLogix itself leaves them. */
    @ParameterizedTest
    @ValueSource(strings = {"ENGINE", "CLOUD_CACHE"})
    void ten_thousand_take_a_few_statements_for_each_two_hundred_of_them(String replication) {
        start(replication);
        containers(1, 200);
        long few = selects();
        assertThat(few).isBetween(3L, 12L);
        containers(201, MANY);

        long many = selects();

        assertThat(many).isLessThanOrEqualTo(few + 2L * (MANY / 200));
    }

    @Test
    void each_has_the_version_of_the_host_that_its_person_used_last_and_knows_who_put_it_back() {
        start("ENGINE");
        containers(1, 450);

        List<Candidate> found = find();

        assertThat(found).hasSize(450);
        assertThat(found).allSatisfy(one -> {
            long id = one.containerId();
            assertThat(one.agentVersion()).isEqualTo("2.9." + (id % 2 + 1));
            assertThat(one.ruledOut().why().equals("put-back")).isEqualTo(id % 5 == 0);
        });
    }
}
