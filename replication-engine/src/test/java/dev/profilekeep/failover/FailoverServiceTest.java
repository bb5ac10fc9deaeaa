package dev.profilekeep.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.approval.ApprovalRefusedException;
import dev.profilekeep.approval.Approvals;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.broker.ApplicationGroup;
import dev.profilekeep.broker.BrokerException;
import dev.profilekeep.broker.Faults;
import dev.profilekeep.broker.HostPool;
import dev.profilekeep.broker.PeopleGroup;
import dev.profilekeep.broker.PoolModel;
import dev.profilekeep.broker.SimulatedBroker;
import dev.profilekeep.catalog.Catalog;
import dev.profilekeep.catalog.Databases;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.config.DatabaseConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.failover.Run.State;
import dev.profilekeep.failover.Run.StepState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailoverServiceTest {
    private static final Actor ADA = new Actor("corp:ada@example.com", "Ada", List.of("ADMINISTRATOR"), "");
    private static final Actor ALAN = new Actor("corp:alan@example.com", "Alan", List.of("ADMINISTRATOR"), "");
    private static final Actor HELP = new Actor("corp:helen@example.com", "Helen", List.of("HELPDESK"), "");

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-03-02T08:00:00Z");
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    private Catalog catalog;
    private SimulatedBroker broker;
    private MemoryWorld world;
    private AuditTrail audit;
    private ProfileKeepConfig config;
    private FailoverService service;

    /** Says which database. */
    DatabaseConfig database() throws Exception {
        return Databases.h2(folder);
    }

    @BeforeEach
    void open() throws Exception {
        Path file = folder.resolve("profilekeep.yml");
        Files.writeString(
                file,
                """
                dataDirectory: data
                sites: [{id: fra, zone: Europe/Berlin}, {id: lon, zone: Europe/London}]
                locations: [{id: a, site: fra, address: a}, {id: b, site: lon, address: b}]
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [a, b]}]
                policies: {failover: {hostsPerBatch: 2}}
                """);
        config = ConfigFile.read(file);
        catalog = Catalog.open(database());
        fresh();
    }

    /** An estate as it is before anything happened; runs of the past stay. */
    private void fresh() {
        broker = new SimulatedBroker(catalog.database());
        broker.put(new HostPool(
                "fra-pool",
                "Frankfurt",
                "fra",
                PoolModel.ACTIVE_PASSIVE,
                List.of(new HostPool.Host("fra-1", true, false))));
        broker.put(new HostPool(
                "lon-pool",
                "London",
                "lon",
                PoolModel.ACTIVE_PASSIVE,
                List.of(
                        new HostPool.Host("lon-1", false, false),
                        new HostPool.Host("lon-2", false, false),
                        new HostPool.Host("lon-3", false, false))));
        broker.put(new PeopleGroup("nurses", "Nurses", Set.of("S-1-5-21-1", "S-1-5-21-2")));
        broker.put(new PeopleGroup("doctors", "Doctors", Set.of("S-1-5-21-3")));
        broker.put(new ApplicationGroup("fra-desk", "Desktop", "fra-pool", Set.of("nurses", "doctors")));
        broker.put(new ApplicationGroup("fra-apps", "Apps", "fra-pool", Set.of("nurses")));
        broker.put(new ApplicationGroup("lon-desk", "Desktop", "lon-pool", Set.of()));
        broker.put(new ApplicationGroup("lon-apps", "Apps", "lon-pool", Set.of()));
        world = new MemoryWorld();
        audit = new AuditTrail(catalog.database(), clock);
        service = service("node-1");
    }

    private FailoverService service(String node) {
        return new FailoverService(
                config,
                catalog.database(),
                audit,
                new Approvals(catalog.database(), audit, clock),
                new FailoverPlans(catalog.database(), audit, clock),
                broker,
                world,
                clock,
                node);
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    private Run started() throws Exception {
        Plan plan = new Plan(
                "p",
                "P",
                "fra",
                "lon",
                List.of("pool"),
                List.of(),
                Map.of("fra-desk", "lon-desk", "fra-apps", "lon-apps"),
                60,
                StepOrder.standard(PoolModel.ACTIVE_PASSIVE).stream()
                        .map(kind -> new Plan.Step(kind, 1, null))
                        .toList());
        new FailoverPlans(catalog.database(), audit, clock).save(plan, ADA, "first");
        service.approve(service.ask("p", ADA, "fire").id(), ALAN, "yes");
        return service.start("p", ADA, "fire");
    }

    /** Ids of the sites where somebody may work. */
    private Set<String> sitesOf(String sid) throws BrokerException {
        Set<String> sites = new TreeSet<>();
        for (String site : broker.sites()) {
            for (ApplicationGroup group : broker.applicationGroups(site)) {
                for (String people : group.groups()) {
                    if (broker.group(people).orElseThrow().sids().contains(sid)) {
                        sites.add(site);
                    }
                }
            }
        }
        return sites;
    }

    private void allAreIn(String site) throws BrokerException {
        for (String sid : List.of("S-1-5-21-1", "S-1-5-21-2", "S-1-5-21-3")) {
            assertThat(sitesOf(sid)).as(sid).containsExactly(site);
        }
    }

    private Run toTheEnd(long id) throws Exception {
        service.go(id, ADA);
        now = now.plus(Duration.ofMinutes(10));
        service.go(id, ADA);
        if (service.run(id).state() == State.WAITING) {
            service.confirm(id, ALAN, "works");
        }
        return service.go(id, ADA);
    }

    @Test
    void people_go_to_the_other_site_step_by_step() throws Exception {
        broker.signIn("s1", "S-1-5-21-1", "fra-1");

        Run run = toTheEnd(started().id());

        assertThat(run.state()).isEqualTo(State.DONE);
        assertThat(run.steps()).allSatisfy(step -> assertThat(step.state()).isEqualTo(StepState.DONE));
        allAreIn("lon");
        assertThat(broker.sessions("fra")).isEmpty();
        assertThat(world.active).isEqualTo(new FailoverWorld.Active("lon", 2));
        assertThat(world.frozen).isEmpty();
        assertThat(world.told).isEqualTo(1);
        assertThat(run.steps().get(2).said())
                .isEqualTo("3 assignments were taken out, of: fra-apps nurses, fra-desk doctors, fra-desk nurses");
    }

    @Test
    void copies_that_are_not_good_hold_the_run_until_exactly_these_are_accepted() throws Exception {
        world.notGood = List.of("Anna: MISSING", "Ben: DIVERGED");
        long id = started().id();
        assertThat(service.go(id, ADA).state()).isEqualTo(State.PAUSED);
        assertThat(world.active.siteId()).isEqualTo("fra");
        assertThat(service.notGood(id)).containsExactly("Anna: MISSING", "Ben: DIVERGED");
        assertThatThrownBy(() -> service.accept(id, HELP, "ok")).isInstanceOf(RefusedException.class);
        service.accept(id, ADA, "they are on leave");
        world.notGood = List.of("Anna: MISSING", "Carl: MISSING");
        service.resume(id, ADA, "on");
        assertThat(service.go(id, ADA).state()).as("Carl was not accepted").isEqualTo(State.PAUSED);
        world.notGood = List.of("Anna: MISSING");
        service.resume(id, ADA, "on");
        assertThat(toTheEnd(id).state()).isEqualTo(State.DONE);
    }

    @Test
    void whoever_signs_in_at_the_old_site_again_has_all_done_again_from_the_end_of_sessions_on() throws Exception {
        world.at("verify", () -> {
            world.at("", () -> {});
            broker.signIn("s9", "S-1-5-21-1", "fra-1");
        });
        Run run = toTheEnd(started().id());
        assertThat(run.state()).isEqualTo(State.DONE);
        assertThat(broker.sessions("fra")).isEmpty();
        assertThat(audit.recent(200).stream()
                        .filter(entry -> entry.entry().act().equals("failover.step")
                                && entry.entry().outcome().startsWith("again: 1 people")))
                .hasSize(1);
    }

    @Test
    void a_process_that_was_taken_for_gone_does_nothing_more_when_it_comes_back() throws Exception {
        FailoverService other = service("node-2");
        world.at("verify done", () -> {
            now = now.plus(Duration.ofMinutes(3));
            other.pauseTheSilent(ALAN);
        });
        long id = started().id();

        Run run = service.go(id, ADA);

        assertThat(run.state()).isEqualTo(State.PAUSED);
        assertThat(run.reason()).contains("ended");
        assertThat(world.active.siteId()).isEqualTo("fra");
        world.at("", () -> {});
        other.resume(id, ALAN, "on");
        other.go(id, ALAN);
        assertThat(world.active.siteId()).isEqualTo("lon");
    }

    @Test
    void an_objection_of_the_estate_stops_it_before_anything_is_done() throws Exception {
        world.objection = "somebody would stay behind";
        long id = started().id();
        assertThat(service.go(id, ADA).reason()).contains("somebody would stay behind");
        assertThat(world.frozen).isEmpty();
        allAreIn("fra");
    }

    @Test
    void hosts_are_started_in_batches_with_time_between_them() throws Exception {
        long id = started().id();

        service.go(id, ADA);
        assertThat(broker.pools("lon").get(0).hosts().stream().filter(HostPool.Host::on))
                .hasSize(2);
        service.go(id, ADA);
        assertThat(broker.pools("lon").get(0).hosts().stream().filter(HostPool.Host::on))
                .hasSize(2);

        now = now.plus(Duration.ofMinutes(10));
        assertThat(service.go(id, ADA).state()).isEqualTo(State.WAITING);
        assertThat(broker.pools("lon").get(0).hosts()).allMatch(HostPool.Host::on);
    }

    @Test
    void every_step_stands_in_the_audit_before_and_after() throws Exception {
        toTheEnd(started().id());

        List<String> steps = audit.recent(200).stream()
                .filter(each -> each.entry().act().equals("failover.step"))
                .map(each ->
                        each.entry().evidence().get("step") + " " + each.entry().outcome())
                .toList();
        for (StepKind kind : StepOrder.standard(PoolModel.ACTIVE_PASSIVE)) {
            assertThat(steps).contains(kind + " begun", kind + " done");
        }
        assertThat(audit.verify().sound()).isTrue();
    }

    @Test
    void it_takes_two_administrators() throws Exception {
        started();
        assertThatThrownBy(() -> service.start("p", ADA, "again")).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> service.ask("p", HELP, "me")).isInstanceOf(RefusedException.class);
        long asked = service.ask("p", ADA, "again").id();
        assertThatThrownBy(() -> service.approve(asked, HELP, "yes")).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> service.approve(asked, ADA, "yes")).isInstanceOf(ApprovalRefusedException.class);

        service.approve(asked, ALAN, "yes");
        assertThatThrownBy(() -> service.start("p", ADA, "again"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("another run is under way");
    }

    @Test
    void aborting_before_groups_are_removed_changes_nothing() throws Exception {
        long id = started().id();
        world.at("verify", () -> {});
        broker.faults(new Faults() {
            @Override
            public void before(String verb, String subject) throws BrokerException {
                throw new BrokerException.Unreachable("no way");
            }
        });
        service.abort(id, ADA, "false alarm");

        assertThat(service.run(id).state()).isEqualTo(State.ABORTED);
        assertThat(service.go(id, ADA).state()).isEqualTo(State.ABORTED);
        allAreIn("fra");
        assertThat(world.frozen).isEmpty();
        assertThat(service.run(id).stands()).isEmpty();
    }

    @Test
    void aborting_later_stops_after_the_present_step_and_says_what_stands() throws Exception {
        long id = started().id();
        world.at("verify", () -> {
            try {
                service.abort(id, ALAN, "stop");
            } catch (RefusedException e) {
                throw new AssertionError(e);
            }
        });

        Run run = service.go(id, ADA);

        assertThat(run.state()).isEqualTo(State.ABORTED);
        assertThat(run.stands()).hasSize(6).last().asString().startsWith("VERIFY_COPIES (DONE)");
        assertThat(world.active).isEqualTo(new FailoverWorld.Active("fra", 1));
        assertThat(world.frozen).containsExactly("pool");
        service.release(id, ADA, "looked at");
        assertThat(world.frozen).isEmpty();
    }

    @Test
    void a_pause_holds_after_the_present_step_and_a_resume_goes_on() throws Exception {
        long id = started().id();
        world.at("verify", () -> {
            try {
                service.pause(id, ALAN, "wait");
            } catch (RefusedException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(service.go(id, ADA).state()).isEqualTo(State.PAUSED);
        assertThat(world.active.siteId()).isEqualTo("fra");

        world.at("", () -> {});
        service.resume(id, ADA, "on");
        assertThat(toTheEnd(id).state()).isEqualTo(State.DONE);
        allAreIn("lon");
    }

    @Test
    void nobody_is_assigned_while_somebody_else_gave_them_the_old_site_back() throws Exception {
        long id = started().id();
        world.at("verify", () -> {
            try {
                broker.assignGroup("fra-desk", "S-1-5-21-1");
            } catch (BrokerException e) {
                throw new AssertionError(e);
            }
        });

        Run run = service.go(id, ADA);

        assertThat(run.state()).isEqualTo(State.PAUSED);
        assertThat(run.reason()).contains("would be at both sites");
        assertThat(sitesOf("S-1-5-21-1")).containsExactly("fra");
    }

    /** A process that ends in the middle of what it does. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void whatever_it_is_killed_in_it_comes_back_paused_and_does_nothing_twice() throws Exception {
        List<String> points = new ArrayList<>();
        for (String act : List.of("freeze", "replicate", "verify", "activate", "communicate", "release")) {
            points.add(act);
            points.add(act + " done");
        }
        for (String verb : List.of("removeGroup", "disconnect", "assignGroup", "startHosts")) {
            points.add(verb);
            points.add(verb + " done");
        }
        for (String point : points) {
            fresh();
            broker.disconnect("s1");
            broker.signIn("s1", "S-1-5-21-1", "fra-1");
            long id = started().id();
            kill(point);
            boolean killed = false;
            try {
                toTheEnd(id);
            } catch (Killed e) {
                killed = true;
            }
            assertThat(killed).as(point).isTrue();
            assertThat(sitesOf("S-1-5-21-1").size()).as(point).isLessThan(2);

            world.at("", () -> {});
            broker.faults(Faults.NONE);
            service = service("node-2");
            service.pauseThoseOfOthersThan(Set.of("node-2"), ADA);
            assertThat(service.run(id).state()).as(point).isEqualTo(State.PAUSED);
            assertThat(service.go(id, ADA).state()).as(point).isEqualTo(State.PAUSED);
            service.resume(id, ALAN, "on");
            Run run = toTheEnd(id);

            assertThat(run.state()).as(point).isEqualTo(State.DONE);
            allAreIn("lon");
            assertThat(world.active).as(point).isEqualTo(new FailoverWorld.Active("lon", 2));
            assertThat(world.told).as(point).isEqualTo(1);
            assertThat(world.frozen).as(point).isEmpty();
        }
    }

    private void kill(String point) {
        world.at(point, () -> {
            throw new Killed();
        });
        broker.faults(new Faults() {
            @Override
            public void before(String verb, String subject) {
                if (verb.equals(point)) {
                    throw new Killed();
                }
            }

            @Override
            public void after(String verb, String subject) {
                if ((verb + " done").equals(point)) {
                    throw new Killed();
                }
            }
        });
    }

    @Test
    void an_unknown_outcome_pauses_and_is_looked_at_before_it_is_done_again() throws Exception {
        long id = started().id();
        broker.faults(new Faults() {
            @Override
            public void after(String verb, String subject) throws BrokerException {
                if (verb.equals("assignGroup")) {
                    throw new BrokerException.UnknownOutcome("no answer");
                }
            }
        });
        Run run = service.go(id, ADA);
        assertThat(run.state()).isEqualTo(State.PAUSED);
        assertThat(run.steps())
                .filteredOn(step -> step.state() == StepState.UNKNOWN)
                .singleElement()
                .satisfies(step -> assertThat(step.kind()).isEqualTo(StepKind.ASSIGN_GROUPS));

        broker.faults(Faults.NONE);
        service.resume(id, ADA, "on");
        assertThat(toTheEnd(id).state()).isEqualTo(State.DONE);
        allAreIn("lon");
    }

    /** The rest of the estate, in memory. */
    private static final class MemoryWorld implements FailoverWorld {
        private Active active = new Active("fra", 1);
        private final Set<String> frozen = new TreeSet<>();
        private final Set<Long> toldRuns = new TreeSet<>();
        private int told;
        private String point = "";
        private String objection = "";
        private List<String> notGood = List.of();
        private Runnable then = () -> {};

        void at(String where, Runnable what) {
            this.point = where;
            this.then = what;
        }

        private void pass(String where) {
            if (where.equals(point)) {
                then.run();
            }
        }

        @Override
        public Optional<String> objection(Plan plan, Set<String> sids) {
            return objection.isEmpty() ? Optional.empty() : Optional.of(objection);
        }

        @Override
        public void freeze(long run, Set<String> sets) {
            pass("freeze");
            frozen.addAll(sets);
            pass("freeze done");
        }

        @Override
        public void release(long run) {
            pass("release");
            frozen.clear();
            pass("release done");
        }

        @Override
        public boolean reachable(String siteId) {
            return true;
        }

        @Override
        public String replicate(Set<String> sets, String fromSite, String toSite, Set<String> sids) {
            pass("replicate");
            pass("replicate done");
            return "brought over";
        }

        @Override
        public Verified verify(Set<String> sets, String fromSite, String toSite, Set<String> sids) {
            pass("verify");
            pass("verify done");
            return new Verified(3 - notGood.size(), notGood);
        }

        @Override
        public Active active(String setId, Set<String> sids) {
            return active;
        }

        @Override
        public void activate(String setId, String siteId, long epoch, Set<String> sids, String reason)
                throws NotDoneException {
            pass("activate");
            if (epoch != active.epoch()) {
                throw new NotDoneException("it has epoch " + active.epoch());
            }
            active = new Active(siteId, epoch + 1);
            pass("activate done");
        }

        @Override
        public String communicate(long run, String toSite, Set<String> sids) {
            pass("communicate");
            if (toldRuns.add(run)) {
                told++;
            }
            pass("communicate done");
            return "people were told";
        }

        @Override
        public String call(Hook hook) {
            return "200";
        }
    }
}
