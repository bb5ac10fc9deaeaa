package dev.profilekeep.portal.files.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Problem;
import dev.profilekeep.portal.base.ui.SaidField;
import dev.profilekeep.portal.base.ui.Words;
import java.util.List;
import java.util.function.Consumer;

/** What it means, why, and a button. */
final class ReasonDialog extends Dialog {
    private static final long serialVersionUID = 1L;

    private final transient Words words;
    private final SaidField reason;
    private final Problem problem = new Problem();
    private final Div facts = new Div();
    private final Paragraph more = new Paragraph();
    private final Button act;
    private final boolean needed;

    /**
     * @param key of the texts {@code .title}, {@code .text}, {@code .reason} and {@code .act}
     * @param about what the title and the text name
     * @param needed whether something must be said
     * @param done told when it went well
     */
    ReasonDialog(Words words, String key, List<String> about, boolean needed, Consumer<String> step, Runnable done) {
        this.words = words;
        this.needed = needed;
        Object[] named = about.toArray();
        setHeaderTitle(words.get(key + ".title", named));
        setWidth("min(36rem, 94vw)");
        reason = new SaidField(words.get(key + ".reason"), needed, this::enable);
        Div content = new Div(facts, new Paragraph(words.get(key + ".text", named)), more, reason, problem);
        facts.setVisible(false);
        more.setVisible(false);
        content.addClassName("pk-stack");
        add(content);
        act = new Button(words.get(key + ".act"), click -> take(step, done));
        act.addThemeNames("primary");
        getFooter().add(new Button(words.get("action.cancel"), click -> close()), act);
        enable();
    }

    /** Adds what is to be known before: facts above what it means, and a sentence below that. */
    ReasonDialog with(Component known, String sentence) {
        facts.add(known);
        facts.setVisible(true);
        more.setText(sentence);
        more.setVisible(true);
        return this;
    }

    private void enable() {
        act.setEnabled(!needed || !reason.getValue().isBlank());
    }

    private void take(Consumer<String> step, Runnable done) {
        try {
            step.accept(reason.said());
        } catch (RuntimeException e) {
            problem.tell(ErrorMessages.of(e).in(words));
            return;
        }
        close();
        done.run();
    }
}
