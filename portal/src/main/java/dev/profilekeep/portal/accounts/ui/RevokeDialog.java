package dev.profilekeep.portal.accounts.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.profilekeep.account.ServiceAccount;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.accounts.ServiceAccountsService;
import dev.profilekeep.portal.base.ui.SaidField;
import dev.profilekeep.portal.base.ui.Words;

/** Asks before a token is refused for good. */
final class RevokeDialog extends Dialog {
    private static final long serialVersionUID = 1L;

    RevokeDialog(ServiceAccountsService service, Words words, ServiceAccount account, Runnable revoked) {
        setHeaderTitle(words.get("accounts.revokeOf", account.name()));
        setWidth("min(30rem, 94vw)");
        SaidField reason = new SaidField(words.get("accounts.field.reason"), false);
        Paragraph problem = new Paragraph();
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);
        Div content = new Div(new Paragraph(words.get("accounts.revoke.what")), reason, problem);
        content.addClassName("pk-stack");
        add(content);
        Button revoke = new Button(words.get("accounts.revoke"), click -> {
            try {
                service.revoke(account.id(), reason.said());
                close();
                revoked.run();
            } catch (BadInputException e) {
                problem.setText(words.get("accounts.wrong") + " " + e.getMessage());
                problem.setVisible(true);
            }
        });
        revoke.addThemeNames("primary", "error");
        getFooter().add(new Button(words.get("action.cancel"), click -> close()), revoke);
    }
}
