package dev.profilekeep.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.catalog.ContainerSort.Column;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.config.DatabaseConfig;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.inventory.InventoryRun;
import dev.profilekeep.inventory.InventoryRunningException;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.inventory.Shard;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the catalog does on every database. */
abstract class CatalogContract {
    private static final String FRA = "fra-profiles";
    private static final String LON = "lon-profiles";

    @TempDir
    Path folder;

    Estate estate;

    /** Lines for {@code database:}; empty for the H2 file. */
    abstract String databaseYaml();

    abstract DatabaseConfig emptyDatabase() throws Exception;

    @BeforeEach
    void fill() {
        estate = new Estate(folder).database(databaseYaml());
        disk(FRA, 1, "anna", "Profile", "gpt-fixed.vhd");
        disk(LON, 1, "anna", "Profile", "gpt-fixed.vhd");
        disk(FRA, 1, "anna", "ODFC", "gpt-fixed.vhd");
        disk(FRA, 2, "Ben_100%!", "Profile", "mbr-dynamic.vhd");
        disk(LON, 3, "Zoë", "Profile", "gpt-fixed.vhd");
        estate.write(FRA, "S-1-5-21-1-2-3-4_dora/Profile_dora.VHDX", new byte[100]);
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private void disk(String location, int rid, String account, String kind, String image) {
        estate.put(location, "S-1-5-21-1-2-3-" + rid + "_" + account + "/" + kind + "_" + account + ".VHDX", image);
    }

    private Containers inventoried() {
        run();
        return estate.engine().containers();
    }

    private InventoryRun run() {
        estate.clock().forward(Duration.ofHours(1));
        try {
            return estate.engine().inventory().runAll("Ada", RunControl.NEVER_STOP, run -> {});
        } catch (InventoryRunningException e) {
            throw new AssertionError(e);
        }
    }

    private static ContainerFilter text(String text) {
        return new ContainerFilter(text, Set.of(), Set.of(), Set.of(), Set.of(), null);
    }

    private static List<String> accounts(Containers containers, ContainerFilter filter) {
        return containers.find(filter, new ContainerSort(Column.ACCOUNT, false), 0, 100).stream()
                .map(ContainerRow::account)
                .toList();
    }

    @Test
    void text_finds_parts_of_names_in_any_case_and_takes_no_wildcards() {
        Containers containers = inventoried();

        assertThat(accounts(containers, text("ANN"))).containsExactly("anna", "anna");
        assertThat(accounts(containers, text("zoë"))).containsExactly("Zoë");
        assertThat(accounts(containers, text("ZOË"))).containsExactly("Zoë");
        assertThat(accounts(containers, text("odfc anna"))).containsExactly("anna");
        assertThat(accounts(containers, text("anna odfc s-1-5-21"))).containsExactly("anna");
        assertThat(accounts(containers, text("100%!"))).containsExactly("Ben_100%!");
        assertThat(accounts(containers, text("%"))).containsExactly("Ben_100%!");
        assertThat(accounts(containers, text("n_1"))).containsExactly("Ben_100%!");
        assertThat(accounts(containers, text("a_n"))).isEmpty();
        assertThat(accounts(containers, text("' OR 1=1 --"))).isEmpty();
        assertThat(accounts(containers, text("  "))).hasSize(5);
    }

    @Test
    void accents_are_found_however_they_are_typed() {
        String[] people = {"henrik.møller", "Änne", "Jürgen_Groß", "Łukasz", "Æbelø", "Mueller", "José"};
        for (int i = 0; i < people.length; i++) {
            disk(FRA, 100 + i, people[i], "Profile", "gpt-fixed.vhd");
        }
        Containers containers = inventoried();

        assertThat(accounts(containers, text("zoe"))).containsExactly("Zoë");
        assertThat(accounts(containers, text("Zoe\u0308"))).containsExactly("Zoë");
        for (String typed : List.of("henrik.moller", "HENRIK.MOELLER", "møller profile", "möller", "mo\u0308ller")) {
            assertThat(accounts(containers, text(typed))).as(typed).containsExactly("henrik.møller");
        }
        for (String typed : List.of("aenne", "anne", "ÄNNE", "ann profile_änne")) {
            assertThat(accounts(containers, text(typed))).as(typed).contains("Änne");
        }
        for (String typed : List.of("juergen", "jurgen", "jürgen", "gross", "groß s-1-5-21-1-2-3-102", "jurgen_gro")) {
            assertThat(accounts(containers, text(typed))).as(typed).containsExactly("Jürgen_Groß");
        }
        assertThat(accounts(containers, text("lukasz"))).containsExactly("Łukasz");
        assertThat(accounts(containers, text("aebelo"))).containsExactly("Æbelø");
        assertThat(accounts(containers, text("müller"))).containsExactly("Mueller");
        assertThat(accounts(containers, text("jose"))).containsExactly("José");
        assertThat(accounts(containers, text("jost"))).isEmpty();
    }

    @Test
    void apostrophes_and_dashes_that_only_look_the_same_find_each_other() {
        disk(FRA, 100, "o'brien", "Profile", "gpt-fixed.vhd");
        disk(FRA, 101, "d\u2019arcy", "Profile", "gpt-fixed.vhd");
        disk(FRA, 102, "anne-marie", "Profile", "gpt-fixed.vhd");
        disk(FRA, 103, "jean\u2010luc", "Profile", "gpt-fixed.vhd");
        Containers containers = inventoried();

        for (String typed : List.of("o'brien", "o\u2019brien", "O\u2018Brien", "o\u00b4brien", "o`brien")) {
            assertThat(accounts(containers, text(typed))).as(typed).containsExactly("o'brien");
        }
        assertThat(accounts(containers, text("d'arcy"))).containsExactly("d\u2019arcy");
        assertThat(accounts(containers, text("anne\u2013marie"))).containsExactly("anne-marie");
        assertThat(accounts(containers, text("jean-luc"))).containsExactly("jean\u2010luc");
    }

    @Test
    void people_are_found_by_exactly_their_name_and_with_all_that_they_have_within_reach() {
        disk(FRA, 100, "Ali", "Profile", "gpt-fixed.vhd");
        disk(FRA, 100, "Ali", "ODFC", "gpt-fixed.vhd");
        disk(FRA, 101, "ali2", "Profile", "gpt-fixed.vhd");
        disk(FRA, 102, "Al\u00ed", "Profile", "gpt-fixed.vhd");
        disk(FRA, 103, "007", "Profile", "gpt-fixed.vhd");
        Containers containers = inventoried();

        List<ContainerRow> ali = containers.called("aLI", Reach.EVERYWHERE);
        assertThat(ali).extracting(ContainerRow::baseName).containsExactly("Profile_Ali", "ODFC_Ali");
        assertThat(containers.called("7", Reach.EVERYWHERE)).isEmpty();
        assertThat(containers.called("ali", Reach.NOWHERE)).isEmpty();
        String sid = ali.get(0).sid();
        assertThat(containers.ofPeople(List.of(sid, ""), Reach.EVERYWHERE)).isEqualTo(ali);
        assertThat(containers.ofPeople(List.of(sid), Reach.NOWHERE)).isEmpty();
        assertThat(containers.ofPeople(List.of(sid), Reach.NOWHERE.orOwn(sid))).isEqualTo(ali);
        assertThat(containers.ofPeople(List.of(), Reach.EVERYWHERE)).isEmpty();
    }

    @Test
    void somebody_whose_name_gets_an_accent_is_called_by_it() {
        disk(LON, 9, "Rene", "Profile", "gpt-fixed.vhd");
        inventoried();
        estate.delete(LON, "S-1-5-21-1-2-3-9_Rene/Profile_Rene.VHDX");
        estate.put(LON, "S-1-5-21-1-2-3-9_René/Profile_Rene.VHDX", "gpt-fixed.vhd");

        assertThat(accounts(inventoried(), text("rene"))).containsExactly("René");
    }

    @Test
    void accounts_come_in_a_persons_order_in_pages_and_as_a_whole() {
        String[] people = {"Änne", "Bjørk", "José", "test2", "test10", "Łukasz", "Ольга", "李"};
        for (int i = 0; i < people.length; i++) {
            disk(FRA, 100 + i, people[i], "Profile", "gpt-fixed.vhd");
        }
        String[] order = {
            "anna",
            "anna",
            "Änne",
            "Ben_100%!",
            "Bjørk",
            "dora",
            "José",
            "Łukasz",
            "test2",
            "test10",
            "Zoë",
            "Ольга",
            "李"
        };
        Containers containers = inventoried();
        ContainerSort sort = new ContainerSort(Column.ACCOUNT, false);

        assertThat(accounts(containers, ContainerFilter.ALL)).containsExactly(order);
        List<String> paged = new ArrayList<>();
        for (int offset = 0; offset < order.length; offset += 4) {
            containers.find(ContainerFilter.ALL, sort, offset, 4).forEach(row -> paged.add(row.account()));
        }
        assertThat(paged).containsExactly(order);
        List<String> exported = new ArrayList<>();
        containers.forEach(ContainerFilter.ALL, sort, row -> exported.add(row.account()));
        assertThat(exported).containsExactly(order);
    }

    @Test
    void a_catalog_from_before_gets_the_order_when_it_is_opened() {
        inventoried();
        estate.engine()
                .catalog()
                .database()
                .<RuntimeException>run(session -> session.update("UPDATE container SET account_sort = ''"));

        estate.reopen();

        assertThat(accounts(estate.engine().containers(), ContainerFilter.ALL))
                .containsExactly("anna", "anna", "Ben_100%!", "dora", "Zoë");
    }

    @Test
    void a_catalog_from_before_is_searched_as_a_new_one_when_it_is_opened() {
        inventoried();
        estate.engine().catalog().database().<RuntimeException>run(session -> {
            session.update("UPDATE container SET search = ''");
            session.update("UPDATE inventory_item SET search = ''");
        });

        estate.reopen();

        assertThat(accounts(estate.engine().containers(), text("zoe s-1-5-21"))).containsExactly("Zoë");
        assertThat(estate.engine()
                        .catalog()
                        .database()
                        .<Long, RuntimeException>call(
                                session -> session.number("SELECT COUNT(*) FROM inventory_item WHERE search = ''")))
                .isZero();
    }

    @Test
    void filters_narrow_together_and_count_and_totals_agree() {
        Containers containers = inventoried();
        ContainerFilter london =
                new ContainerFilter("", Set.of("lon"), Set.of(ContainerKind.PROFILE), Set.of(), Set.of(), null);

        assertThat(accounts(containers, london)).containsExactly("anna", "Zoë");
        assertThat(containers.count(london)).isEqualTo(2);
        assertThat(containers.totals(london).containers()).isEqualTo(2);
        assertThat(containers.totals(london).copies()).isEqualTo(3);
        assertThat(accounts(
                        containers,
                        new ContainerFilter(
                                "", Set.of(), Set.of(), Set.of(), Set.of(FindingCode.ONLY_AT_SECONDARY), null)))
                .containsExactly("Zoë");
        assertThat(accounts(
                        containers,
                        new ContainerFilter("", Set.of(), Set.of(), Set.of(ContainerState.PROBLEM), Set.of(), null)))
                .containsExactly("dora", "Zoë");
        assertThat(accounts(
                        containers,
                        new ContainerFilter("", Set.of(), Set.of(), Set.of(), Set.of(), "S-1-5-21-1-2-3-1")))
                .containsExactly("anna", "anna");
        ContainerTotals all = containers.totals(ContainerFilter.ALL);
        assertThat(all.containers()).isEqualTo(5).isEqualTo(containers.count(ContainerFilter.ALL));
        assertThat(all.copies()).isEqualTo(6);
        assertThat(all.unread()).isEqualTo(1);
        assertThat(all.fileBytes()).isPositive();
        assertThat(containers.people(ContainerFilter.ALL)).isEqualTo(4);
        assertThat(containers.people(text("anna"))).isEqualTo(1);
        assertThat(containers.people(london.within(new Reach(Set.of("none"), Set.of()))))
                .isZero();
        assertThat(containers.totals(text("nobody at all"))).isEqualTo(new ContainerTotals(0, 0, 0, 0, 0, 0));
    }

    @Test
    void people_with_a_copy_at_a_location_are_counted_once_and_within_reach() {
        Containers containers = inventoried();
        Reach london = new Reach(Set.of("lon"), Set.of());

        assertThat(containers.peopleAt(Set.of(), Reach.EVERYWHERE)).isZero();
        assertThat(containers.peopleAt(Set.of("nowhere"), Reach.EVERYWHERE)).isZero();
        assertThat(containers.peopleAt(Set.of("lon-profiles"), Reach.EVERYWHERE))
                .as("anna, Zoë")
                .isEqualTo(2);
        assertThat(containers.peopleAt(Set.of("fra-profiles", "lon-profiles"), Reach.EVERYWHERE))
                .as("anna's profile and Office cache are one person")
                .isEqualTo(4);
        assertThat(containers.peopleAt(Set.of("fra-profiles", "lon-profiles"), london))
                .isEqualTo(2);
        assertThat(containers.peopleAt(Set.of("fra-profiles"), new Reach(Set.of(), Set.of("other"))))
                .isZero();
    }

    @Test
    void whoever_is_held_to_a_site_or_a_set_gets_nothing_else_in_lists_counts_and_totals() {
        Containers containers = inventoried();
        Reach london = new Reach(Set.of("lon"), Set.of());
        ContainerFilter held = ContainerFilter.ALL.within(london);

        assertThat(accounts(containers, held)).containsExactly("anna", "Zoë");
        assertThat(containers.count(held)).isEqualTo(2);
        assertThat(containers.totals(held).containers()).isEqualTo(2);
        List<String> exported = new ArrayList<>();
        containers.forEach(held, new ContainerSort(Column.ACCOUNT, false), row -> exported.add(row.account()));
        assertThat(exported).containsExactly("anna", "Zoë");
        assertThat(accounts(containers, text("ben").within(london))).isEmpty();
        ContainerFilter askedForFrankfurt =
                new ContainerFilter("", Set.of("fra"), Set.of(), Set.of(), Set.of(), null, london);
        assertThat(accounts(containers, askedForFrankfurt))
                .as("what has a copy at both")
                .containsExactly("anna");
        assertThat(accounts(containers, ContainerFilter.ALL.within(new Reach(Set.of(), Set.of("pool")))))
                .hasSize(5);
        assertThat(accounts(containers, ContainerFilter.ALL.within(new Reach(Set.of(), Set.of("other")))))
                .isEmpty();
        assertThat(accounts(containers, ContainerFilter.ALL.within(new Reach(Set.of("lon"), Set.of("other")))))
                .isEmpty();
        assertThat(accounts(
                        containers, ContainerFilter.ALL.within(london.or(new Reach(Set.of("fra"), Set.of("other"))))))
                .as("either, and no mixture of both")
                .containsExactly("anna", "Zoë");
        assertThat(accounts(
                        containers, ContainerFilter.ALL.within(london.or(new Reach(Set.of("fra"), Set.of("pool"))))))
                .hasSize(5);
        assertThat(accounts(containers, ContainerFilter.ALL.within(Reach.NOWHERE)))
                .isEmpty();
        String bens = containers
                .find(text("ben"), new ContainerSort(Column.ACCOUNT, false), 0, 1)
                .get(0)
                .sid();
        assertThat(accounts(containers, ContainerFilter.ALL.within(Reach.NOWHERE.orOwn(bens))))
                .singleElement()
                .asString()
                .startsWith("Ben");
        containers
                .find(ContainerFilter.ALL, new ContainerSort(Column.ACCOUNT, false), 0, 100)
                .forEach(row -> assertThat(london.includes(row.setId(), row.sites()))
                        .as(row.account())
                        .isEqualTo(row.sites().contains("lon")));
    }

    @Test
    void every_order_gives_every_container_once_over_pages() {
        Containers containers = inventoried();
        for (Column column : Column.values()) {
            for (boolean descending : new boolean[] {false, true}) {
                ContainerSort sort = new ContainerSort(column, descending);
                List<Long> paged = new ArrayList<>();
                for (int offset = 0; offset < 6; offset += 2) {
                    containers.find(ContainerFilter.ALL, sort, offset, 2).forEach(row -> paged.add(row.id()));
                }
                List<Long> streamed = new ArrayList<>();
                containers.forEach(ContainerFilter.ALL, sort, row -> streamed.add(row.id()));
                assertThat(paged)
                        .as("%s", sort)
                        .hasSize(5)
                        .doesNotHaveDuplicates()
                        .isEqualTo(streamed);
            }
        }
        List<ContainerRow> bySize =
                containers.find(ContainerFilter.ALL, new ContainerSort(Column.FILE_SIZE, true), 0, 10);
        assertThat(bySize).extracting(ContainerRow::fileSize).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(bySize.get(4).account()).isEqualTo("dora");
    }

    @Test
    void a_second_inventory_finds_the_same_and_opens_nothing_for_content() {
        Containers containers = inventoried();
        ContainerDetail before = containers.ofPerson("S-1-5-21-1-2-3-1").get(0);

        InventoryRun second = run();

        assertThat(second.unchanged()).isEqualTo(5);
        assertThat(second.unreadable()).isEqualTo(1);
        ContainerDetail after = containers.ofPerson("S-1-5-21-1-2-3-1").get(0);
        assertThat(after.row().id()).isEqualTo(before.row().id());
        assertThat(after.copies().get(0).file())
                .isEqualTo(before.copies().get(0).file());
        assertThat(after.copies().get(0).info().partitions())
                .isEqualTo(before.copies().get(0).info().partitions());
        assertThat(after.copies().get(0).info().blocks().toBytes())
                .isEqualTo(before.copies().get(0).info().blocks().toBytes());
    }

    @Test
    void a_location_taken_out_of_the_configuration_is_left_out_of_everything() {
        inventoried();
        Engine engine = estate.withoutLondon().reopen();

        assertThat(accounts(engine.containers(), ContainerFilter.ALL)).contains("Zoë");
        assertThat(engine.containers().totals(ContainerFilter.ALL).copies()).isEqualTo(4);
        assertThat(engine.containers().ofPerson("S-1-5-21-1-2-3-1").get(0).copies())
                .hasSize(1);
        assertThat(engine.locations().list()).hasSize(1);
    }

    @Test
    void of_many_begins_at_once_exactly_one_succeeds() throws Exception {
        Engine engine = estate.engine();
        try (Engine other = estate.openAnother()) {
            List<InventoryRun> won = new ArrayList<>();
            List<Callable<InventoryRun>> racers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Engine mine = i % 2 == 0 ? engine : other;
                racers.add(() -> mine.inventory().begin("racer", Set.of()));
            }
            for (Future<InventoryRun> one : race(racers)) {
                try {
                    won.add(one.get());
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOf(InventoryRunningException.class);
                }
            }
            assertThat(won).hasSize(1);
        }
    }

