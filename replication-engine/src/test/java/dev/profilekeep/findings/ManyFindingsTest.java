package dev.profilekeep.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.health.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** 100,000 findings of 50,000 containers: told by plans, not by time, which a busy machine makes meaningless. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyFindingsTest {
    private static final int CONTAINERS = 50_000;

    @TempDir
    static Path folder;

    private Estate estate;
    private HealthService health;
    private Database database;

    @BeforeAll
    void fill() {
        estate = new Estate(folder);
        health = estate.engine().health();
        database = estate.engine().catalog().database();
        database.<RuntimeException>run(session -> {
            session.update(
                    "INSERT INTO container (identity_key, set_id, kind, sid, account, account_sort, base_name, search,"
                            + " first_seen, state, state_rank, finding_codes, findings, sites, copies, unread_copies, locked,"
                            + " virtual_size, file_size, used, free, reclaimable, sum_file_size, sum_used, sum_reclaimable,"
                            + " last_written, last_seen) SELECT 'k' || x, 'pool', 'PROFILE', 'S-1-5-21-1-2-3-' || x, 'user' || x,"
                            + " 'user' || x, 'Profile_user' || x, 'user' || x, CURRENT_TIMESTAMP, 'ATTENTION', 3, '', '[]', 'fra',"
                            + " 2, 0, FALSE, 100, 1, 1, 1, 1, 10, 2, 1, x, x FROM SYSTEM_RANGE(1, " + CONTAINERS + ")");
            for (int i = 0; i < 2; i++) {
                session.update(
                        "INSERT INTO finding (container_id, location_id, site_id, code, severity, facts, is_open,"
                                + " first_seen, last_seen, accepted_severity, accepted_by, accepted_name, accepted_reason)"
                                + " SELECT id, '', CASE WHEN MOD(id, 2) = 0 THEN 'fra' ELSE 'lon' END, "
                                + (i == 0 ? "'NEARLY_FULL', 1" : "'BLOATED', 0")
                                + ", '{}', TRUE, DATEADD(SECOND, id, TIMESTAMP WITH TIME ZONE '2022-01-01 00:00:00+00:00'),"
                                + " CURRENT_TIMESTAMP, -1, '', '', '' FROM container");
            }
            session.update("ANALYZE");
        });
    }

    @AfterAll
    void close() {
        estate.close();
    }

    private String plan(FindingFilter filter, FindingSort sort) {
        FindingSql sql =
                FindingSql.of(filter, ReachSql.EVERYWHERE, estate.clock().instant());
        return database.<String, RuntimeException>call(session -> session.first(
                        "EXPLAIN " + sql.select() + FindingSql.orderBy(filter, sort) + " LIMIT 100 OFFSET 0",
                        row -> row.text("PLAN"),
                        sql.arguments())
                .orElseThrow());
    }

    @ParameterizedTest
    @EnumSource(value = FindingSort.Column.class, names = "ACCOUNT", mode = EnumSource.Mode.EXCLUDE)
    void a_page_is_read_from_an_index_and_never_sorted(FindingSort.Column column) {
        for (boolean descending : new boolean[] {false, true}) {
            assertThat(plan(FindingFilter.OPEN, new FindingSort(column, descending)))
                    .contains("PUBLIC.FINDING_BY_")
                    .contains("index sorted");
        }
    }

    @Test
    void one_containers_findings_are_found_by_an_index() {
        assertThat(plan(FindingFilter.OPEN.container(77L), FindingSort.WORST_FIRST))
                .containsPattern(
                        "(FINDING_BY_CONTAINER|CONSTRAINT_INDEX_\\w+): (IS_OPEN = TRUE\\s+AND )?CONTAINER_ID = ");
    }

    @Test
    void numbers_and_pages_agree() {
        HealthCounts all = health.overview().all();
        assertThat(all.warn()).isEqualTo(CONTAINERS);
        assertThat(all.info()).isEqualTo(CONTAINERS);
        assertThat(all.attention()).isEqualTo(CONTAINERS);
        assertThat(health.count(FindingFilter.OPEN)).isEqualTo(2L * CONTAINERS);
        assertThat(health.list(FindingFilter.OPEN, FindingSort.WORST_FIRST, 0, 10))
                .allSatisfy(row -> assertThat(row.severity()).isEqualTo(Severity.WARN));
        assertThat(health.list(FindingFilter.OPEN, FindingSort.WORST_FIRST, 99_990, 100))
                .hasSize(10)
                .allSatisfy(row -> assertThat(row.code()).isEqualTo(FindingCode.BLOATED));
        Set<Long> ids = new HashSet<>();
        List<String> accounts = new ArrayList<>();
        health.forEach(
                FindingFilter.OPEN.sites(Set.of("fra")).severities(Set.of(Severity.WARN)),
                new FindingSort(FindingSort.Column.ACCOUNT, false),
                row -> {
                    ids.add(row.id());
                    accounts.add(row.container().account());
                });
        assertThat(ids).hasSize(CONTAINERS / 2);
        assertThat(accounts).isSorted();
    }
}
