package dev.profilekeep.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.backups.BackupsService;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.portal.rest.RequestsController.Said;
import dev.profilekeep.portal.rest.RequestsController.Wanted;
import dev.profilekeep.portal.support.FakeBackupDesk;
import dev.profilekeep.portal.support.FakeEstate;
import dev.profilekeep.portal.support.FakeLockDesk;
import dev.profilekeep.portal.support.KeptRequests;
import dev.profilekeep.portal.support.MovedClock;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.restore.MayReplace;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.context.request.ServletWebRequest;

/** Requests and backups over REST, as each role. */
class RequestsControllerTest {
    private static final String NO_PLACE = "the key of the repository cannot be used; an administrator sees why";

    private static final ZoneId UTC = ZoneOffset.UTC;

    @TempDir
    Path folder;

    private final MovedClock clock = new MovedClock();
    private final FakeEstate estate = FakeEstate.standard();
    private final FakeBackupDesk backups = FakeBackupDesk.standard(estate);
    private KeptRequests desk;
    private RequestsController controller;
    private BackupsController points;

    @BeforeEach
    void open() {
        desk = new KeptRequests(folder, estate, clock);
        controller = new RequestsController(
                new RequestsService(desk, backups, new FakeLockDesk(), estate, new CurrentUser()), clock);
        points = new BackupsController(new BackupsService(backups, estate, new CurrentUser(), clock), clock);
    }

    @AfterEach
    void close() {
        People.signOut();
        desk.close();
    }

    private RequestsController.Asked ask(Person person, Wanted wanted) {
        People.signIn(person);
        return controller.ask(wanted, new ServletWebRequest(new MockHttpServletRequest()));
    }

    private static Wanted reset(String reason) {
        return new Wanted(1L, "RESET", null, null, null, reason);
    }

    @Test
    void a_backup_that_restore_points_names_is_asked_for_agreed_to_and_taken_back() {
        People.signIn(People.anna());
        BackupsController.PointJson point = points.points(1).get(0);
        Wanted wanted = new Wanted(1L, "WHOLE", point.repository(), point.snapshot(), point.place(), "it is gone");
        RequestDocument asked = ask(People.anna(), wanted).request();
        assertThat(asked.state()).isEqualTo("ASKED");
        assertThat(asked.moment()).isEqualTo(point.moment());
        People.signIn(People.helge());
        assertThat(controller.question(asked.id(), new Said("which?")).state()).isEqualTo("QUESTION");
        People.signIn(People.anna());
        controller.answer(asked.id(), new Said("all"));
        People.signIn(People.helge());
        controller.approve(asked.id(), new Said(null));
        desk.tick();
        People.signIn(People.anna());
        assertThat(controller.request(asked.id()).undoable()).isTrue();
        assertThat(controller.undo(asked.id(), new Said(null)).state()).isEqualTo("UNDOING");
        assertThat(controller.request(asked.id()).steps())
                .extracting(RequestDocument.Step::state)
                .startsWith("ASKED", "QUESTION", "ANSWERED", "APPROVED", "RUNNING", "DONE");
    }

