package dev.profilekeep.portal.files.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Problem;
import dev.profilekeep.portal.base.ui.SaidField;
import dev.profilekeep.portal.base.ui.Words;
import java.util.function.Consumer;

/** What it means, why, and a button. */
final class ReasonDialog extends Dialog {
    private static final long serialVersionUID = 1L;

    private final transient Words words;
    private final SaidField reason;
    private final Problem problem = new Problem();
    private final Button act;
    private final boolean needed;

    /**
     * @param key of the texts {@code .title}, {@code .text}, {@code .reason} and {@code .act}
     * @param needed whether something must be said
     * @param done told when it went well
     */
    ReasonDialog(Words words, String key, String about, boolean needed, Consumer<String> step, Runnable done) {
        this.words = words;
        this.needed = needed;
        setHeaderTitle(words.get(key + ".title", about));
        setWidth("min(36rem, 94vw)");
        reason = new SaidField(words.get(key + ".reason"), needed, this::enable);
        Div content = new Div(new Paragraph(words.get(key + ".text", about)), reason, problem);
        content.addClassName("pk-stack");
        add(content);
        act = new Button(words.get(key + ".act"), click -> take(step, done));
        act.addThemeNames("primary");
        getFooter().add(new Button(words.get("action.cancel"), click -> close()), act);
        enable();
    }

    private void enable() {
        act.setEnabled(!needed || !reason.getValue().isBlank());
    }

    private void take(Consumer<String> step, Runnable done) {
        try {
            step.accept(reason.getValue());
        } catch (RuntimeException e) {
            problem.tell(ErrorMessages.of(e).in(words));
            return;
        }
        close();
        done.run();
    }
}
