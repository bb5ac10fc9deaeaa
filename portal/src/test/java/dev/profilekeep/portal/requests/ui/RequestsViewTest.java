package dev.profilekeep.portal.requests.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.NativeButton;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.requests.RequestsCsv;
import dev.profilekeep.portal.requests.RequestsQuery;
import dev.profilekeep.portal.support.FakeLockDesk;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.portal.text.Texts;
import dev.profilekeep.request.Note;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.RequestState;
import dev.profilekeep.request.Restorer;
import dev.profilekeep.request.Wish;
import dev.profilekeep.security.Role;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.CopyableText;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestsViewTest extends RequestsCase {
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
    void whoever_asked_is_told_that_another_decides_and_can_take_it_back() {
        asked(People.helge());
        RequestsView view = open(People.helge());
        assertThat(words(view)).contains("another person has to decide");
        assertThat(_find(view, Button.class, spec -> spec.withText("Agree"))).isEmpty();
        _get(view, Button.class, spec -> spec.withText("I do not need it any more"));
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
