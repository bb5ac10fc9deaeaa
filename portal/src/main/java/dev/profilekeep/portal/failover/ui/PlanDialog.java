package dev.profilekeep.portal.failover.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.SaidField;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.failover.FailoversService;
import dev.profilekeep.text.Visible;

/** A plan as text, new or changed. What cannot be read is told with its line, and nothing that was typed is lost. */
final class PlanDialog extends Dialog {
    private static final long serialVersionUID = 1L;

    private final transient FailoversService service;
    private final transient Words words;
    private final transient Runnable changed;
    private final TextArea text;
    private final SaidField reason;
    private final Paragraph problem = new Paragraph();
    private final Button save;

    /** @param given what stands there at first */
    PlanDialog(FailoversService service, Words words, String title, String given, Runnable changed) {
        this.service = service;
        this.words = words;
        this.changed = changed;
        setHeaderTitle(title);
        setWidth("min(52rem, 94vw)");
        text = new TextArea(words.get("failover.edit.plan"));
        text.setValue(given);
        text.setWidthFull();
        text.setMinHeight("16rem");
        text.setMaxHeight("50vh");
        text.addClassName("failover-plan-text");
        text.setValueChangeMode(ValueChangeMode.EAGER);
        text.addValueChangeListener(change -> enable());
        reason = new SaidField(words.get("locks.reason"), true, this::enable);
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);
        Div content = new Div(new Paragraph(words.get("failover.edit.text")), text, reason, problem);
        content.addClassName("pk-stack");
        add(content);
        save = new Button(words.get("failover.edit.save"), click -> save());
        save.addThemeNames("primary");
        getFooter().add(new Button(words.get("action.cancel"), click -> close()), save);
        enable();
    }

    private void enable() {
        save.setEnabled(!text.getValue().isBlank() && !reason.getValue().isBlank());
    }

    private void save() {
        try {
            service.save(text.getValue(), reason.said());
        } catch (BadInputException e) {
            tell(words.get("failover.edit.bad", Visible.isolated(String.valueOf(e.getMessage()))));
            return;
        } catch (RuntimeException e) {
            tell(ErrorMessages.of(e).in(words));
            return;
        }
        close();
        Notices.done(words.get("failover.edit.saved"));
        changed.run();
    }

    private void tell(String what) {
        problem.setText(what);
        problem.setVisible(true);
    }
}
