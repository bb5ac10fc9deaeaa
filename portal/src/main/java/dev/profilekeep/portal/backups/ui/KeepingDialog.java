package dev.profilekeep.portal.backups.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.SaidField;
import dev.profilekeep.portal.base.ui.Words;
import java.util.function.Consumer;

/** What a decision about backups means, and why it is made. */
final class KeepingDialog extends Dialog {
    private static final long serialVersionUID = 1L;

    private final Paragraph problem = new Paragraph();

    /** @param key of the act, with {@code .means} beside it */
    KeepingDialog(Words words, String key, String about, Consumer<String> decide) {
        setHeaderTitle(words.get(key, about));
        setWidth("min(36rem, 94vw)");
        SaidField reason = new SaidField(words.get("keeping.reason"), true);
        reason.setValueChangeMode(ValueChangeMode.EAGER);
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);
        Div content = new Div(new Paragraph(words.get(key + ".means")), reason, problem);
        content.addClassName("pk-stack");
        add(content);
        Button act = new Button(words.get("keeping.decide"), click -> {
            try {
                decide.accept(reason.said());
                close();
            } catch (RuntimeException e) {
                problem.setText(ErrorMessages.of(e).in(words));
                problem.setVisible(true);
            }
        });
        act.addThemeNames("primary");
        act.setEnabled(false);
        reason.addValueChangeListener(
                change -> act.setEnabled(!change.getValue().isBlank()));
        getFooter().add(new Button(words.get("action.cancel"), click -> close()), act);
    }
}
