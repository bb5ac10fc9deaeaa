package dev.profilekeep.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.catalog.ContainerSort.Column;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.health.FindingCode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** 50,000 containers: told by plans and numbers of statements, not by time, which a busy machine makes meaningless. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyContainersTest {
    private static final int MANY = 50_000;

    @TempDir
    static Path folder;

    private final List<String> statements = new ArrayList<>();
    private Estate estate;
    private Database database;
    private Containers containers;

    @BeforeAll
    void fill() {
        estate = new Estate(folder);
        database = estate.engine().catalog().database();
        database.run(session -> {
            session.update(
                    "INSERT INTO container (identity_key, set_id, kind, sid, account, account_sort, base_name, search,"
                            + " first_seen, state, state_rank, finding_codes, findings, sites, copies, unread_copies, locked,"
                            + " virtual_size, file_size, used, free, reclaimable, sum_file_size, sum_used, sum_reclaimable,"
                            + " last_written, last_seen) SELECT 'k' || x, 'pool', CASE WHEN MOD(x, 2) = 0 THEN 'PROFILE' ELSE 'ODFC'"
                            + " END, 'S-1-5-21-1-2-3-' || (x / 2), 'user' || (x / 2), 'user' || (x / 2), 'Profile_user' || (x / 2),"
                            + " 'user' || (x / 2) || ' s-1-5-21-1-2-3-' || (x / 2), CURRENT_TIMESTAMP,"
                            + " CASE WHEN MOD(x, 100) = 0 THEN 'PROBLEM' ELSE 'HEALTHY' END,"
                            + " CASE WHEN MOD(x, 100) = 0 THEN 4 ELSE 0 END, '', '[]', 'fra,lon', 2, 0, FALSE, 100, MOD(x * 7919, 50000),"
                            + " 1, 1, 1, 10, 2, 1, x, x FROM SYSTEM_RANGE(1, " + MANY + ")");
            session.update("INSERT INTO container_site SELECT 'fra', id FROM container");
            session.update("INSERT INTO container_finding SELECT 'GONE', id FROM container WHERE state_rank = 4");
            session.update("ANALYZE");
        });
        DataSource real = estate.engine().catalog().dataSource();
        containers = new Containers(new Database(watched(real)), estate.config());
    }

    @AfterAll
    void close() {
        estate.close();
    }

    private DataSource watched(DataSource real) {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Object answer = method.invoke(real, arguments);
                    return answer instanceof Connection connection ? watched(connection) : answer;
                });
    }

    private Connection watched(Connection real) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        statements.add((String) arguments[0]);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private String plan(ContainerFilter filter, ContainerSort sort) {
        FilterSql where = FilterSql.of(filter);
        return database.call(session -> session.first(
                        "EXPLAIN SELECT c.id FROM container c" + where.text() + FilterSql.orderBy(sort)
                                + " LIMIT 100 OFFSET 0",
                        row -> row.text("PLAN"),
                        where.arguments())
                .orElseThrow());
    }

    @ParameterizedTest
    @EnumSource(Column.class)
    void a_page_in_any_order_is_read_from_an_index_and_never_sorted(Column column) {
        for (boolean descending : new boolean[] {false, true}) {
            assertThat(plan(ContainerFilter.ALL, new ContainerSort(column, descending)))
                    .contains("/* PUBLIC.CONTAINER_BY_" + column.name())
                    .contains("index sorted")
                    .doesNotContain("tableScan");
        }
    }

    @Test
    void one_person_is_found_by_an_index() {
        ContainerFilter person = new ContainerFilter("", Set.of(), Set.of(), Set.of(), Set.of(), "S-1-5-21-1-2-3-77");
        assertThat(plan(person, new ContainerSort(Column.SID, false))).contains("CONTAINER_BY_SID");
        assertThat(containers.count(person)).isEqualTo(2);
    }

    @Test
    void a_filter_by_state_goes_through_its_index_and_one_by_finding_and_site_through_theirs() {
        ContainerFilter problems =
                new ContainerFilter("", Set.of(), Set.of(), Set.of(ContainerState.PROBLEM), Set.of(), null);
        assertThat(plan(problems, new ContainerSort(Column.STATE, true))).contains("CONTAINER_BY_STATE");
        ContainerFilter gone =
                new ContainerFilter("", Set.of("fra"), Set.of(), Set.of(), Set.of(FindingCode.GONE), null);
        String plan = plan(gone, new ContainerSort(Column.ACCOUNT, false));
        assertThat(plan)
                .containsPattern("(?s)CONTAINER_FINDING.*(INDEX|PRIMARY_KEY|CONTAINER_FINDING_BY_CONTAINER)")
                .doesNotContain("CONTAINER_FINDING.tableScan")
                .doesNotContain("CONTAINER_SITE.tableScan");
        assertThat(containers.count(gone)).isEqualTo(MANY / 100);
    }

    @Test
    void a_page_a_count_and_the_totals_are_one_statement_each() {
        ContainerFilter filter =
                new ContainerFilter("user 77", Set.of("fra"), Set.of(ContainerKind.PROFILE), Set.of(), Set.of(), null);
        statements.clear();
        List<ContainerRow> page = containers.find(filter, new ContainerSort(Column.ACCOUNT, false), 0, 50);
        assertThat(page).hasSize(50);
        assertThat(statements).hasSize(1);
        long count = containers.count(filter);
        assertThat(statements).hasSize(2);
        assertThat(containers.totals(filter).containers()).isEqualTo(count);
        assertThat(statements).hasSize(3);
        assertThat(statements).noneMatch(sql -> sql.contains("77"));
    }

    @Test
    void pages_far_down_and_the_whole_stream_agree() {
        ContainerSort sort = new ContainerSort(Column.FILE_SIZE, true);
        List<Long> tail = containers.find(ContainerFilter.ALL, sort, MANY - 3, 10).stream()
                .map(ContainerRow::id)
                .toList();
        assertThat(tail).hasSize(3);
        List<Long> all = new ArrayList<>();
        statements.clear();
        containers.forEach(ContainerFilter.ALL, sort, row -> all.add(row.id()));
        assertThat(statements).hasSize(1);
        assertThat(all).hasSize(MANY).doesNotHaveDuplicates().endsWith(tail.toArray(new Long[0]));
    }
}
