package dev.profilekeep.portal.health.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.base.ui.SaidField;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.health.FindingsService;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Asks until when, and why, somebody lives with a finding. */
final class AcceptDialog extends Dialog {
    private static final long serialVersionUID = 1L;
    /** Days. */
    private static final List<Integer> TERMS = List.of(7, 30, 90, 182, 365);

    private static final int USUAL = 30;

    /**
     * @param findings one, or several in one act
     * @param what they are, for the title
     * @param detail which they are; may be empty
     * @param accepted told when it is done
     */
    AcceptDialog(
            FindingsService service,
            Words words,
            Collection<Long> findings,
            String what,
            String detail,
            Instant now,
            Runnable accepted) {
        setHeaderTitle(words.get("health.accept.title", what));
        setWidth("min(30rem, 94vw)");
        Select<Integer> term = new Select<>();
        term.setLabel(words.get("health.accept.until"));
        term.setItems(TERMS);
        term.setItemLabelGenerator(
                days -> words.get("health.accept.term", days, words.formats().date(now.plus(Duration.ofDays(days)))));
        term.setValue(USUAL);
        term.setWidthFull();
        SaidField reason = new SaidField(words.get("health.accept.reason"), true);
        Paragraph problem = new Paragraph();
        problem.getElement().setAttribute("role", "alert");
        problem.addClassName("form-problem");
        problem.setVisible(false);
        Div content = new Div(new Paragraph(words.get("health.accept.what", findings.size())), term, reason, problem);
        if (!detail.isEmpty()) {
            content.addComponentAsFirst(new Paragraph(detail));
        }
        content.addClassName("pk-stack");
        add(content);
        Button accept = new Button(words.get("health.accept"), click -> {
            if (reason.getValue().isBlank()) {
                reason.setInvalid(true);
                reason.setErrorMessage(words.get("health.accept.noReason"));
                reason.focus();
                return;
            }
            try {
                service.accept(findings, now.plus(Duration.ofDays(term.getValue())), reason.said());
                close();
                accepted.run();
            } catch (BadInputException e) {
                problem.setText(words.get("health.accept.refused") + " " + e.getMessage());
                problem.setVisible(true);
            }
        });
        accept.addThemeNames("primary");
        getFooter().add(new Button(words.get("action.cancel"), click -> close()), accept);
    }
}
