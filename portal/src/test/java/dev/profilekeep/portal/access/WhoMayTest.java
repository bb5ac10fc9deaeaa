package dev.profilekeep.portal.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.compact.estate.CompactionItem;
import dev.profilekeep.findings.FindingFilter;
import dev.profilekeep.findings.FindingRow;
import dev.profilekeep.findings.FindingSort;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.lock.ClearOutcome;
import dev.profilekeep.lock.LockRow;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.lock.Refusal;
import dev.profilekeep.portal.backups.BackupsService;
import dev.profilekeep.portal.compaction.CanariesService;
import dev.profilekeep.portal.compaction.CompactionsService;
import dev.profilekeep.portal.compaction.SpaceQuery;
import dev.profilekeep.portal.files.FilesService;
import dev.profilekeep.portal.files.VisitsService;
import dev.profilekeep.portal.health.FindingsService;
import dev.profilekeep.portal.help.HelpService;
import dev.profilekeep.portal.locks.ApprovalsService;
import dev.profilekeep.portal.locks.LocksQuery;
import dev.profilekeep.portal.locks.LocksService;
import dev.profilekeep.portal.profiles.ProfilesService;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.portal.room.RoomService;
import dev.profilekeep.portal.support.FakeBackupDesk;
import dev.profilekeep.portal.support.FakeCompactionDesk;
import dev.profilekeep.portal.support.FakeEstate;
import dev.profilekeep.portal.support.FakeFilesDesk;
import dev.profilekeep.portal.support.FakeHealthDesk;
import dev.profilekeep.portal.support.FakeLockDesk;
import dev.profilekeep.portal.support.FakeRoomDesk;
import dev.profilekeep.portal.support.KeptRequests;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.portal.workers.Workers;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.Wish;
import dev.profilekeep.restore.UndoPlan;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import dev.profilekeep.security.Scope;
import dev.profilekeep.space.estate.NeverCompacted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;

/** Holds the table of docs/access.md, cell by cell, against the services with their real access rules. */
class WhoMayTest {
    private static final String BEGIN = "<!-- who may: held by WhoMayTest -->";
    private static final Scope LONDON = new Scope(Set.of("lon"), Set.of());
    private static final String OWN_SID = People.ANNAS_SID;
    private static final long IN_SCOPE = 1;
    private static final long OUT_OF_SCOPE = 2;
    private static final long OWN = 3;

    /** The services as beans, so that roles and scopes are asked for as in the portal. */
    @Configuration
    @EnableMethodSecurity(jsr250Enabled = true)
    @Import({
        ScopeGuard.class,
        LocksService.class,
        ApprovalsService.class,
        FindingsService.class,
        HelpService.class,
        BackupsService.class,
        CompactionsService.class,
        CanariesService.class,
        FilesService.class,
        VisitsService.class,
        RequestsService.class,
        RoomService.class,
        ProfilesService.class
    })
    static class Services {
        @Bean
        CurrentUser currentUser() {
            return new CurrentUser();
        }

        @Bean
        Clock clock() {
            return Clock.fixed(Samples.NOW, ZoneOffset.UTC);
        }

        @Bean
        dev.profilekeep.portal.myprofile.HelpCases cases() {
            return new dev.profilekeep.portal.myprofile.HelpCases(dev.profilekeep.portal.support.PortalTables.empty());
        }

        @Bean
        Workers lockWorkers() {
            return new Workers(Runnable::run);
        }

        @Bean
        FakeFilesDesk filesDesk(Clock clock) {
            return new FakeFilesDesk(clock);
        }

        @Bean
        KeptRequests requestDesk(FakeEstate estate, Clock clock) throws IOException {
            KeptRequests requests = new KeptRequests(Files.createTempDirectory("requests-of-tests"), estate, clock);
            requests.kinds.add(RequestKind.FILES);
            return requests;
        }

        @Bean
        Workers filesWorkers() {
            return new Workers(Runnable::run);
        }

        @Bean
        Workers roomWorkers() {
            return new Workers(Runnable::run);
        }

        @Bean
        FakeRoomDesk roomDesk() {
            return new FakeRoomDesk();
        }

