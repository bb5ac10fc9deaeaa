package dev.profilekeep.portal.requests.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.Problem;
import dev.profilekeep.portal.base.ui.SaidField;
import dev.profilekeep.portal.base.ui.Words;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One step of a request: what it is about, what it means, and what one says along with it. */
final class StepDialog extends Dialog {
    private static final long serialVersionUID = 1L;

    private final transient Words words;
    private final transient Step step;
    private final transient Supplier<String> standing;
    private final transient Told told;
    private final SaidField said;
    private final Problem problem = new Problem();
    private final Paragraph promise;
    private final Button act;
    private boolean over;

    /**
     * A step that somebody may take.
     *
     * @param key of the texts {@code .text}, {@code .said}, {@code .act} and {@code .done}
     * @param about what it is about, line by line; may be empty
     * @param needed whether something must be said
     */
    record Step(String key, String title, List<String> about, boolean needed, Consumer<String> deed) {
        Step {
            about = List.copyOf(about);
        }
    }

    /** Who is told of it. */
    interface Told {
        /** It was taken, or could not be: things may have moved on. */
        void changed();

        /** It was taken, and the dialog is closed. */
        default void taken() {}
    }

    /** @param standing says who moved it on and where it stands, where that was in the way */
    StepDialog(Words words, Step step, Supplier<String> standing, Told told) {
        this.words = words;
        this.step = step;
        this.standing = standing;
        this.told = told;
        setHeaderTitle(step.title());
        setWidth("min(36rem, 94vw)");
        said = new SaidField(words.get(step.key() + ".said"), step.needed(), this::enable);
        promise = new Paragraph(words.get(step.key() + ".text"));
        Div content = new Div();
        step.about().forEach(line -> content.add(new Paragraph(line)));
        content.add(promise, said, problem);
        content.addClassName("pk-stack");
        add(content);
        act = new Button(words.get(step.key() + ".act"), click -> take());
        act.addThemeNames("primary");
        getFooter().add(new Button(words.get("action.cancel"), click -> close()), act);
        enable();
    }

    private void enable() {
        act.setEnabled(!over && (!step.needed() || !said.getValue().isBlank()));
    }

    private void take() {
        try {
            step.deed().accept(said.said());
        } catch (RuntimeException e) {
            failed(e);
            told.changed();
            return;
        }
        close();
        Notices.done(words.get(step.key() + ".done"));
        told.changed();
        told.taken();
    }

    /** Of what has moved on, nothing stands there any more that could be pressed or believed. */
    private void failed(RuntimeException e) {
        over = e instanceof NotNowException notNow && notNow.why() == NotNowException.Why.REQUEST_MOVED_ON;
        problem.tell(over ? standing.get() : ErrorMessages.of(e).in(words));
        if (over) {
            promise.setVisible(false);
            said.setVisible(false);
        }
        enable();
    }
}
