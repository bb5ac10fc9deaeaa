package dev.profilekeep.portal.sids.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.SaidField;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.sids.AccountsService;
import dev.profilekeep.portal.sids.SidMapping;
import dev.profilekeep.ui.CopyableText;

/** Asks the second administrator whether a SID is that person's, and how they know. */
final class ConfirmDialog extends Dialog {
    private static final long serialVersionUID = 1L;

    ConfirmDialog(AccountsService service, Words words, SidMapping who, String sid, String name, Runnable confirmed) {
        setHeaderTitle(words.get("people.confirmOf", name));
        setWidth("min(30rem, 94vw)");
        SaidField reason = new SaidField(words.get("accounts.field.reason"), true);
        Paragraph problem = new Paragraph();
        problem.getElement().setAttribute("role", "alert");
        problem.addClassName("form-problem");
        problem.setVisible(false);
        Div content = new Div(
                new Paragraph(words.get("people.confirm.what", name)),
                new CopyableText(sid, words.get("fact.sid")),
                reason,
                problem);
        content.addClassName("pk-stack");
        add(content);
        Button confirm = new Button(words.get("people.confirm"), click -> {
            if (reason.getValue().isBlank()) {
                reason.setInvalid(true);
                reason.setErrorMessage(words.get("people.field.reason.missing"));
                reason.focus();
                return;
            }
            try {
                service.confirm(who.identityProvider(), who.subject(), sid, reason.said());
            } catch (RuntimeException e) {
                problem.setText(
                        e instanceof BadInputException
                                ? words.get("accounts.wrong") + " " + e.getMessage()
                                : ErrorMessages.of(e).in(words));
                problem.setVisible(true);
                return;
            }
            close();
            confirmed.run();
        });
        confirm.addThemeNames("primary");
        getFooter().add(new Button(words.get("action.cancel"), click -> close()), confirm);
    }
}