        @Bean
        FakeBackupDesk backups(FakeEstate estate) {
            FakeBackupDesk backups = new FakeBackupDesk(estate);
            for (long container : new long[] {IN_SCOPE, OUT_OF_SCOPE, OWN}) {
                backups.backedUp(container, Samples.NOW, "main");
            }
            return backups;
        }

        @Bean
        FakeCompactionDesk compactions(FakeEstate estate) {
            FakeCompactionDesk desk = FakeCompactionDesk.standard(estate);
            desk.items.clear();
            for (long container : new long[] {IN_SCOPE, OUT_OF_SCOPE, OWN}) {
                desk.items.add(FakeCompactionDesk.item(
                        container, "of " + container, CompactionItem.Outcome.COMPACTED, "", "", Samples.GB));
                desk.keeps(container, false);
                desk.blocks.put(container, FakeCompactionDesk.full());
                desk.never.add(FakeCompactionDesk.never(container, "", NeverCompacted.Reason.FIXED));
            }
            return desk;
        }

        @Bean
        dev.profilekeep.portal.help.PhoneCodes codes() {
            return typed -> Optional.empty();
        }

        /** In London, in Frankfurt, and in Frankfurt the own of whoever asks. */
        @Bean
        FakeEstate estate() {
            FakeEstate estate = new FakeEstate();
            estate.containers.add(Samples.detail(row(IN_SCOPE, People.BENS_SID, "ben", "lon")));
            estate.containers.add(Samples.detail(row(OUT_OF_SCOPE, "S-1-5-21-1-2-3-1177", "carl", "fra")));
            estate.containers.add(Samples.detail(row(OWN, OWN_SID, "anna", "fra")));
            return estate;
        }

        @Bean
        FakeLockDesk desk() {
            return new FakeLockDesk();
        }

        @Bean
        FakeHealthDesk health() {
            FakeHealthDesk health = new FakeHealthDesk();
            health.container(IN_SCOPE, FindingCode.NEARLY_FULL, "ben", 5, Map.of(), "lon");
            health.container(OUT_OF_SCOPE, FindingCode.NEARLY_FULL, "carl", 5, Map.of(), "fra");
            health.container(OWN, FindingCode.NEARLY_FULL, "anna", 5, Map.of(), "fra");
            return health;
        }

        private static ContainerRow row(long id, String sid, String account, String site) {
            ContainerRow row = Samples.row(id, sid, account);
            return new ContainerRow(
                    id,
                    row.setId(),
                    row.kind(),
                    sid,
                    account,
                    row.baseName(),
                    row.state(),
                    row.findings(),
                    List.of(site),
                    true,
                    row.virtualSize(),
                    row.fileSize(),
                    row.used(),
                    row.free(),
                    row.reclaimable(),
                    row.lastWritten(),
                    row.lastSeen());
        }
    }

    private interface Act {
        String on(World world, long container);
    }

    /** All that an act may need. */
    private record World(AnnotationConfigApplicationContext beans) {
        LocksService locks() {
            return beans.getBean(LocksService.class);
        }

        ApprovalsService approvals() {
            return beans.getBean(ApprovalsService.class);
        }

        FindingsService findings() {
            return beans.getBean(FindingsService.class);
        }

        HelpService help() {
            return beans.getBean(HelpService.class);
        }

        FakeLockDesk desk() {
            return beans.getBean(FakeLockDesk.class);
        }

        VisitsService visits() {
            return beans.getBean(VisitsService.class);
        }

        /** As another administrator, whose own it is not, asked to look into it. */
        long askedToLook(long container) {
            Person me = new CurrentUser().require();
            People.signIn(People.person("grace", "S-1-5-21-1-2-3-1188", Role.ADMINISTRATOR));
            long id = visits().ask(container, "why").id();
            People.signIn(me);
            return id;
        }

        void locked(LockVerdict verdict) {
            desk().lock(IN_SCOPE, People.BENS_SID, "ben", List.of("lon"), verdict);
            desk().lock(OUT_OF_SCOPE, "S-1-5-21-1-2-3-1177", "carl", List.of("fra"), verdict);
            desk().lock(OWN, OWN_SID, "anna", List.of("fra"), verdict);
        }

