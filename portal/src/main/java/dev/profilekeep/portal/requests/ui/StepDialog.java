package dev.profilekeep.portal.requests.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.Words;
import java.util.function.Consumer;

/** One step of a request: what it means, and what one says along with it. */
final class StepDialog extends Dialog {
    private static final long serialVersionUID = 1L;

    private final transient Words words;
    private final transient Runnable done;
    private final TextField said;
    private final Paragraph problem = new Paragraph();
    private final Button act;
    private final boolean needed;

    /**
     * @param key of the texts {@code .title}, {@code .text}, {@code .said}, {@code .act} and {@code .done}
     * @param needed whether something must be said
     * @param done told when it is taken, and when it could not be: things have moved on then
     */
    StepDialog(Words words, String key, String about, boolean needed, Consumer<String> step, Runnable done) {
        this.words = words;
        this.done = done;
        this.needed = needed;
        setHeaderTitle(words.get(key + ".title", about));
        setWidth("min(36rem, 94vw)");
        said = new TextField(words.get(key + ".said"));
        said.setMaxLength(GivenReason.LONGEST);
        said.setWidthFull();
        said.setRequiredIndicatorVisible(needed);
        said.setValueChangeMode(ValueChangeMode.EAGER);
        said.addValueChangeListener(change -> enable());
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);
        Div content = new Div(new Paragraph(words.get(key + ".text", about)), said, problem);
        content.addClassName("pk-stack");
        add(content);
        act = new Button(words.get(key + ".act"), click -> take(step, words.get(key + ".done")));
        act.addThemeNames("primary");
        getFooter().add(new Button(words.get("action.cancel"), click -> close()), act);
        enable();
    }

    private void enable() {
        act.setEnabled(!needed || !said.getValue().isBlank());
    }

    private void take(Consumer<String> step, String told) {
        try {
            step.accept(said.getValue());
        } catch (RuntimeException e) {
            problem.setText(ErrorMessages.of(e).in(words));
            problem.setVisible(true);
            done.run();
            return;
        }
        close();
        Notices.done(told);
        done.run();
    }
}
