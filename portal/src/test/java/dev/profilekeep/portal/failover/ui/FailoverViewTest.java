package dev.profilekeep.portal.failover.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static com.github.mvysny.kaributesting.v10.LocatorJ._setValue;
import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.textfield.TextArea;
import dev.profilekeep.failover.PlanFault;
import dev.profilekeep.failover.Run.State;
import dev.profilekeep.failover.Run.StepState;
import dev.profilekeep.portal.base.ui.SaidField;
import dev.profilekeep.portal.failover.FailoversService;
import dev.profilekeep.portal.support.FakeFailoverDesk;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.ViewTest;
import dev.profilekeep.security.Role;
import dev.profilekeep.ui.StatusBadge;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailoverViewTest extends ViewTest {
    private final FakeFailoverDesk desk = new FakeFailoverDesk();

    @BeforeEach
    void ada() {
        People.signIn(People.ada());
    }

    private FailoverView open() {
        return show(new FailoverView(new FailoversService(desk, estate, currentUser)));
    }

    private static String said(FailoverView view) {
        return view.getElement()
                .getTextRecursively()
                .replaceAll("[\u2068\u2069]", "")
                .replaceAll("[\u00a0\u202f]", " ");
    }

    private static List<String> buttons(FailoverView view) {
        return _find(view, Button.class).stream().map(Button::getText).toList();
    }

    private static void press(FailoverView view, String button, String act) {
        _click(_get(view, Button.class, spec -> spec.withText(button)));
        _setValue(_get(_get(Dialog.class), SaidField.class), "it\nburns");
        _click(_get(_get(Dialog.class), Button.class, spec -> spec.withText(act)));
    }

    @Test
    void two_administrators_begin_it_and_its_steps_are_shown() {
        FailoverView view = open();
        assertThat(said(view)).contains("Frankfurt to London", "from Frankfurt to London", "everybody who works there");
        press(view, "Ask to begin…", "Ask another administrator");
        assertThat(desk.approval).isNotNull().satisfies(asked -> assertThat(asked.reason())
                .isEqualTo("it burns"));
        assertThat(buttons(view)).doesNotContain("Start…", "Look and decide", "Ask to begin…");

        People.signIn(People.person("nils", People.BENS_SID, Role.ADMINISTRATOR));
        FailoverView second = open();
        press(second, "Look and decide", "Agree");
        press(second, "Start…", "Start now");

        assertThat(desk.runs).hasSize(1);
        assertThat(said(second)).contains("Run 7: Frankfurt to London, version 3");
        assertThat(_find(second, StatusBadge.class))
                .extracting(StatusBadge::word)
                .contains("Under way");
        assertThat(_find(
                        second,
                        ListItem.class,
                        spec -> spec.withPredicate(
                                item -> "now".equals(item.getElement().getAttribute("data-state")))))
                .hasSize(1);
        assertThat(buttons(second)).contains("Pause…", "End early…").doesNotContain("Ask to begin…");
    }

    @Test
    void a_plan_that_cannot_be_carried_out_says_why_and_is_not_asked_for() {
        desk.faults.add(new PlanFault(PlanFault.Code.OVERLAP, "Sales and Staff share 3 people."));
        FailoverView view = open();
        assertThat(said(view)).contains("Sales and Staff share 3 people.");
        assertThat(buttons(view)).doesNotContain("Ask to begin…");
    }

    @Test
    void a_desktop_service_that_does_not_answer_is_no_fault_of_the_plan() {
        desk.away = true;
        FailoverView view = open();
        assertThat(said(view)).contains("does not answer now").doesNotContain("Can be carried out");
        assertThat(buttons(view)).doesNotContain("Ask to begin…");
    }

    @Test
    void what_paused_a_run_is_told_and_it_goes_on_by_a_word_with_a_reason() {
        desk.runs.add(FakeFailoverDesk.run(State.PAUSED, 1, StepState.UNKNOWN));
        FailoverView view = open();
        assertThat(said(view)).contains("a group is gone", "Nobody can tell whether this was done");
        press(view, "Go on…", "Go on");
        assertThat(desk.said).containsExactly("RESUME 7 it burns");
    }

    @Test
    void a_refusal_is_told_in_the_dialog_and_what_was_typed_stays() {
        desk.runs.add(FakeFailoverDesk.run(State.WAITING, 2, StepState.BEGUN));
        desk.refusal = "it waits for nobody's word";
        FailoverView view = open();
        press(view, "It works…", "It works");
        Dialog dialog = _get(Dialog.class);
        assertThat(dialog.getElement().getTextRecursively()).contains("it waits for nobody's word");
        assertThat(_get(dialog, SaidField.class).getValue()).isEqualTo("it\nburns");
    }

    @Test
    void of_an_ended_run_what_stands_and_how_long_it_took_is_shown() {
        desk.runs.add(FakeFailoverDesk.run(State.ABORTED, 2, StepState.WAITING));
        FailoverView view = open();
        assertThat(said(view)).contains("What was done stands", "an administrator assigns the groups again");
        assertThat(said(view)).contains("took 10 min");
        assertThat(buttons(view)).contains("Let jobs go on…");
    }

    @Test
    void people_without_a_good_copy_go_by_a_word_of_their_own() {
        desk.runs.add(FakeFailoverDesk.run(State.PAUSED, 1, StepState.FAILED));
        assertThat(buttons(open())).doesNotContain("Go without them…");
        desk.notGood.add("Profile_ben (pool) at lon: MISSING");
        press(open(), "Go without them…", "Go without them");
        assertThat(desk.said).containsExactly("ACCEPT 7 it burns");
    }

    @Test
    void a_plan_is_written_from_a_template_and_what_cannot_be_read_is_told_with_its_line() {
        desk.plans.clear();
        FailoverView view = open();
        _click(_get(view, Button.class, spec -> spec.withText("New plan…")));
        TextArea text = _get(_get(Dialog.class), TextArea.class, spec -> spec.withLabel("Plan"));
        String template = text.getValue();
        assertThat(template).contains("\"CHECK\"", "\"from\" : \"fra\"");
        _setValue(_get(_get(Dialog.class), SaidField.class), "first");
        _setValue(text, "{\n\"id\": 7");
        _click(_get(_get(Dialog.class), Button.class, spec -> spec.withText("Save as a new version")));
        assertThat(_get(Dialog.class).getElement().getTextRecursively()).contains("It was not saved", "at line 2");

        _setValue(text, template);
        _click(_get(_get(Dialog.class), Button.class, spec -> spec.withText("Save as a new version")));
        assertThat(desk.plans).hasSize(1);
        assertThat(buttons(view)).contains("Change…");
    }

    @Test
    void an_auditor_reads_all_and_does_nothing() {
        People.signIn(People.person("rita", null, Role.AUDITOR));
        desk.runs.add(FakeFailoverDesk.run(State.RUNNING, 1, StepState.BEGUN));
        assertThat(buttons(open())).isEmpty();
    }

    @Test
    void without_a_plan_it_says_how_to_make_one() {
        desk.plans.clear();
        assertThat(said(open())).contains("No plan yet", "New plan");
    }
}