        /** As another administrator, who is held to nothing, asked for it. */
        long asked(long container, boolean agreed) {
            Person me = new CurrentUser().require();
            People.signIn(People.person("grace", "S-1-5-21-1-2-3-1188", Role.ADMINISTRATOR));
            long id = approvals().ask(container, "basis-" + container, "gone").id();
            if (agreed) {
                People.signIn(People.ada());
                assertThat(approvals().approve(id, "").state()).isEqualTo(Approval.State.APPROVED);
            }
            People.signIn(me);
            return id;
        }

        String clear(long container) {
            ClearOutcome outcome = locks().clear(Map.of(container, "basis-" + container), "locked out", "", each -> {})
                    .get(0);
            Refusal refusal = outcome.refusal();
            assertThat(outcome.result() == ClearOutcome.Result.CLEARED)
                    .as("whether it is gone")
                    .isEqualTo(!desk().locks.containsKey(container));
            return refusal == null ? "yes" : refusal.why() == Refusal.Why.UNKNOWN ? "none" : "refused";
        }
    }

    private static String there(boolean there) {
        return there ? "yes" : "none";
    }

    private static final Map<String, Act> ACTS = acts();

    private static Map<String, Act> acts() {
        Map<String, Act> acts = new LinkedHashMap<>();
        acts.put("find it in lists of containers, and counted", (world, id) -> {
            ProfilesService profiles = world.beans().getBean(ProfilesService.class);
            var query = dev.profilekeep.portal.profiles.ProfilesQuery.parse(Map.of())
                    .query();
            return there(profiles.find(query, 0, 100).stream().anyMatch(row -> row.id() == id));
        });
        acts.put(
                "open the container",
                (world, id) -> there(world.beans()
                                .getBean(ProfilesService.class)
                                .detail(id)
                                .row()
                                .id()
                        == id));
        acts.put("find its lock in lists, tables, and counted by machine", (world, id) -> {
            var query = new LocksQuery(dev.profilekeep.lock.LockFilter.ALL, LocksQuery.USUAL_SORT);
            boolean there = world.locks().list(query, 0, 100).stream()
                    .map(LockRow::containerId)
                    .anyMatch(found -> found == id);
            long all = world.locks().list(query, 0, 100).size();
            assertThat(world.locks().count(query.filter())).isEqualTo(all);
            assertThat(world.locks().groups().stream()
                            .mapToLong(group -> group.locked())
                            .sum())
                    .isEqualTo(all);
            return there(there);
        });
        acts.put(
                "see its lock as judged last",
                (world, id) -> there(world.locks().find(id).isPresent()));
        acts.put(
                "have its lock looked at now",
                (world, id) -> there(world.locks().look(id).verdict().isPresent()));
        acts.put(
                "see what clearing it would do",
                (world, id) ->
                        there(world.locks().plan(List.of(id)).rows().get(0).refusal() == null));
        acts.put("clear its lock, proved stale", (world, id) -> world.clear(id));
        acts.put("clear its lock, in use", (world, id) -> {
            world.locked(FakeLockDesk.live("AVD-12"));
            return world.clear(id);
        });
        acts.put("clear its lock, unproved, nobody agreed", (world, id) -> {
            world.locked(FakeLockDesk.unproved());
            return world.clear(id);
        });
        acts.put("clear its lock, unproved, agreed by two administrators", (world, id) -> {
            world.locked(FakeLockDesk.unproved());
            world.asked(id, true);
            return world.clear(id);
        });
        acts.put("ask for a second administrator", (world, id) -> {
            world.locked(FakeLockDesk.unproved());
            return there(world.approvals().ask(id, "basis-" + id, "gone").state() == Approval.State.ASKED);
        });
        acts.put("see that a second administrator is asked for", (world, id) -> {
            world.locked(FakeLockDesk.unproved());
            long asked = world.asked(id, false);
            boolean listed = world.approvals().open().stream().anyMatch(one -> one.id() == asked);
            assertThat(world.approvals().of(id).isEmpty()).isEqualTo(!listed);
            return there(listed);
        });
        acts.put("agree as the second administrator, or refuse", (world, id) -> {
            world.locked(FakeLockDesk.unproved());
            long asked = world.asked(id, false);
            return there(world.approvals().approve(asked, "").state() == Approval.State.APPROVED);
        });
        acts.put("find the caller by name", (world, id) -> {
            String account = id == IN_SCOPE ? "ben" : id == OWN ? "anna" : "carl";
            return there(!world.help().search(account).people().isEmpty());
        });
        acts.put("see what was tried", (world, id) -> there(world.help().tried(id) != null));
        acts.put("hand the caller over", (world, id) -> {
            world.help().handOver(id, "INC-1", "");
            return "yes";
        });
        acts.put("find its findings in lists, tables, and counted", (world, id) -> {
            List<FindingRow> found = world.findings().find(FindingFilter.OPEN, FindingSort.WORST_FIRST, 0, 100);
            List<FindingRow> exported = new ArrayList<>();
            world.findings().forEach(FindingFilter.OPEN, FindingSort.WORST_FIRST, exported::add);
            assertThat(exported).isEqualTo(found);
            assertThat(world.findings().count(FindingFilter.OPEN)).isEqualTo(found.size());
            return there(found.stream().anyMatch(row -> row.id() == id));
        });
        acts.put(
                "open one of its findings",
                (world, id) -> there(world.findings().finding(id).id() == id));
        acts.put(
                "see what takes the room of it",
                (world, id) -> there(world.beans()
                                .getBean(RoomService.class)
                                .look(id)
                                .answer()
                                .join()
                                .use()
                        != null));
        acts.put("have it backed up now", (world, id) -> {
            BackupsService backups = world.beans().getBean(BackupsService.class);
            return there(backups.backUpNow(id).containerId() == id
                    && backups.lastAsked(id).isPresent());
        });
        acts.put("find what making it smaller gave in lists, tables, and counted", (world, id) -> {
            CompactionsService compactions = world.beans().getBean(CompactionsService.class);
            List<CompactionItem> items = compactions.items(compactions.lastRun(), SpaceQuery.ALL, 0, 100);
            assertThat(compactions.count(compactions.lastRun(), SpaceQuery.ALL)).isEqualTo(items.size());
            if (!compactions.latest().orElseThrow().everywhere()) {
                assertThat(compactions.latest().orElseThrow().run().compacted()).isEqualTo(items.size());
            }
            return there(items.stream().anyMatch(item -> item.containerId() == id));
        });
        acts.put(
                "see when it was made smaller",
                (world, id) -> there(!world.beans()
                        .getBean(CompactionsService.class)
                        .madeSmaller(id)
                        .isEmpty()));
        acts.put("see its blocks before and after it was made smaller", (world, id) -> {
            CompactionItem item = FakeCompactionDesk.at(
                    FakeCompactionDesk.item(id, "", CompactionItem.Outcome.COMPACTED, "", "", Samples.GB),
                    Samples.NOW.minus(Duration.ofDays(1)));
            return there(
                    world.beans().getBean(CompactionsService.class).blocks(item).isPresent());
        });
        acts.put("find that FSLogix never makes it smaller, in lists and counted", (world, id) -> {
            CompactionsService compactions = world.beans().getBean(CompactionsService.class);
            List<NeverCompacted> all = compactions.neverCompacted(0, 100);
            assertThat(compactions.neverCompactedTotals().all().containers()).isEqualTo(all.size());
            return there(all.stream().anyMatch(one -> one.containerId() == id));
        });
        acts.put("put its larger disk back", (world, id) -> {
            CompactionsService compactions = world.beans().getBean(CompactionsService.class);
            UndoPlan plan =
                    compactions.planBack(id, FakeCompactionDesk.PURPOSE).join().orElseThrow();
            compactions.putBack(plan, "it is slow").join();
            return there(world.beans().getBean(FakeCompactionDesk.class).putBack.size() == 1);
        });
        acts.put("look into its backups, without anybody's yes", (world, id) -> {
            FilesService files = world.beans().getBean(FilesService.class);
            files.opening(id, files.points(id).get(0));
            return there(world.beans().getBean(FakeFilesDesk.class).asked.contains(id));
        });
        acts.put("ask for single files out of its backups", (world, id) -> {
            var points = world.beans()
                    .getBean(FakeBackupDesk.class)
                    .points(world.beans().getBean(FakeEstate.class).containers.stream()
                            .map(ContainerDetail::row)
                            .filter(row -> row.id() == id)
                            .findFirst()
                            .orElseThrow());
            Wish wish = Wish.files(points.get(0), List.of("a"), new Wish.Amount(1, 0, 1));
            RequestsService requests = world.beans().getBean(RequestsService.class);
            return there(requests.askFiles(id, wish, "why", Locale.ENGLISH)
                    .request()
                    .wish()
                    .equals(wish));
        });
        acts.put("ask to look into its backups, as one of two", (world, id) -> {
            return there(world.visits().ask(id, "why").state() == Approval.State.ASKED);
        });
        acts.put("agree that another looks into its backups, or refuse", (world, id) -> {
            long asked = world.askedToLook(id);
            return there(world.visits().approve(asked, "").state() == Approval.State.APPROVED);
        });
        acts.put("see that another wants to look into its backups", (world, id) -> {
            long asked = world.askedToLook(id);
            return there(world.visits().waiting().stream().anyMatch(one -> one.id() == asked));
        });
        acts.put("look into its backups, as one of two who agreed", (world, id) -> {
            Person me = new CurrentUser().require();
            long asked = world.visits().ask(id, "why").id();
            People.signIn(People.person("grace", "S-1-5-21-1-2-3-1188", Role.ADMINISTRATOR));
            world.visits().approve(asked, "");
            People.signIn(me);
            world.visits().begin(id);
            FilesService files = world.beans().getBean(FilesService.class);
            files.opening(id, files.points(id).get(0));
            return there(world.beans().getBean(FakeFilesDesk.class).asked.contains(id));
        });
        acts.put("accept its findings, or take that back", (world, id) -> {
            world.findings().accept(List.of(id), Samples.NOW.plus(Duration.ofDays(1)), "known");
            world.findings().withdraw(List.of(id), "");
            return "yes";
        });
        return acts;
    }

