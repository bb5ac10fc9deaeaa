package dev.profilekeep.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.broker.ApplicationGroup;
import dev.profilekeep.broker.HostPool;
import dev.profilekeep.broker.PeopleGroup;
import dev.profilekeep.broker.PoolModel;
import dev.profilekeep.broker.SimulatedBroker;
import dev.profilekeep.catalog.Catalog;
import dev.profilekeep.config.ConfigException;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.failover.PlanFault.Code;
import dev.profilekeep.failover.Work.Assignment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerTest {
    private static final Actor ADA = new Actor("corp:ada@example.com", "Ada", List.of("ADMINISTRATOR"), "");

    @TempDir
    Path folder;

    private Catalog catalog;
    private SimulatedBroker broker;

    private ProfileKeepConfig config(String labelsOfLondon) throws IOException {
        Path file = folder.resolve("profilekeep.yml");
        Files.writeString(
                file,
                """
                dataDirectory: data
                sites:
                  - {id: fra, zone: Europe/Berlin, residency: [EU, KRITIS]}
                  - {id: lon, zone: Europe/London, residency: [%s]}
                  - {id: nyc, zone: America/New_York}
                locations:
                  - {id: a, site: fra, address: a}
                  - {id: b, site: lon, address: b}
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [a, b], residency: [EU]}]
                """
                        .formatted(labelsOfLondon));
        return ConfigFile.read(file);
    }

    @BeforeEach
    void open() throws IOException {
        catalog = Catalog.open(config("EU").database());
        broker = new SimulatedBroker(catalog.database());
        pools(PoolModel.ACTIVE_PASSIVE);
        broker.put(new PeopleGroup("nurses", "Nurses", Set.of("S-1-5-21-1", "S-1-5-21-2")));
        broker.put(new PeopleGroup("doctors", "Doctors", Set.of("S-1-5-21-3")));
        broker.put(new ApplicationGroup("fra-desk", "Desktop", "fra-pool", Set.of("nurses", "doctors")));
        broker.put(new ApplicationGroup("fra-apps", "Apps", "fra-pool", Set.of("nurses")));
        broker.put(new ApplicationGroup("lon-desk", "Desktop", "lon-pool", Set.of()));
        broker.put(new ApplicationGroup("lon-apps", "Apps", "lon-pool", Set.of()));
    }

    private void pools(PoolModel model) {
        broker.put(
                new HostPool("fra-pool", "Frankfurt", "fra", model, List.of(new HostPool.Host("fra-1", true, false))));
        broker.put(new HostPool("lon-pool", "London", "lon", model, List.of(new HostPool.Host("lon-1", false, false))));
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    private static List<Plan.Step> steps(List<StepKind> kinds) {
        return kinds.stream().map(kind -> new Plan.Step(kind, 1, null)).toList();
    }

    private static Plan plan(List<String> groups, List<Plan.Step> steps) {
        return new Plan(
                "p",
                "P",
                "fra",
                "lon",
                List.of("pool"),
                groups,
                Map.of("fra-desk", "lon-desk", "fra-apps", "lon-apps"),
                60,
                steps);
    }

    private static Plan plan(String... groups) {
        return plan(List.of(groups), steps(StepOrder.standard(PoolModel.ACTIVE_PASSIVE)));
    }

    private static Plan with(Hook hook) {
        List<Plan.Step> steps = new ArrayList<>(steps(StepOrder.standard(PoolModel.ACTIVE_PASSIVE)));
        steps.add(new Plan.Step(StepKind.HOOK, 1, hook));
        return plan(List.of(), steps);
    }

    private Planner.Answer look(Plan plan) throws Exception {
        return new Planner(config("EU"), broker).look(plan);
    }

    @Test
    void groups_leave_all_their_application_groups_and_get_those_of_the_other_site() throws Exception {
        Planner.Answer answer = look(plan());

        assertThat(answer.faults()).isEmpty();
        assertThat(answer.work().remove())
                .containsExactly(
                        new Assignment("fra-apps", "nurses"),
                        new Assignment("fra-desk", "doctors"),
                        new Assignment("fra-desk", "nurses"));
        assertThat(answer.work().assign())
                .containsExactly(
                        new Assignment("lon-apps", "nurses"),
                        new Assignment("lon-desk", "doctors"),
                        new Assignment("lon-desk", "nurses"));
        assertThat(answer.work().hosts()).isEqualTo(Map.of("lon-pool", List.of("lon-1")));
    }

    @Test
    void a_group_can_go_alone_if_nobody_of_it_is_in_one_that_stays() throws Exception {
        Planner.Answer answer = look(plan("doctors"));

        assertThat(answer.faults()).isEmpty();
        assertThat(answer.work().remove()).containsExactly(new Assignment("fra-desk", "doctors"));
    }

    @Test
    void whoever_would_be_at_both_sites_is_told_by_groups_and_number_and_nothing_is_moved() throws Exception {
        broker.put(new PeopleGroup("doctors", "Doctors", Set.of("S-1-5-21-2", "S-1-5-21-3")));

        Planner.Answer answer = look(plan("doctors"));

        assertThat(answer.faults())
                .containsExactly(
                        new PlanFault(
                                Code.OVERLAP,
                                "1 of group 'Doctors', which goes, are also in group 'Nurses', which stays: they would be at both sites"));
        assertThat(answer.work().remove()).isEmpty();
    }

    @Test
    void a_group_that_would_lose_an_application_group_is_a_fault() throws Exception {
        broker.put(new ApplicationGroup("fra-more", "More", "fra-pool", Set.of("doctors")));

        assertThat(look(plan()).faults())
                .extracting(PlanFault::sentence)
                .containsExactly("group 'doctors' would lose application group 'fra-more': the plan names none at lon"
                        + " that takes its place");
    }

    @Test
    void each_order_of_two_steps_that_puts_people_at_risk_is_refused() throws Exception {
        List<StepKind> order = StepOrder.standard(PoolModel.ACTIVE_PASSIVE);
        List<StepKind[]> dangerous = List.of(
                new StepKind[] {StepKind.FREEZE_JOBS, StepKind.REMOVE_GROUPS},
                new StepKind[] {StepKind.REMOVE_GROUPS, StepKind.DISCONNECT_SESSIONS},
                new StepKind[] {StepKind.DISCONNECT_SESSIONS, StepKind.LAST_REPLICATION},
                new StepKind[] {StepKind.LAST_REPLICATION, StepKind.VERIFY_COPIES},
                new StepKind[] {StepKind.VERIFY_COPIES, StepKind.SWITCH_ORDER},
                new StepKind[] {StepKind.SWITCH_ORDER, StepKind.ASSIGN_GROUPS},
                new StepKind[] {StepKind.CONFIRM, StepKind.COMMUNICATE});
        for (StepKind[] pair : dangerous) {
            List<StepKind> swapped = new ArrayList<>(order);
            swapped.set(order.indexOf(pair[0]), pair[1]);
            swapped.set(order.indexOf(pair[1]), pair[0]);

            assertThat(look(plan(List.of(), steps(swapped))).faults())
                    .as("%s before %s", pair[1], pair[0])
                    .anySatisfy(fault -> {
                        assertThat(fault.code()).isEqualTo(Code.DANGEROUS_ORDER);
                        assertThat(fault.sentence()).startsWith(pair[0] + " must stand before " + pair[1]);
                    });
        }
    }

    @Test
    void nothing_is_done_before_the_checks_and_nothing_needed_is_left_out() throws Exception {
        List<StepKind> late = new ArrayList<>(StepOrder.standard(PoolModel.ACTIVE_PASSIVE));
        late.remove(StepKind.CHECK);
        assertThat(look(plan(List.of(), steps(late))).faults())
                .containsExactly(new PlanFault(Code.INCOMPLETE, "the step CHECK is missing"));

        late.add(1, StepKind.CHECK);
        assertThat(look(plan(List.of(), steps(late))).faults())
                .extracting(PlanFault::code)
                .containsExactly(Code.DANGEROUS_ORDER);
    }

    @Test
    void where_people_have_desktops_of_their_own_these_run_before_anybody_is_assigned() throws Exception {
        pools(PoolModel.PERSONAL);

        assertThat(look(plan()).faults()).extracting(PlanFault::code).containsExactly(Code.DANGEROUS_ORDER);
        assertThat(look(plan(List.of(), steps(StepOrder.standard(PoolModel.PERSONAL))))
                        .faults())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/vaults/v/replicationProtectedItems/vm1/testFailover",
                "https://example.com/vaults/v/replicationRecoveryPlans/p/test%46ailover",
                "https://example.com/storageAccounts/profiles/failover",
                "https://example.com/shares/p/forceclosehandles"
            })
    void a_dangerous_hook_is_refused_with_the_reason(String url) throws Exception {
        assertThat(look(with(new Hook(url, "POST", "", 30, null))).faults())
                .extracting(PlanFault::code)
                .containsExactly(Code.DANGEROUS_HOOK);
    }

    @Test
    void a_hook_is_judged_by_its_body_too_and_a_harmless_one_is_let_through() throws Exception {
        String address = "https://192.0.2.10/run";

        assertThat(look(with(new Hook(address, "POST", "{\"do\": \"testFailover\"}", 30, null)))
                        .faults())
                .extracting(PlanFault::code)
                .containsExactly(Code.DANGEROUS_HOOK);
        assertThat(look(with(new Hook(address, "POST", "{\"do\": \"scale\"}", 30, "env:TOKEN")))
                        .faults())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1:8080/x", "http://localhost/x", "http://[::1]/x", "http://169.254.169.254/x"})
    void a_hook_never_calls_this_machine(String url) throws Exception {
        assertThat(look(with(new Hook(url, "POST", "", 30, null))).faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.sentence()).contains("this machine itself"));
    }

    @Test
    void a_hook_with_a_secret_in_it_or_without_an_end_is_refused() throws Exception {
        assertThat(look(with(new Hook("https://u:p@192.0.2.10/", "DELETE", "", 0, "hunter2")))
                        .faults())
                .hasSize(4)
                .allSatisfy(fault -> {
                    assertThat(fault.code()).isEqualTo(Code.INCOMPLETE);
                    assertThat(fault.sentence()).doesNotContain("hunter2").doesNotContain("u:p");
                });
    }

    @Test
    void a_set_never_lies_where_its_labels_do_not_hold() {
        assertThatThrownBy(() -> config("UK"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("location 'b' is at site 'lon', which does not carry EU");
    }

    @Test
    void a_plan_to_a_site_without_the_labels_is_refused() throws Exception {
        Plan away = new Plan("p", "P", "fra", "nyc", List.of("pool"), List.of(), Map.of(), 60, plan().steps());

        assertThat(look(away).faults()).extracting(PlanFault::code).contains(Code.RESIDENCY);
    }

    @Test
    void every_change_of_a_plan_is_a_version_and_the_older_ones_stay() throws Exception {
        try (dev.profilekeep.engine.Engine engine = dev.profilekeep.engine.Engine.open(other(), Clock.systemUTC())) {
            FailoverPlans plans = new FailoverPlans(engine.catalog().database(), engine.audit(), Clock.systemUTC());
            plans.save(plan(), ADA, "first");
            plans.save(plan("doctors"), ADA, "doctors alone");
            plans.save(plan("doctors"), ADA, "again");

            assertThat(plans.versions("p"))
                    .extracting(PlanVersion::version, PlanVersion::reason)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(2, "doctors alone"),
                            org.assertj.core.groups.Tuple.tuple(1, "first"));
            assertThat(plans.find("p", 1).orElseThrow().plan()).isEqualTo(plan());
            assertThat(plans.find("p").orElseThrow().plan().groups()).containsExactly("doctors");
            assertThat(engine.audit().recent(10))
                    .extracting(entry -> entry.entry().act())
                    .containsExactly("failover.plan.change", "failover.plan.change");
            assertThatThrownBy(() -> plans.save(plan(), ADA, " ")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** A catalog of its own. */
    private ProfileKeepConfig other() throws IOException {
        Path file = folder.resolve("other.yml");
        Files.writeString(
                file,
                Files.readString(folder.resolve("profilekeep.yml"))
                        .replace("dataDirectory: data", "dataDirectory: other"));
        return ConfigFile.read(file);
    }

    @Test
    void a_plan_is_read_from_a_file_as_it_was_written_and_what_is_none_is_told() {
        assertThat(PlanJson.parse(PlanJson.write(plan("doctors")))).isEqualTo(plan("doctors"));
        assertThatThrownBy(() -> PlanJson.parse("{\"id\": \"x\", \"stesp\": []}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 1");
        assertThatThrownBy(() -> PlanJson.parse("[]")).isInstanceOf(IllegalArgumentException.class);
    }
}
