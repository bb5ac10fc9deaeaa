package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import java.util.function.Consumer;

/** Asks once more before something is done: what it means, and why it is done. What goes wrong is told in the dialog, and what was typed stays. */
public final class ReasonDialog extends Dialog {
    private static final long serialVersionUID = 1L;

    private final transient Words words;
    private final transient Runnable done;
    private final SaidField reason;
    private final boolean needed;
    private final Paragraph problem = new Paragraph();
    private final Button act;

    /**
     * @param text what it means
     * @param needed whether a reason must be given
     * @param button the word for doing it
     * @param deed does it, with the reason as one line
     * @param told the notice afterwards
     * @param done called after that
     */
    public ReasonDialog(
            Words words,
            String title,
            String text,
            boolean needed,
            String button,
            Consumer<String> deed,
            String told,
            Runnable done) {
        this.words = words;
        this.done = done;
        this.needed = needed;
        setHeaderTitle(title);
        setWidth("min(36rem, 94vw)");
        reason = new SaidField(words.get(needed ? "locks.reason" : "locks.remark"), needed, this::enable);
        reason.setHelperText(words.get("locks.reason.help"));
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);
        Div content = new Div(new Paragraph(text), reason, problem);
        content.addClassName("pk-stack");
        add(content);
        act = new Button(button, click -> run(deed, told));
        act.addThemeNames("primary");
        getFooter().add(new Button(words.get("action.cancel"), click -> close()), act);
        enable();
    }

    /** Another thing that can be done with the same reason. */
    public ReasonDialog or(String button, Consumer<String> deed, String told) {
        getFooter().add(new Button(button, click -> run(deed, told)));
        return this;
    }

    private void enable() {
        act.setEnabled(!needed || !reason.getValue().isBlank());
    }

    private void run(Consumer<String> deed, String told) {
        try {
            deed.accept(reason.said());
        } catch (RuntimeException e) {
            problem.setText(ErrorMessages.of(e).in(words));
            problem.setVisible(true);
            return;
        }
        close();
        Notices.done(told);
        done.run();
    }
}
