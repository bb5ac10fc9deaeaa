package dev.profilekeep.portal.requests.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.textfield.TextArea;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.portal.backups.BackupsService;
import dev.profilekeep.portal.backups.RestoreMoment;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.support.FakeLockDesk;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.RequestState;
import dev.profilekeep.security.Person;
import dev.profilekeep.ui.SymbolIcon;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RequestDialogsTest extends RequestsCase {
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
}