    @Test
    void whoever_asked_never_decides_and_programs_do_neither() {
        long id = ask(People.helge(), reset("nothing starts")).request().id();
        assertThatThrownBy(() -> controller.approve(id, new Said(""))).isInstanceOf(NotNowException.class);
        Person program =
                new Person("ticket", "Ticket tool", null, null, java.util.Set.of(Role.HELPDESK), "service account");
        assertThatThrownBy(() -> ask(program, reset("a ticket"))).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> controller.approve(id, new Said(""))).isInstanceOf(AccessDeniedException.class);
        assertThat(controller.requests("", List.of(), 0, 10).total()).isEqualTo(1);
    }

    @Test
    void what_is_not_understood_is_refused_and_says_what_it_can_be() {
        assertThatThrownBy(() -> ask(People.anna(), new Wanted(1L, "ALL", null, null, null, "why")))
                .isInstanceOf(BadInputException.class)
                .hasMessage("kind must be WHOLE, RESET or REBUILD_OFFICE");
        assertThatThrownBy(() -> ask(People.anna(), new Wanted(null, "RESET", null, null, null, "why")))
                .isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> ask(People.anna(), new Wanted(1L, "RESET", "main", null, null, "why")))
                .hasMessageContaining("goes back to no backup");
        assertThatThrownBy(() -> ask(People.anna(), new Wanted(1L, "WHOLE", "main", "x", 0, "why")))
                .hasMessageContaining("snapshot must be the id");
        assertThatThrownBy(() -> ask(People.anna(), new Wanted(1L, "WHOLE", null, null, null, "why")))
                .hasMessageContaining("as restore-points names a backup");
        assertThatThrownBy(() -> ask(People.anna(), reset(" "))).isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> controller.requests("", List.of("SOME"), 0, 10))
                .isInstanceOf(BadInputException.class);
    }

    @Test
    void what_cloud_cache_forbids_is_refused_at_once_with_the_reason() {
        People.signIn(People.anna());
        BackupsController.PointJson point = points.points(1).get(0);
        desk.mayReplace = new MayReplace.CloudCache("pool");
        Wanted whole = new Wanted(1L, "WHOLE", point.repository(), point.snapshot(), point.place(), "it is gone");
        for (Wanted wanted : List.of(whole, reset("nothing starts"))) {
            assertThatThrownBy(() -> ask(People.anna(), wanted))
                    .isInstanceOf(NotNowException.class)
                    .hasMessageContaining("under Cloud Cache")
                    .hasMessageContaining("single files");
        }
        People.signIn(People.helge());
        assertThat(controller.requests("", List.of(), 0, 10).total()).isZero();
    }

    @Test
    void where_a_key_lies_is_told_to_administrators_and_not_to_the_helpdesk() {
        long id = ask(People.anna(), reset("nothing starts")).request().id();
        People.signIn(People.helge());
        controller.approve(id, new Said("yes"));
        desk.holder = Optional.of("the key in file:/etc/pk/backups.key: group 7 is wrong");
        desk.tick();
        backups.repositories.clear();
        backups.repository("the key in file:/etc/pk/backups.key: group 7 is wrong");
        assertThat(controller.request(id).note()).isEqualTo(NO_PLACE);
        assertThat(controller.requests("", List.of(), 0, 10).requests().get(0).note())
                .isEqualTo(NO_PLACE);
        assertThat(controller.request(id).steps())
                .noneSatisfy(step -> assertThat(step.words()).contains("backups.key"));
        assertThat(points.repositories().get(0).problem()).isEqualTo(NO_PLACE);
        People.signIn(People.ada());
        assertThat(controller.request(id).note()).contains("backups.key: group 7");
        assertThat(points.repositories().get(0).problem()).contains("backups.key: group 7");
    }

    @Test
    void who_only_owns_it_is_not_told_of_machines() {
        long id = ask(People.anna(), reset("nothing starts")).request().id();
        People.signIn(People.helge());
        controller.approve(id, new Said("yes"));
        desk.holder = Optional.of("she is signed in at AVD-12");
        desk.tick();
        assertThat(controller.request(id).note()).contains("AVD-12");
        assertThat(controller.request(id).steps())
                .anySatisfy(step -> assertThat(step.words()).contains("AVD-12"));
        People.signIn(People.anna());
        assertThat(controller.request(id).note()).isEmpty();
        assertThat(controller.request(id).steps())
                .noneSatisfy(step -> assertThat(step.words()).contains("AVD-12"))
                .anySatisfy(step -> assertThat(step.words()).isEqualTo("yes"));
        People.signIn(People.person("ben", People.BENS_SID, Role.USER));
        assertThatThrownBy(() -> controller.request(id)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void tables_open_without_harm_in_a_spreadsheet() throws Exception {
        ask(People.anna(), reset("=HYPERLINK(1)"));
        People.signIn(People.helge());
        MockHttpServletResponse requests = new MockHttpServletResponse();
        controller.table("", List.of(), "semicolon", "en", UTC, requests);
        assertThat(requests.getContentAsString(StandardCharsets.UTF_8))
                .startsWith("\ufeffNumber;Person;SID")
                .contains(";A fresh profile;")
                .contains(";'=HYPERLINK(1);");
        backups.inUse.put(2L, Instant.parse("2026-02-20T01:00:00Z"));
        MockHttpServletResponse list = new MockHttpServletResponse();
        points.table("", List.of(), "OLDEST_FIRST", "comma", "de", UTC, list);
        assertThat(list.getContentAsString(StandardCharsets.UTF_8))
                .contains("2026-02-20 01:00:00")
                .contains("Keine Sicherung");
        assertThat(list.getHeader("Content-Disposition")).contains("backups-");
        assertThatThrownBy(() -> points.table("", List.of(), "OLDEST_FIRST", "tab", "de", UTC, list))
                .isInstanceOf(BadInputException.class);
    }

    @Test
    void the_list_of_backups_says_who_is_protected_and_to_whom() {
        People.signIn(People.helge());
        BackupsController.Page page = points.backups("", List.of(), "OLDEST_FIRST", 0, 10);
        assertThat(page.totals()).isEqualTo(new BackupsController.Totals(2, 1, 0, 1));
        assertThat(page.containers())
                .extracting(BackupsController.BackupJson::account, BackupsController.BackupJson::standing)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("ben", "NONE"),
                        org.assertj.core.groups.Tuple.tuple("anna", "FRESH"));
        assertThat(points.backups("", List.of("NONE"), "OLDEST_FIRST", 0, 10).total())
                .isEqualTo(1);
        assertThat(points.repositories())
                .extracting(BackupsController.RepositoryJson::id)
                .containsExactly("main");
        KnownPoint newest = backups.points(estate.containers.get(0).row()).get(0);
        assertThat(points.points(1).get(0).snapshot())
                .isEqualTo(newest.snapshot().toString());
    }
}
