package dev.profilekeep.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.estate.AskedBackup;
import dev.profilekeep.backup.estate.MayBackUp;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.backup.points.RepositoryMeasure;
import dev.profilekeep.backup.points.RepositoryMeasures;
import dev.profilekeep.backup.points.StoragePoint;
import dev.profilekeep.backup.points.Unreached;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.config.RestorePolicy;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.backups.BackupsService;
import dev.profilekeep.portal.backups.RepositoryFacts;
import dev.profilekeep.portal.files.FilesDesk;
import dev.profilekeep.portal.files.FilesService;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.portal.rest.BackupsController.Keeping;
import dev.profilekeep.portal.rest.RequestsController.Said;
import dev.profilekeep.portal.rest.RequestsController.Wanted;
import dev.profilekeep.portal.support.FakeBackupDesk;
import dev.profilekeep.portal.support.FakeEstate;
import dev.profilekeep.portal.support.FakeFilesDesk;
import dev.profilekeep.portal.support.FakeLockDesk;
import dev.profilekeep.portal.support.KeptFiles;
import dev.profilekeep.portal.support.KeptRequests;
import dev.profilekeep.portal.support.MovedClock;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.portal.workers.Workers;
import dev.profilekeep.request.Note;
import dev.profilekeep.request.RequestFilter;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.Restorer;
import dev.profilekeep.restore.MayReplace;
import dev.profilekeep.restore.visit.VisitedBackup;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import dev.profilekeep.storage.Encryption;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.ProblemDetail;
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
    private RequestsService requests;
    private BackupsService kept;
    private RequestsController controller;
    private BackupsController points;

    @BeforeEach
    void open() {
        desk = new KeptRequests(folder, estate, clock);
        requests = new RequestsService(desk, backups, new FakeLockDesk(), estate, new CurrentUser());
        kept = new BackupsService(backups, estate, new CurrentUser(), clock);
        controller = with(new FakeFilesDesk(clock));
        points = new BackupsController(kept, clock);
    }

    private RequestsController with(FilesDesk files) {
        return new RequestsController(
                requests,
                kept,
                new FilesService(files, backups, estate, new CurrentUser(), new Workers(Runnable::run)),
                clock);
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
        return new Wanted(1L, "RESET", null, null, null, null, null, reason);
    }

    @Test
    void a_moment_that_the_file_server_does_not_keep_is_not_asked_for() {
        Instant moment = Instant.parse("2026-03-01T05:00:00Z");
        backups.previous.add(new StoragePoint(moment, moment, 1 << 20));
        People.signIn(People.anna());
        Wanted made = new Wanted(1L, "WHOLE", null, null, null, "2099-01-01T00:00:00Z", null, "all is gone");
        assertThatThrownBy(() -> ask(People.anna(), made))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("keeps nothing of 2099-01-01T00:00:00Z; read previous-versions again");
        assertThat(desk.list(RequestFilter.within(Reach.EVERYWHERE), 0, 1)).isEmpty();
    }

    @Test
    void who_is_refused_causes_no_question_to_a_file_server() {
        Wanted wanted = new Wanted(1L, "WHOLE", null, null, null, "2026-03-01T05:00:00Z", null, "all is gone");
        assertThatThrownBy(() -> ask(People.person("ben", People.BENS_SID, Role.USER), wanted))
                .isInstanceOf(NotFoundException.class);
        Person program =
                new Person("ticket", "Ticket tool", null, null, java.util.Set.of(Role.HELPDESK), "service account");
        assertThatThrownBy(() -> ask(program, wanted)).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> ask(
                        People.anna(), new Wanted(1L, "WHOLE", null, null, null, "2026-03-01T05:00:00Z", null, " ")))
                .isInstanceOf(BadInputException.class);
        assertThatThrownBy(() ->
                        ask(People.anna(), new Wanted(1L, "WHOLE", null, null, null, "yesterday", null, "all is gone")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("as previous-versions says it");
        estate.containers.set(0, Samples.detail(estate.containers.get(0).row(), List.of()));
        assertNotOffered(wanted);
        estate.containers.set(0, Samples.detail(estate.containers.get(0).row()));
        desk.kinds.clear();
        assertNotOffered(wanted);
        assertThat(backups.serverAsked).isZero();
    }

    private void assertNotOffered(Wanted wanted) {
        assertThatThrownBy(() -> ask(People.anna(), wanted))
                .isInstanceOfSatisfying(NotNowException.class, refused -> assertThat(refused.why())
                        .isEqualTo(NotNowException.Why.NOT_OFFERED));
    }

    @Test
    void what_was_made_where_nothing_was_cannot_be_taken_back() {
        desk.result = new Restorer.Result.Done("act-1", Note.of("anew", "FRA"));
        People.signIn(People.anna());
        BackupsController.PointJson point = points.points(1).get(0);
        Wanted wanted =
                new Wanted(1L, "WHOLE", point.repository(), point.snapshot(), point.place(), null, null, "it is gone");
        long id = ask(People.anna(), wanted).request().id();
        People.signIn(People.helge());
        controller.approve(id, new Said(null));
        desk.tick();
        People.signIn(People.anna());
        assertThat(controller.request(id).undoable()).isFalse();
        assertThatThrownBy(() -> controller.undo(id, new Said(null)))
                .isInstanceOfSatisfying(NotNowException.class, refused -> assertThat(refused.why())
                        .isEqualTo(NotNowException.Why.NOTHING_BEFORE));
        assertThat(controller.request(id).state()).isEqualTo("DONE");
    }

    @Test
    void a_backup_that_restore_points_names_is_asked_for_agreed_to_and_taken_back() {
        People.signIn(People.anna());
        BackupsController.PointJson point = points.points(1).get(0);
        Wanted wanted =
                new Wanted(1L, "WHOLE", point.repository(), point.snapshot(), point.place(), null, null, "it is gone");
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
        assertThatThrownBy(() -> ask(People.anna(), new Wanted(1L, "ALL", null, null, null, null, null, "why")))
                .isInstanceOf(BadInputException.class)
                .hasMessage("kind must be WHOLE, FILES, RESET or REBUILD_OFFICE");
        assertThatThrownBy(() -> ask(People.anna(), new Wanted(null, "RESET", null, null, null, null, null, "why")))
                .isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> ask(People.anna(), new Wanted(1L, "RESET", "main", null, null, null, null, "why")))
                .hasMessageContaining("goes back to no backup");
        assertThatThrownBy(() -> ask(People.anna(), new Wanted(1L, "WHOLE", "main", "x", 0, null, null, "why")))
                .hasMessageContaining("snapshot must be the id");
        assertThatThrownBy(() -> ask(People.anna(), new Wanted(1L, "WHOLE", null, null, null, null, null, "why")))
                .hasMessageContaining("as restore-points names a backup");
        assertThatThrownBy(() -> ask(People.anna(), reset(" "))).isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> controller.requests("", List.of("SOME"), 0, 10))
                .isInstanceOf(BadInputException.class);
    }

    @Test
    void what_the_file_server_keeps_is_told_and_asked_for_by_its_moment() {
        Instant moment = Instant.parse("2026-03-01T05:00:00Z");
        backups.previous.add(new StoragePoint(moment, moment, 1 << 20));
        People.signIn(People.anna());
        BackupsController.PreviousJson previous = points.previous(1).get(0);
        Wanted wanted =
                new Wanted(1L, "WHOLE", null, null, null, previous.moment().toString(), null, "all is gone");
        RequestDocument asked = ask(People.anna(), wanted).request();
        assertThat(asked.moment()).isEqualTo(moment);
        assertThat(asked.repository()).isNull();
        assertThatThrownBy(() ->
                        ask(People.anna(), new Wanted(1L, "WHOLE", "main", null, null, moment.toString(), null, "why")))
                .hasMessageContaining("not both");
        assertThatThrownBy(() -> ask(People.anna(), new Wanted(1L, "WHOLE", null, null, null, "now", null, "why")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("as previous-versions says it");
        assertThatThrownBy(() ->
                        ask(People.anna(), new Wanted(1L, "RESET", null, null, null, moment.toString(), null, "why")))
                .hasMessageContaining("moment is for WHOLE alone");
        backups.serverAway = true;
        assertThatThrownBy(() -> points.previous(1))
                .isInstanceOf(NotNowException.class)
                .hasMessageContaining("does not answer");
        People.signIn(People.person("ben", People.BENS_SID, Role.USER));
        assertThatThrownBy(() -> points.previous(1)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void files_are_counted_in_the_backup_and_asked_for_by_their_owner_alone() throws Exception {
        try (VisitedBackup backup =
                        new VisitedBackup(folder, estate.containers.get(0).row(), clock);
                KeptFiles files = new KeptFiles(
                        backup,
                        new RestorePolicy(
                                false,
                                new RestorePolicy.Download(false, false, List.of()),
                                new RestorePolicy.Share("", "smb://files/restored", null, Encryption.PREFERRED, null),
                                RestorePolicy.Within.STANDARD))) {
            backups.put(1, backup.point());
            controller = with(files);
            String snapshot = backup.point().snapshot().toString();
            Wanted wanted = new Wanted(1L, "FILES", "main", snapshot, 0, null, List.of("size 100", "deep"), "deleted");
            assertThatThrownBy(() -> ask(People.anna(), wanted))
                    .isInstanceOfSatisfying(NotNowException.class, e -> assertThat(e.why())
                            .isEqualTo(NotNowException.Why.FILES_NOT_ASKED));
            desk.kinds.add(RequestKind.FILES);
            assertThat(backup.told()).as("refused before anything is opened").isEmpty();
            assertThatThrownBy(() -> ask(People.helge(), wanted)).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> ask(
                            People.anna(),
                            new Wanted(1L, "FILES", "main", snapshot, 0, null, List.of("deep", "no such"), "why")))
                    .isInstanceOf(BadInputException.class)
                    .hasMessage("paths: number 2 is not in this backup");
            assertThatThrownBy(() ->
                            ask(People.anna(), new Wanted(1L, "FILES", "main", snapshot, 0, null, List.of(), "why")))
                    .hasMessageContaining("one at least");
            RequestDocument asked = ask(People.anna(), wanted).request();
            assertThat(asked.files()).isPositive();
            assertThat(asked.folders()).isPositive();
            assertThat(asked.bytes()).isGreaterThanOrEqualTo(100);
            People.signIn(People.helge());
            assertThat(controller.request(asked.id()).toString()).doesNotContain("size 100");
        }
    }

    @Test
    void those_who_help_have_a_container_backed_up_once_at_a_time_and_read_how_it_ended() {
        People.signIn(People.helge());
        assertThatThrownBy(() -> points.asked(1)).isInstanceOf(NotFoundException.class);
        assertThat(points.backUp(1).state()).isEqualTo("UNDER_WAY");
        assertThatThrownBy(() -> points.backUp(1))
                .isInstanceOf(NotNowException.class)
                .hasMessageContaining("already");
        backups.goOn(FakeBackupDesk.asked(1, AskedBackup.State.IN_USE, 0, "open \\\\lon-fs\\p: somebody holds it"));
        assertThat(points.asked(1)).satisfies(one -> {
            assertThat(one.state()).isEqualTo("IN_USE");
            assertThat(one.inUseSince()).isNotNull();
            assertThat(one.sessions()).extracting(at -> at.host()).containsExactly("AVD-12", "AVD-13");
            assertThat(one.reason()).doesNotContain("lon-fs");
        });
        assertThat(points.backUp(1).ended()).isNull();
        backups.mayBackUp = MayBackUp.NO_REPOSITORY;
        assertThatThrownBy(() -> points.backUp(1))
                .isInstanceOf(NotNowException.class)
                .hasMessageContaining("policies.backups");
        assertThatThrownBy(() -> points.backUp(99)).isInstanceOf(NotFoundException.class);
        People.signIn(People.anna());
        assertThatThrownBy(() -> points.backUp(1)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void an_administrator_holds_pins_and_lets_go_and_nobody_else() {
        People.signIn(People.ada());
        BackupsController.PointJson point = points.points(1).get(0);
        Keeping all = new Keeping(null, null, null, "a court asked");
        points.hold(1, all);
        assertThat(points.holds(1).holds()).singleElement().satisfies(hold -> assertThat(hold.reason())
                .isEqualTo("a court asked"));
        points.release(1, all);
        assertThat(points.holds(1).holds()).isEmpty();
        Keeping one = new Keeping(point.repository(), point.snapshot(), point.place(), "the last good one");
        points.pin(1, one);
        assertThat(backups.decided).extracting(line -> line.split(" ")[0]).containsExactly("Hold", "Release", "Pin");
        assertThatThrownBy(() -> points.pin(1, all)).hasMessageContaining("as restore-points names a backup");
        assertThatThrownBy(() -> points.hold(1, one)).hasMessageContaining("pin keeps one");
        assertThatThrownBy(() -> points.hold(1, new Keeping(null, null, null, null)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("reason must say why");
        backups.serverAway = true;
        assertThat(points.holds(1).unknown())
                .extracting(away -> away.repository())
                .containsExactly("main");
        People.signIn(People.helge());
        assertThatThrownBy(() -> points.hold(1, all)).isInstanceOf(NotFoundException.class);
        assertThat(backups.decided).hasSize(3);
    }

    @Test
    void what_is_not_held_or_pinned_is_not_let_go() {
        Instant moment = Instant.parse("2026-02-27T01:14:00Z");
        backups.pinned.add(moment);
        backups.backedUp(1, moment, "main");
        People.signIn(People.ada());
        List<BackupsController.PointJson> all = points.points(1);
        BackupsController.PointJson pinned = all.stream()
                .filter(BackupsController.PointJson::pinned)
                .findFirst()
                .orElseThrow();
        BackupsController.PointJson other =
                all.stream().filter(one -> !one.pinned()).findFirst().orElseThrow();
        assertThatThrownBy(() -> points.release(1, new Keeping(null, null, null, "the court is done")))
                .isInstanceOfSatisfying(NotNowException.class, refused -> assertThat(refused.why())
                        .isEqualTo(NotNowException.Why.NOT_HELD));
        assertThatThrownBy(() -> points.unpin(
                        1, new Keeping(other.repository(), other.snapshot(), other.place(), "no more needed")))
                .isInstanceOfSatisfying(NotNowException.class, refused -> assertThat(refused.why())
                        .isEqualTo(NotNowException.Why.NOT_PINNED));
        points.unpin(1, new Keeping(pinned.repository(), pinned.snapshot(), pinned.place(), "no more needed"));
    }

    @Test
    void a_hold_with_one_of_two_repositories_away_answers_where_it_holds_and_where_not_yet() {
        People.signIn(People.ada());
        backups.unreached.add(new Unreached("second", "no answer"));
        Keeping all = new Keeping(null, null, null, "a court asked");
        assertThatThrownBy(() -> points.hold(1, all)).isInstanceOfSatisfying(NotEverywhereException.class, e -> {
            ProblemDetail problem = new ProblemAdvice().notEverywhere(e);
            assertThat(problem.getStatus()).isEqualTo(409);
            assertThat(problem.getProperties())
                    .containsEntry("done", List.of("main"))
                    .containsEntry("missed", List.of(Map.of("repository", "second", "why", "no answer")));
            assertThat(problem.getDetail()).contains("in 'main', but not in 'second' (no answer)");
        });
        assertThat(points.holds(1).holds())
                .extracting(hold -> hold.repository())
                .containsExactly("main");
        assertThat(points.holds(1).unknown()).extracting(one -> one.why()).containsExactly("no answer");
    }

    @Test
    void what_cloud_cache_forbids_is_refused_at_once_with_the_reason() {
        People.signIn(People.anna());
        BackupsController.PointJson point = points.points(1).get(0);
        desk.mayReplace = new MayReplace.CloudCache("pool");
        Wanted whole =
                new Wanted(1L, "WHOLE", point.repository(), point.snapshot(), point.place(), null, null, "it is gone");
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
        desk.holder = Optional.of(Note.plain("the key in file:/etc/pk/backups.key: group 7 is wrong"));
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
        desk.holder = Optional.of(Note.plain("she is signed in at AVD-12"));
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
    void all_nights_that_are_kept_of_a_repository_stand_in_its_table_one_a_row_the_newest_first() throws Exception {
        Instant last = Instant.parse("2026-03-02T01:14:00Z");
        List<RepositoryMeasure> nights = new ArrayList<>();
        for (int night = 0; night < RepositoryMeasures.KEPT_DAYS; night++) {
            Instant taken = last.minus(Duration.ofDays(night));
            long stored = 5_000_000_000L - night;
            nights.add(new RepositoryMeasure(taken, stored, 2 * stored, night % 2, 30, 3, 2, taken, taken));
        }
        backups.nights.put("main", nights);
        backups.facts.put(
                "main",
                new RepositoryFacts(
                        backups.repositories().get(0),
                        nights.subList(0, 30),
                        List.of(),
                        null,
                        0,
                        30,
                        List.of(),
                        List.of(),
                        Map.of(),
                        List.of()));
        People.signIn(People.ada());
        MockHttpServletResponse table = new MockHttpServletResponse();
        points.nights("main", "comma", "en", ZoneId.of("Europe/Berlin"), table);

        List<String> lines =
                table.getContentAsString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(1 + 400);
        assertThat(lines.get(1))
                .isEqualTo("2026-03-02 02:14:00,5000000000,10000000000,2,3,30,2026-03-02 02:14:00,2026-03-02 02:14:00");
        assertThat(lines.get(2)).as("what was not read of every backup").startsWith("2026-03-01 02:14:00,4999999999,,");
        assertThat(lines.get(400)).startsWith("2025-01-27 02:14:00,4999999601,,");
        assertThat(table.getHeader("Content-Disposition")).contains("repository-main-");
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
