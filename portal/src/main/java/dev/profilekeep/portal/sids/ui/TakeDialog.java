package dev.profilekeep.portal.sids.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.base.ui.SaidField;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.sids.AccountsService;
import dev.profilekeep.portal.sids.SidMapping;

/** Asks before somebody's SID is taken away, and why. */
final class TakeDialog extends Dialog {
    private static final long serialVersionUID = 1L;

    TakeDialog(AccountsService service, Words words, SidMapping who, String name, Runnable taken) {
        setHeaderTitle(words.get("people.takeFrom", name));
        setWidth("min(30rem, 94vw)");
        SaidField reason = new SaidField(words.get("accounts.field.reason"), true);
        Paragraph problem = new Paragraph();
        problem.getElement().setAttribute("role", "alert");
        problem.addClassName("form-problem");
        problem.setVisible(false);
        Div content = new Div(new Paragraph(words.get("people.take.what", name)), reason, problem);
        content.addClassName("pk-stack");
        add(content);
        Button take = new Button(words.get("people.take"), click -> {
            if (reason.getValue().isBlank()) {
                reason.setInvalid(true);
                reason.setErrorMessage(words.get("people.field.reason.missing"));
                reason.focus();
                return;
            }
            try {
                service.take(who.identityProvider(), who.subject(), reason.said());
                close();
                taken.run();
            } catch (BadInputException e) {
                problem.setText(words.get("accounts.wrong") + " " + e.getMessage());
                problem.setVisible(true);
            }
        });
        take.addThemeNames("primary", "error");
        getFooter().add(new Button(words.get("action.cancel"), click -> close()), take);
    }
}