    private static List<String[]> table() throws IOException {
        String page = Files.readString(root().resolve("docs/access.md"));
        assertThat(page).contains(BEGIN);
        return page.substring(page.indexOf(BEGIN))
                .lines()
                .skip(1)
                .dropWhile(String::isBlank)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Stream.of(line.substring(1, line.length() - 1).split("\\|"))
                        .map(String::strip)
                        .toArray(String[]::new))
                .toList();
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("docs")) ? here : here.getParent();
    }

    static Stream<Arguments> cells() throws IOException {
        List<String[]> table = table();
        String[] heads = table.get(0);
        List<Arguments> cells = new ArrayList<>();
        for (String[] row : table.subList(2, table.size())) {
            for (int i = 1; i < heads.length; i++) {
                cells.add(Arguments.of(row[0], heads[i], row[i]));
            }
        }
        return cells.stream();
    }

    private final World world = new World(new AnnotationConfigApplicationContext(Services.class));

    @AfterEach
    void close() {
        People.signOut();
        world.beans().close();
    }

    @ParameterizedTest(name = "{1}: {0} -> {2}")
    @MethodSource("cells")
    void everybody_may_what_the_page_says(String act, String head, String expected) {
        String[] words = head.replace("`", "").split(", ");
        Role role = Role.valueOf(words[0]);
        long container =
                switch (words[1]) {
                    case "in scope" -> IN_SCOPE;
                    case "out of scope", "others'" -> OUT_OF_SCOPE;
                    case "own" -> OWN;
                    default -> throw new IllegalArgumentException(head);
                };
        world.locked(FakeLockDesk.stale("AVD-12"));
        People.signIn(People.held("somebody", OWN_SID, LONDON, role));

        assertThat(outcome(act, container)).isEqualTo(expected);
    }

    private String outcome(String act, long container) {
        try {
            return ACTS.get(act).on(world, container);
        } catch (AccessDeniedException e) {
            return "no";
        } catch (NotFoundException | BadInputException e) {
            assertThat(e.getMessage()).containsAnyOf("there is no", "does not exist");
            return "none";
        }
    }

    @Test
    void every_act_and_every_role_of_people_stands_in_the_table() throws IOException {
        List<String[]> table = table();
        assertThat(table.stream().skip(2).map(row -> row[0])).containsExactlyElementsOf(ACTS.keySet());
        for (Role role : Role.OF_PEOPLE) {
            assertThat(table.get(0))
                    .contains(role == Role.USER ? "`USER`, others'" : "`" + role + "`, out of scope")
                    .contains("`" + role + "`, own");
        }
    }

    @Test
    void a_role_that_is_held_to_nothing_is_not_narrowed_by_another_that_is() {
        world.locked(FakeLockDesk.stale("AVD-12"));
        Person both = new Person(
                "both", "both", null, null, Set.of(Role.HELPDESK, Role.AUDITOR), "test", Map.of(Role.HELPDESK, LONDON));
        People.signIn(both);
        assertThat(outcome("see its lock as judged last", OUT_OF_SCOPE))
                .as("as an auditor")
                .isEqualTo("yes");
        assertThat(outcome("clear its lock, proved stale", OUT_OF_SCOPE))
                .as("as the helpdesk")
                .isEqualTo("none");
        assertThat(outcome("clear its lock, proved stale", IN_SCOPE)).isEqualTo("yes");
        assertThat(outcome("hand the caller over", OUT_OF_SCOPE)).isEqualTo("none");
    }

    @Test
    void what_does_not_say_that_it_keeps_to_scopes_is_closed_to_an_administrator_who_has_one() {
        People.signIn(People.held("ada", null, LONDON, Role.ADMINISTRATOR));
        org.assertj.core.api.Assertions.assertThatThrownBy(() ->
                        world.findings().importUsers(java.io.InputStream.nullInputStream(), "ad", Samples.NOW, false))
                .isInstanceOf(ForbiddenException.class)
                .hasMessageContaining("estate as a whole");
        assertThat(ScopeGuard.opens(new CurrentUser().require(), dev.profilekeep.portal.jobs.ui.JobsView.class))
                .isFalse();
        assertThat(ScopeGuard.opens(new CurrentUser().require(), dev.profilekeep.portal.settings.ui.SettingsView.class))
                .isFalse();
        assertThat(ScopeGuard.opens(new CurrentUser().require(), dev.profilekeep.portal.locks.ui.LocksView.class))
                .isTrue();
        assertThat(ScopeGuard.opens(People.ada(), dev.profilekeep.portal.jobs.ui.JobsView.class))
                .isTrue();
    }

    @Test
    void only_an_administrator_of_the_whole_estate_has_disks_follow_a_damaged_one() {
        CanariesService canaries = world.beans().getBean(CanariesService.class);
        FakeCompactionDesk desk = world.beans().getBean(FakeCompactionDesk.class);
        desk.damaged.add(FakeCompactionDesk.damaged(""));
        for (Role role : Role.OF_PEOPLE) {
            People.signIn(People.held("somebody", OWN_SID, LONDON, role));
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> canaries.goOn("office", "", "seen"))
                    .as(role.name())
                    .isInstanceOf(AccessDeniedException.class);
            if (role != Role.USER) {
                assertThat(canaries.mayGoOn()).as(role.name()).isFalse();
            }
        }
        for (Person person : List.of(People.helge(), People.otto())) {
            People.signIn(person);
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> canaries.goOn("office", "", "seen"))
                    .as(person.toString())
                    .isInstanceOf(AccessDeniedException.class);
        }
        assertThat(desk.wentOn).isEmpty();

        People.signIn(People.ada());
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> canaries.goOn("office", "", " "))
                .isInstanceOf(BadInputException.class);
        canaries.goOn("office", "", "seen");
        assertThat(desk.wentOn).containsExactly("office  ada: seen");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> canaries.goOn("office", "", "again"))
                .isInstanceOf(NotFoundException.class);
    }
}
