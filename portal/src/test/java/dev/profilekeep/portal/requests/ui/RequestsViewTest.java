package dev.profilekeep.portal.requests.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.PollEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.textfield.TextArea;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.backups.BackupsService;
import dev.profilekeep.portal.backups.RestoreMoment;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.files.VisitsService;
import dev.profilekeep.portal.requests.RequestsCsv;
import dev.profilekeep.portal.requests.RequestsQuery;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.portal.support.FakeBackupDesk;
import dev.profilekeep.portal.support.FakeFilesDesk;
import dev.profilekeep.portal.support.FakeLockDesk;
import dev.profilekeep.portal.support.KeptRequests;
import dev.profilekeep.portal.support.MovedClock;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.portal.support.ViewTest;
import dev.profilekeep.portal.text.Texts;
import dev.profilekeep.request.Note;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.RequestState;
import dev.profilekeep.request.Restorer;
import dev.profilekeep.request.Wish;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.CopyableText;
import dev.profilekeep.ui.SymbolIcon;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestsViewTest extends ViewTest {
    @TempDir
    Path folder;

    private final MovedClock clock = new MovedClock();
    private final FakeBackupDesk backups = FakeBackupDesk.standard(estate);
    private final FakeLockDesk locks = new FakeLockDesk();
    private KeptRequests desk;
    private RequestsService service;
    private final VisitsService visits = new VisitsService(new FakeFilesDesk(clock), backups, estate, currentUser);

    @BeforeEach
    void openDesk() {
        desk = new KeptRequests(folder, estate, clock);
        service = new RequestsService(desk, backups, locks, estate, currentUser);
    }

    @AfterEach
    void closeDesk() {
        desk.close();
    }

    private long asked(Person person) {
        KnownPoint point = backups.points(estate.containers.get(0).row()).get(0);
        People.signIn(person);
        return service.ask(1, point.repositoryId(), point.snapshot(), point.place(), "my documents are gone", Locale.UK)
                .request()
                .id();
    }

    private void asked(Person person, long container) {
        backups.backedUp(container, Instant.parse("2026-03-02T01:14:00Z"), "main");
        KnownPoint point = backups.points(estate.containers.stream()
                        .map(ContainerDetail::row)
                        .filter(row -> row.id() == container)
                        .findFirst()
                        .orElseThrow())
                .get(0);
        People.signIn(person);
        service.ask(container, point.repositoryId(), point.snapshot(), point.place(), "all of it is gone", Locale.UK);
    }

    private RequestsView open(Person person, Map<String, List<String>> parameters) {
        People.signIn(person);
        RequestsView view = new RequestsView(service, visits, clock);
        view.open(parameters);
        return show(view);
    }

    private RequestsView open(Person person) {
        return open(person, Map.of());
    }

    @Test
    void whoever_decides_sees_all_they_want_to_know_and_agrees_in_two_presses() {
        long id = asked(People.anna());
        clock.forward(Duration.ofHours(5));
        locks.lock(1, People.ANNAS_SID, "anna", FakeLockDesk.stale("AVD-12"));
        RequestsView view = open(People.helge());
        assertThat(words(view))
                .contains("One request waits for your decision.")
                .contains("anna")
                .contains("as it was last night 01:14")
                .contains("my documents are gone")
                .contains("none for 5 h; it should be within 4 h")
                .contains("Stale");
        _click(_get(view, Button.class, spec -> spec.withText("Agree")));
        Dialog dialog = _get(Dialog.class);
        assertThat(words(dialog)).contains("What is there now is kept");
        _click(_get(dialog, Button.class, spec -> spec.withText("Agree")));
        assertThat(service.find(id).state()).isEqualTo(RequestState.APPROVED);
        assertThat(words(view)).contains("Nothing waits for your decision.").contains("Agreed");
        assertThat(_find(view, Button.class, spec -> spec.withText("Agree"))).isEmpty();
    }

    @Test
    void all_that_waits_is_a_heading_right_below_that_of_the_page() {
        asked(People.anna());
        People.signIn(People.ada());
        visits.ask(1, "her thesis is gone");
        RequestsView view = open(People.helge());
        assertThat(_find(view, H2.class))
                .extracting(heading -> heading.getElement().getTextRecursively())
                .satisfiesExactly(visit -> assertThat(visit).contains("anna"), request -> assertThat(request)
                        .contains("anna"));
        assertThat(_find(view, H3.class)).isEmpty();
    }

    @Test
    void first_aid_says_what_it_is_and_what_agreeing_to_it_does() {
        People.signIn(People.anna());
        long id = service.askFirstAid(1, RequestKind.RESET, "nothing starts", Locale.UK)
                .request()
                .id();
        RequestsView view = open(People.helge());
        assertThat(words(view)).contains("A fresh profile; the one there is now is put aside");
        _click(_get(view, Button.class, spec -> spec.withText("Agree")));
        Dialog dialog = _get(Dialog.class);
        assertThat(words(dialog)).contains("First aid for").contains("a new one is made at the next sign-in");
        _click(_get(dialog, Button.class, spec -> spec.withText("Agree")));
        assertThat(service.find(id).state()).isEqualTo(RequestState.APPROVED);
    }

    @Test
    void files_are_told_by_number_and_size_and_by_no_name_and_in_the_end_where_they_lie() throws Exception {
        desk.kinds.add(RequestKind.FILES);
        KnownPoint point = backups.points(estate.containers.get(0).row()).get(0);
        People.signIn(People.anna());
        long id = service.askFiles(
                        1,
                        Wish.files(point, List.of("secret plans"), new Wish.Amount(12, 1, 3 << 20)),
                        "I deleted them",
                        Locale.UK)
                .request()
                .id();
        RequestsView view = open(People.helge());
        assertThat(words(view)).contains("12 files (3 MB): ").contains("as it was last night 01:14");
        _click(_get(view, Button.class, spec -> spec.withText("Agree")));
        Dialog dialog = _get(Dialog.class);
        assertThat(words(dialog))
                .contains("Files for")
                .contains("never their names")
                .contains("Nobody has to sign off");
        _click(_get(dialog, Button.class, spec -> spec.withText("Agree")));
        desk.holder = Optional.of(Note.of("share.silent"));
        desk.tick();
        view.open(Map.of());
        assertThat(words(view)).contains("Tried again soon").contains("the restore share does not answer");
        desk.holder = Optional.empty();
        desk.result = new Restorer.Result.Done("", Note.NONE, "\\\\files\\restored\\anna-1104\\today");
        clock.forward(Duration.ofMinutes(3));
        desk.tick();
        view.open(Map.of());
        assertThat(_get(view, CopyableText.class).getElement().getOuterHTML()).contains("anna-1104");
        assertThat(words(view)).contains("Done").doesNotContain("secret plans");
        StringWriter table = new StringWriter();
        RequestsCsv csv = new RequestsCsv(
                table,
                ';',
                Texts.in(Locale.ENGLISH),
                ZoneOffset.UTC,
                service.within(),
                service.words(Locale.ENGLISH, ZoneOffset.UTC));
        csv.begin();
        csv.row(service.find(id), service.times(List.of(service.find(id))).get(id));
        assertThat(table.toString())
                .contains(";Files;Bytes;")
                .contains(";Files from a backup;2026-03-02 01:14:00;12;3145728;")
                .doesNotContain("secret plans");
    }

    @Test
    void files_are_asked_for_by_nobody_else_even_if_two_sign_ins_of_one_person_cannot_be_told_to_be_one() {
        desk.kinds.add(RequestKind.FILES);
        KnownPoint point = backups.points(estate.containers.get(0).row()).get(0);
        People.signIn(People.anna());
        Request asked = service.askFiles(
                        1, Wish.files(point, List.of("plans"), new Wish.Amount(12, 1, 3 << 20)), "gone", Locale.UK)
                .request();
        assertThat(RequestWords.standing(asked, clock.instant(), "", "Anna", null, Words.in(Locale.UK, ZoneOffset.UTC)))
                .startsWith("You asked for 12 files");
    }

    @Test
    void refusing_and_asking_back_need_words() {
        long id = asked(People.anna());
        RequestsView view = open(People.helge());
        _click(_get(view, Button.class, spec -> spec.withText("Ask back")));
        Dialog dialog = _get(Dialog.class);
        Button ask = _get(dialog, Button.class, spec -> spec.withText("Ask"));
        assertThat(ask.isEnabled()).isFalse();
        _get(dialog, TextArea.class).setValue("which folder?");
        _click(ask);
        assertThat(service.find(id).state()).isEqualTo(RequestState.QUESTION);
        assertThat(words(view)).contains("which folder?").contains("Question");
    }

    @Test
    void whoever_asked_is_told_that_another_decides_and_can_take_it_back() {
        asked(People.helge());
        RequestsView view = open(People.helge());
        assertThat(words(view)).contains("another person has to decide");
        assertThat(_find(view, Button.class, spec -> spec.withText("Agree"))).isEmpty();
        _get(view, Button.class, spec -> spec.withText("I do not need it any more"));
    }

    @Test
    void of_two_who_decide_the_second_is_told_and_shown_how_it_stands() {
        long id = asked(People.anna());
        RequestsView view = open(People.helge());
        _click(_get(view, Button.class, spec -> spec.withText("Refuse")));
        People.signIn(People.ada());
        service.approve(id, "");
        People.signIn(People.helge());
        Dialog dialog = _get(Dialog.class);
        _get(dialog, TextArea.class).setValue("no");
        _click(_get(dialog, Button.class, spec -> spec.withText("Refuse")));
        assertThat(words(dialog))
                .contains("ada was quicker: it stands at “Agreed” now.")
                .doesNotContain("Whoever asked reads your reason");
        assertThat(_find(dialog, SymbolIcon.class))
                .as("it is marked as an error")
                .isNotEmpty();
        assertThat(_get(dialog, Button.class, spec -> spec.withText("Refuse")).isEnabled())
                .as("nothing is left to press")
                .isFalse();
        assertThat(words(view)).contains("Agreed").contains("ada");
    }

    @Test
    void whoever_did_it_already_in_another_window_is_not_told_of_somebody_quicker() {
        long id = asked(People.anna());
        RequestsView view = open(People.helge());
        _click(_get(view, Button.class, spec -> spec.withText("Agree")));
        service.approve(id, "");
        Dialog dialog = _get(Dialog.class);
        _click(_get(dialog, Button.class, spec -> spec.withText("Agree")));
        assertThat(words(dialog))
                .contains("You have decided this meanwhile, perhaps in another window: it stands at “Agreed” now.")
                .doesNotContain("quicker")
                .doesNotContain("It begins by itself as soon as");
    }

    @Test
    void agreeing_names_who_asks_for_what_of_when_and_why() {
        asked(People.anna());
        _click(_get(open(People.helge()), Button.class, spec -> spec.withText("Agree")));
        assertThat(words(_get(Dialog.class)))
                .contains("Bring back the profile of")
                .contains("my documents are gone")
                .contains("as it was last night 01:14")
                .contains("Size: 5 GB")
                .contains("It begins by itself as soon as nobody is signed in");
    }

    @Test
    void whoever_answers_reads_the_question_again() {
        long id = asked(People.helge());
        People.signIn(People.ada());
        service.askBack(id, "which folder?");
        _click(_get(open(People.helge()), Button.class, spec -> spec.withText("Answer")));
        assertThat(words(_get(Dialog.class))).contains("ada").contains("which folder?");
    }

    @Test
    void what_runs_is_told_by_the_name_of_its_step_and_in_numbers() {
        long id = asked(People.anna());
        Request asked = service.find(id);
        Words english = Words.in(Locale.UK, ZoneOffset.UTC);
        assertThat(RequestWords.progress(running(asked, "WRITING", 3L << 30, 30L << 30), english))
                .startsWith("Writing the disk: 10")
                .endsWith(", " + english.formats().bytes(3L << 30) + " of "
                        + english.formats().bytes(30L << 30));
        assertThat(RequestWords.progress(running(asked, "EXCHANGING", 0, 2), english))
                .isEqualTo("Putting it in its place");
        assertThat(RequestWords.progress(running(asked, "OF_A_NEWER_ONE", 1, 2), english))
                .isEqualTo("Under way");
    }

    private static Request running(Request one, String phase, long done, long total) {
        return new Request(
                one.id(),
                one.containerId(),
                one.containerKey(),
                one.setId(),
                one.containerKind(),
                one.sid(),
                one.account(),
                one.wish(),
                one.reason(),
                RequestState.RUNNING,
                one.askerId(),
                one.askerName(),
                one.askedAt(),
                one.firstAnswerAt(),
                one.decidedAt(),
                one.endedAt(),
                one.changedAt(),
                one.deciderId(),
                one.deciderName(),
                one.note(),
                one.act(),
                one.where(),
                new Request.Progress(phase, done, total));
    }

    @Test
    void what_is_said_in_several_lines_is_kept_as_one() {
        long id = asked(People.anna());
        RequestsView view = open(People.helge());
        _click(_get(view, Button.class, spec -> spec.withText("Ask back")));
        Dialog dialog = _get(Dialog.class);
        Button ask = _get(dialog, Button.class, spec -> spec.withText("Ask"));
        _get(dialog, TextArea.class).setValue(" \n\r\n");
        assertThat(ask.isEnabled()).as("line breaks alone say nothing").isFalse();
        _get(dialog, TextArea.class).setValue("a\nb \r\n\r\n c\n");
        _click(ask);
        assertThat(service.find(id).state()).isEqualTo(RequestState.QUESTION);
        assertThat(words(view)).contains("a b c");
    }

    @Test
    void what_is_wanted_is_said_by_the_day_it_is_on_a_card_that_stays() {
        long over = asked(People.anna());
        service.withdraw(over, "");
        long id = asked(People.anna());
        RequestsView view = open(People.helge());
        List<RequestCard> cards = _find(view, RequestCard.class);
        assertThat(cards).hasSize(2).allSatisfy(card -> assertThat(words(card)).contains("as it was last night 01:14"));
        clock.forward(Duration.ofDays(1));
        poll();
        assertThat(_find(view, RequestCard.class)).containsExactlyElementsOf(cards);
        assertThat(cards).allSatisfy(card -> assertThat(words(card)).contains("as it was yesterday 01:14"));
        UI.getCurrent().remove(view);
        for (long one : List.of(over, id)) {
            RequestDetailView page = show(new RequestDetailView(service, clock));
            page.open(Long.toString(one));
            assertThat(words(page)).contains("yesterday 01:14");
            clock.forward(Duration.ofDays(2));
            poll();
            assertThat(words(page)).doesNotContain("yesterday 01:14");
            clock.forward(Duration.ofDays(-2));
            UI.getCurrent().remove(page);
        }
    }

    @Test
    void a_queue_in_which_nothing_changed_is_counted_by_the_minute_and_not_at_each_look() {
        asked(People.anna());
        RequestsView view = open(People.helge());
        int before = desk.counts;
        clock.forward(Duration.ofSeconds(15));
        poll();
        assertThat(desk.counts).isEqualTo(before);
        assertThat(words(view)).contains("One request waits for your decision.");
        clock.forward(Duration.ofSeconds(45));
        poll();
        assertThat(desk.counts).isGreaterThan(before);
        int then = desk.counts;
        asked(People.person("ben", People.BENS_SID, Role.USER), 2);
        People.signIn(People.helge());
        poll();
        assertThat(desk.counts).isGreaterThan(then);
        assertThat(words(view)).contains("2 requests wait for your decision.");
    }

    @Test
    void an_auditor_reads_and_has_nothing_to_press() {
        asked(People.anna());
        RequestsView view = open(People.otto());
        assertThat(words(view)).contains("my documents are gone");
        for (String button : List.of("Agree", "Refuse", "Ask back", "I do not need it any more")) {
            assertThat(_find(view, Button.class, spec -> spec.withText(button)))
                    .as(button)
                    .isEmpty();
        }
    }

    @Test
    void who_wants_to_look_into_somebodys_backups_waits_here_for_a_second_person() {
        People.signIn(People.helge());
        visits.ask(1, "she cannot find her thesis");
        RequestsView own = open(People.helge());
        assertThat(words(own))
                .contains("another person has to decide")
                .contains("Nothing waits for your decision. One waits for somebody else.")
                .doesNotContain("Nobody waits");
        assertThat(_find(own, Button.class, spec -> spec.withText("Agree"))).isEmpty();
        RequestsView view = open(People.ada());
        assertThat(words(view)).contains("Look into the backups of anna").contains("she cannot find her thesis");
        _click(_get(view, Button.class, spec -> spec.withText("Agree")));
        _click(_get(_get(Dialog.class), Button.class, spec -> spec.withText("Agree")));
        assertThat(words(view)).doesNotContain("she cannot find her thesis");
        People.signIn(People.helge());
        assertThat(visits.asked(1).orElseThrow().deciderName()).isEqualTo("ada");
    }

    @Test
    void a_list_can_be_narrowed_and_an_address_brings_it_back() {
        asked(People.anna());
        RequestsView view = open(People.helge(), Map.of("shown", List.of("DONE")));
        assertThat(words(view)).contains("No request fits");
        _click(_get(view, NativeButton.class, spec -> spec.withText("Done")));
        assertThat(words(view)).contains("my documents are gone");
        assertThat(words(open(People.helge(), Map.of("q", List.of("ben"))))).contains("No request fits");
    }

    @Test
    void an_empty_queue_says_what_would_be_here() {
        assertThat(words(open(People.helge())))
                .contains("Nobody waits for you")
                .contains("People ask on their own page");
        desk.kinds.clear();
        assertThat(words(open(People.helge()))).contains("no place for backups is set up");
    }

    @Test
    void what_is_due_first_stands_first_and_the_address_keeps_the_order() {
        long id = asked(People.anna());
        clock.forward(Duration.ofHours(5));
        RequestsView view = open(People.helge(), Map.of("sort", List.of("DUE")));
        assertThat(words(view)).contains("Too late – Waits for a first answer: 5 h of 4 h");
        assertThat(service.list(
                        RequestsQuery.parse(Map.of("sort", List.of("due"))).query(), 0, 10))
                .extracting(Request::id)
                .containsExactly(id);
        assertThat(RequestsQuery.parse(Map.of("sort", List.of("soon"))).problems())
                .singleElement()
                .asString()
                .contains("QUEUE, DUE, NEWEST, OLDEST");
        RequestsQuery newest =
                RequestsQuery.parse(Map.of("sort", List.of("NEWEST"))).query();
        assertThat(newest.parameters()).containsEntry("sort", List.of("NEWEST"));
    }

    @Test
    void one_page_has_everything_about_a_request() {
        long id = asked(People.anna());
        locks.lock(1, People.ANNAS_SID, "anna", FakeLockDesk.live("AVD-12"));
        People.signIn(People.helge());
        RequestDetailView view = new RequestDetailView(service, clock);
        view.open(Long.toString(id));
        assertThat(view.getPageTitle()).contains("Request " + id + ": ").contains("anna");
        assertThat(words(show(view)))
                .contains("Request " + id)
                .contains("my documents are gone")
                .contains("AVD-12")
                .contains("last night 01:14")
                .contains("Other requests of this person")
                .contains("There are none.")
                .doesNotContain("All about it");
        assertThat(_get(
                        view,
                        H2.class,
                        spec -> spec.withPredicate(one -> words(one).contains("anna"))))
                .isNotNull();
        assertThat(words(open(People.helge()))).contains("All about it: ");
        assertThatThrownBy(() -> view.open("7000")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> view.open("seven")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void its_page_tells_of_the_same_person_alone_and_how_many_more_there_are() {
        long last = 0;
        for (int i = 0; i < 23; i++) {
            last = asked(People.anna());
            service.withdraw(last, "");
        }
        People.signIn(People.helge());
        RequestDetailView view = new RequestDetailView(service, clock);
        view.open(Long.toString(last));
        assertThat(service.around(service.find(last)).others())
                .hasSize(20)
                .extracting(Request::id)
                .doesNotContain(last)
                .isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(words(show(view))).contains("and 2 more");
    }

    @Test
    void of_a_container_that_is_not_known_any_more_nothing_is_said_but_that() {
        long id = asked(People.anna());
        estate.containers.removeIf(one -> one.row().id() == 1);
        People.signIn(People.helge());
        RequestDetailView view = show(new RequestDetailView(service, clock));
        view.open(Long.toString(id));
        assertThat(words(view))
                .contains("This container is not known any more: its set may have another name.")
                .contains("my documents are gone")
                .doesNotContain("Nothing that we know of")
                .doesNotContain("There is no backup of it")
                .doesNotContain("No lock is known");
        assertThat(_find(view, Anchor.class)).extracting(Anchor::getHref).containsExactly("requests");
    }

    @Test
    void a_lock_that_came_since_is_told_without_a_reload_and_of_what_time_it_is() {
        long id = asked(People.anna());
        RequestsView queue = open(People.helge());
        Button agree = _get(queue, Button.class, spec -> spec.withText("Agree"));
        assertThat(words(queue)).contains("Not locked").contains("as of");
        locks.lock(1, People.ANNAS_SID, "anna", FakeLockDesk.live("AVD-12"));
        _click(agree);
        assertThat(words(_get(Dialog.class)))
                .as("whoever agrees does so on what is so now")
                .contains("Lock: In use, as of");
        _get(Dialog.class).close();
        clock.forward(Duration.ofMinutes(1));
        poll();
        assertThat(words(queue)).contains("In use").doesNotContain("Not locked");
        assertThat(_get(queue, Button.class, spec -> spec.withText("Agree"))).isSameAs(agree);
        UI.getCurrent().remove(queue);
        RequestDetailView page = show(new RequestDetailView(service, clock));
        page.open(Long.toString(id));
        locks.lock(1, People.ANNAS_SID, "anna", FakeLockDesk.stale("AVD-12"));
        poll();
        assertThat(words(page)).contains("Stale").doesNotContain("In use");
    }

    @Test
    void of_a_lock_the_page_of_a_request_says_one_thing() {
        long id = asked(People.anna());
        People.signIn(People.helge());
        RequestDetailView page = show(new RequestDetailView(service, clock));
        page.open(Long.toString(id));
        assertThat(words(page))
                .contains("Not locked")
                .contains("Not locked when it was last looked at, 2 Mar 2026, 05:00.")
                .doesNotContain("nobody judged it");
    }

    @Test
    void what_a_reader_can_decide_is_counted_apart_from_what_only_others_can() {
        estate.containers.add(Samples.detail(Samples.row(3, "S-1-5-21-1-2-3-1105", "cleo")));
        backups.backedUp(3, Instant.parse("2026-03-02T01:14:00Z"), "main");
        asked(People.helge());
        KnownPoint point = backups.points(estate.containers.get(2).row()).get(0);
        People.signIn(People.ada());
        service.ask(3, point.repositoryId(), point.snapshot(), point.place(), "she called", Locale.UK);
        assertThat(words(open(People.helge())))
                .contains("One request waits for your decision. One waits for somebody else. 2 requests in all.");
        assertThat(words(open(People.otto())))
                .as("an auditor decides nothing")
                .contains("Nothing waits for your decision. 2 wait for somebody else.");
    }

    @Test
    void a_card_stays_what_it_is_while_others_change_and_more_are_shown() {
        long first = asked(People.anna());
        service.withdraw(first, "");
        for (int i = 0; i < 52; i++) {
            service.withdraw(asked(People.anna()), "");
        }
        long open = asked(People.anna());
        RequestsView view = open(People.helge());
        List<RequestCard> before = _find(view, RequestCard.class);
        assertThat(before).hasSize(50);
        People.signIn(People.ada());
        service.askBack(open, "which folder?");
        People.signIn(People.helge());
        poll();
        List<RequestCard> after = _find(view, RequestCard.class);
        assertThat(after.get(0)).as("what changed is drawn anew").isNotSameAs(before.get(0));
        assertThat(words(after.get(0))).contains("which folder?");
        assertThat(after.subList(1, 50)).as("and nothing else").containsExactlyElementsOf(before.subList(1, 50));
        _click(_get(view, Button.class, spec -> spec.withText("Show more")));
        List<RequestCard> all = _find(view, RequestCard.class);
        assertThat(all).hasSize(54);
        assertThat(all.subList(0, 50)).containsExactlyElementsOf(after);
        assertThat(all.get(53).context().request().id()).isEqualTo(first);
    }

    private AskDialog choosing(Person person, Instant moment) {
        People.signIn(person);
        ContainerRow row = estate.containers.get(0).row();
        List<KnownPoint> points = backups.points(row);
        RestoreMoment chosen = RestoreMoment.of(points, List.of()).stream()
                .filter(one -> one.moment().equals(moment))
                .findFirst()
                .orElseThrow();
        return new AskDialog(
                Words.current(),
                service,
                new BackupsService(backups, estate, currentUser, clock),
                row,
                points,
                chosen,
                true,
                clock.instant(),
                () -> {});
    }

    /** Written at 21:00, looked at at 05:00. */
    @Test
    void of_what_was_changed_after_the_last_look_nothing_is_claimed() {
        Instant newest = Instant.parse("2026-03-02T01:14:00Z");
        assertThat(words(choosing(People.anna(), newest)))
                .as("its file was older than the backup when it was looked at; whether it still is nobody knows")
                .contains("What you changed since last night 01:14 is put aside for you")
                .contains("When we last looked (last night 05:00), the last change was yesterday 21:00.")
                .doesNotContain("Nothing was changed");
    }

    @Test
    void what_a_restore_wrote_is_not_told_as_a_change_of_the_persons() {
        long id = asked(People.anna());
        People.signIn(People.helge());
        service.approve(id, "");
        desk.tick();
        assertThat(words(choosing(People.anna(), Instant.parse("2026-03-01T01:12:00Z"))))
                .contains("is put aside for you")
                .doesNotContainIgnoringCase("last change was");
    }

    private static void poll() {
        ComponentUtil.fireEvent(UI.getCurrent(), new PollEvent(UI.getCurrent(), true));
    }

    @Test
    void clocks_of_an_open_queue_go_on_by_the_minute_and_what_can_be_pressed_stays_what_it_is() {
        asked(People.anna());
        RequestsView view = open(People.helge());
        Button agree = _get(view, Button.class, spec -> spec.withText("Agree"));
        clock.forward(Duration.ofHours(2));
        poll();
        assertThat(words(view))
                .contains("Waits for a first answer: 2 h of 4 h")
                .contains("none for 2 h")
                .doesNotContain("Too late");
        clock.forward(Duration.ofSeconds(30));
        poll();
        clock.forward(Duration.ofHours(3));
        poll();
        assertThat(words(view)).contains("Too late – Waits for a first answer: 5 h of 4 h");
        assertThat(_get(view, Button.class, spec -> spec.withText("Agree"))).isSameAs(agree);
    }

    @Test
    void the_page_of_a_request_goes_on_by_itself_until_it_is_left() {
        long id = asked(People.anna());
        People.signIn(People.helge());
        RequestDetailView view = show(new RequestDetailView(service, clock));
        view.open(Long.toString(id));
        clock.forward(Duration.ofHours(1));
        poll();
        assertThat(words(view)).contains("Waits for a first answer: 1 h of 4 h");
        _click(_get(view, Button.class, spec -> spec.withText("Agree")));
        _click(_get(_get(Dialog.class), Button.class, spec -> spec.withText("Agree")));
        clock.forward(Duration.ofHours(2));
        poll();
        assertThat(words(view))
                .contains("Agreed, not done yet: 2 h of 4 h")
                .contains("Since the yes\n2 h")
                .doesNotContain("none for");
        desk.tick();
        poll();
        assertThat(words(view)).contains("Done").contains("From yes to end\n2 h");
        assertThat(UI.getCurrent().getPollInterval()).isPositive();
        UI.getCurrent().remove(view);
        assertThat(UI.getCurrent().getPollInterval()).isNegative();
    }

    @Test
    void while_it_waits_for_the_sign_off_nothing_that_is_for_us_to_do_runs() {
        long id = asked(People.anna());
        People.signIn(People.helge());
        service.approve(id, "");
        desk.holder = Optional.of(Note.plain("she is signed in"));
        clock.forward(Duration.ofHours(1));
        desk.tick();
        clock.forward(Duration.ofHours(7));
        assertThat(words(open(People.helge())))
                .contains("Waits for the sign-off: 7 h, which is not counted")
                .contains("Since the yes, without the sign-off\n1 h")
                .doesNotContain("none for 1 h");
    }

    @Test
    void first_aid_that_could_not_be_taken_back_speaks_of_what_was_put_aside_and_of_no_day_that_is_over() {
        People.signIn(People.anna());
        long id = service.askFirstAid(1, RequestKind.RESET, "nothing starts", Locale.UK)
                .request()
                .id();
        People.signIn(People.helge());
        service.approve(id, "");
        desk.tick();
        desk.undone = new Restorer.Result.Failed("", Note.of("refusal.UNREACHABLE", "lon does not answer"));
        People.signIn(People.anna());
        service.undo(id, "it was not that");
        desk.tick();
        Request stays = service.find(id);
        Words english = Words.in(Locale.UK, ZoneOffset.UTC);
        assertThat(RequestWords.standing(stays, clock.instant(), "", "", service.keptUntil(stays), english))
                .startsWith("We could not go back. What was put aside stays aside, and is kept until 9 Mar 2026")
                .doesNotContain("brought back");
        assertThat(words(open(People.helge())))
                .contains("What was put aside stays aside, and is kept until 9 Mar 2026 at least")
                .doesNotContain("restored disk")
                .doesNotContain("told by mail");
        clock.forward(Duration.ofDays(8));
        assertThat(words(open(People.helge())))
                .contains("What was put aside was kept until 9 Mar 2026 at least, and may be gone by now");
        assertThat(RequestWords.stays(
                        stays,
                        clock.instant(),
                        service.keptUntil(stays),
                        true,
                        Words.in(Locale.GERMANY, ZoneOffset.UTC)))
                .startsWith("Wir konnten nicht zurückgehen. Was beiseitegelegt wurde, war mindestens bis 09.03.2026"
                        + " aufgehoben und ist vielleicht nicht mehr da.");
    }

    @Test
    void what_could_not_be_taken_back_says_what_is_so_and_is_offered_again_while_something_is_kept() {
        long id = asked(People.anna());
        People.signIn(People.helge());
        service.approve(id, "");
        desk.tick();
        desk.undone = new Restorer.Result.Failed("", Note.of("refusal.UNREACHABLE", "lon does not answer"));
        People.signIn(People.anna());
        service.undo(id, "the wrong day");
        desk.tick();
        assertThat(service.find(id).state()).isEqualTo(RequestState.FAILED);
        assertThat(service.find(id).isUndoable()).isTrue();
        assertThat(words(open(People.helge())))
                .contains("The restored disk stays in place.")
                .contains("lon does not answer")
                .contains("is kept beside it until")
                .doesNotContain("could not bring")
                .doesNotContain("told by mail");
        assertThat(service.words(Locale.GERMANY, ZoneOffset.UTC)
                        .of(service.find(id).note()))
                .isEqualTo("Es ließ sich nicht zurücknehmen und bleibt, wie es ist: Eine Ablage antwortet nicht (im"
                        + " Wortlaut: lon does not answer)");
    }

    @Test
    void whose_profile_it_is_reads_who_asked_and_who_took_it_back() {
        long id = asked(People.helge());
        People.signIn(People.anna());
        Request asked = service.find(id);
        assertThat(service.another(asked)).isEqualTo(asked.askerName()).isNotEmpty();
        Words english = Words.in(Locale.UK, ZoneOffset.UTC);
        assertThat(RequestWords.standing(asked, clock.instant(), "", service.another(asked), null, english))
                .startsWith(Visible.isolated(asked.askerName()) + " asked, for you, for your profile")
                .doesNotContain("You asked");
        assertThat(service.isAsker(asked)).isFalse();
        service.withdraw(id, "I do not want it");
        Request back = service.find(id);
        assertThat(service.another(back)).as("it was Anna herself").isEmpty();
        assertThat(RequestWords.standing(back, clock.instant(), "", "", null, english))
                .startsWith("You took it back.");
        People.signIn(People.helge());
        assertThat(service.another(back)).isEqualTo(People.anna().displayName());
    }
}