    @Test
    void shards_of_one_run_are_read_by_several_processes_at_once() throws Exception {
        estate.with("inventory: {shardSize: 1}");
        Engine engine = estate.engine();
        try (Engine other = estate.openAnother()) {
            InventoryRun run = engine.inventory().begin("Ada", Set.of());
            List<Callable<Boolean>> readers = new ArrayList<>();
            for (Shard shard : engine.inventory().list(run.id(), RunControl.NEVER_STOP)) {
                Engine mine = shard.number() % 2 == 0 ? engine : other;
                readers.add(() -> {
                    mine.inventory().read(shard, RunControl.NEVER_STOP);
                    return true;
                });
            }
            assertThat(readers).hasSize(6);
            for (Future<Boolean> reader : race(readers)) {
                assertThat(reader.get()).isTrue();
            }
            InventoryRun end = other.inventory().finish(run.id());
            assertThat(end.done()).isEqualTo(6);
            assertThat(end.fresh()).isEqualTo(5);
            assertThat(end.unreadable()).isEqualTo(1);
        }
    }

    @Test
    void entries_appended_at_once_by_several_processes_make_one_chain() throws Exception {
        AuditTrail one = estate.engine().audit();
        try (Engine other = estate.openAnother()) {
            List<Callable<AuditRecord>> racers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                AuditTrail trail = i % 2 == 0 ? one : other.audit();
                int n = i;
                racers.add(() -> trail.append(
                        new Actor("u" + n, "Üser " + n, List.of("B", "A"), "192.0.2.1"),
                        new AuditEntry(
                                "test", "thing:" + n, "because \"ä\" \n 😀", Map.of("b", "1", "a", "ß"), "done")));
            }
            Set<Long> sequence = new HashSet<>();
            for (Future<AuditRecord> entry : race(racers)) {
                sequence.add(entry.get().seq());
            }
            assertThat(sequence).hasSize(40).contains(1L, 40L);
        }
        AuditTrail.Verification verification = one.verify();
        assertThat(verification.problems()).isEmpty();
        assertThat(verification.entries()).isEqualTo(40);
        assertThat(one.recent(3)).extracting(AuditRecord::seq).containsExactly(40L, 39L, 38L);
        assertThat(one.find(new AuditTrail.Query("u7", "", ""), 0, 10))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.entry().subject()).isEqualTo("thing:7");
                    assertThat(entry.entry().reason()).isEqualTo("because \"ä\" \n 😀");
                    assertThat(entry.actor().roles()).containsExactly("A", "B");
                });
    }

    @Test
    void a_change_a_gap_and_a_cut_in_the_chain_show() {
        AuditTrail trail = estate.engine().audit();
        for (int i = 0; i < 6; i++) {
            trail.append(Actor.SCHEDULE, new AuditEntry("test", "thing", "", Map.of(), "done"));
        }
        Database database = estate.engine().catalog().database();

        database.run(session -> session.update("UPDATE audit_entry SET reason = 'other' WHERE seq = 2"));
        assertThat(trail.verify().problems()).containsExactly("entry 2 was changed after it was written");
        database.run(session -> session.update("UPDATE audit_entry SET reason = '' WHERE seq = 2"));
        assertThat(trail.verify().sound()).isTrue();

        database.run(session -> session.update("DELETE FROM audit_entry WHERE seq = 3"));
        assertThat(trail.verify().problems()).containsExactly("entries 3 to 3 are missing");
        database.run(session -> session.update("DELETE FROM audit_entry WHERE seq = 6"));
        assertThat(trail.verify().problems()).hasSize(2).anyMatch(problem -> problem.contains("at the end"));
    }

    @Test
    void an_act_and_its_entry_stand_or_fall_together() {
        AuditTrail trail = estate.engine().audit();
        Database database = estate.engine().catalog().database();
        assertThatThrownBy(() -> database.run(session -> {
                    trail.append(session, Actor.SCHEDULE, new AuditEntry("test", "thing", "", Map.of(), "done"));
                    throw new IllegalStateException("the act failed");
                }))
                .hasMessage("the act failed");
        assertThat(trail.recent(10)).isEmpty();
        assertThat(trail.verify().sound()).isTrue();
    }

    @Test
    void tables_of_a_newer_version_are_refused_in_words() throws Exception {
        DatabaseConfig config = emptyDatabase();
        try (Catalog catalog = Catalog.open(config)) {
            catalog.database()
                    .run(session -> session.update(
                            "INSERT INTO \"catalog_history\" (\"installed_rank\", \"version\", \"description\", \"type\","
                                    + " \"script\", \"checksum\", \"installed_by\", \"execution_time\", \"success\")"
                                    + " VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'me', 1, TRUE)"));
        }
        assertThatThrownBy(() -> Catalog.open(config))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("newer ProfileKeep")
                .hasMessageContaining("99");
    }

    @Test
    void a_first_start_that_was_killed_half_way_goes_on_at_the_next() throws Exception {
        DatabaseConfig config = emptyDatabase();
        try (Catalog catalog = Catalog.open(config)) {
            catalog.database().run(session -> {
                session.update("DELETE FROM \"catalog_history\"");
                session.update("DROP TABLE audit_entry");
                session.update("DROP INDEX container_by_used");
                session.update("DELETE FROM audit_head");
            });
        }
        try (Catalog catalog = Catalog.open(config)) {
            long heads = catalog.database()
                    .<Long, RuntimeException>call(session -> session.number("SELECT COUNT(*) FROM audit_head")
                            + session.number("SELECT COUNT(*) FROM inventory_lease")
                            + session.number("SELECT COUNT(*) FROM audit_entry"));
            assertThat(heads).isEqualTo(2);
        }
    }

    private static <T> List<Future<T>> race(List<Callable<T>> racers) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            return pool.invokeAll(racers);
        } finally {
            pool.shutdown();
        }
    }
}
