package dev.profilekeep.portal.accounts.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import dev.profilekeep.account.AccountRole;
import dev.profilekeep.account.NewAccount;
import dev.profilekeep.account.ServiceAccounts;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.accounts.ServiceAccountsService;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.SaidField;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.ui.CopyableText;
import dev.profilekeep.ui.Symbol;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes an account, and then shows its token, once. */
final class NewAccountDialog extends Dialog {
    private static final long serialVersionUID = 1L;
    private static final List<Integer> DAYS = List.of(7, 30, NewAccount.USUAL_DAYS, 180, NewAccount.MOST_DAYS);

    private final transient ServiceAccountsService service;
    private final transient Words words;
    private final transient Runnable made;
    private final TextField name = new TextField();
    private final Select<AccountRole> role = new Select<>();
    private final MultiSelectComboBox<String> sites = new MultiSelectComboBox<>();
    private final MultiSelectComboBox<String> sets = new MultiSelectComboBox<>();
    private final Select<Integer> days = new Select<>();
    private final SaidField reason;
    private final Paragraph problem = new Paragraph();

    NewAccountDialog(ServiceAccountsService service, Words words, Runnable made) {
        this.service = service;
        this.words = words;
        this.made = made;
        setHeaderTitle(words.get("accounts.new"));
        setWidth("min(34rem, 94vw)");
        reason = new SaidField(words.get("accounts.field.reason"), false);
        fields();
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);
        Div form = new Div(name, role, sites, sets, days, reason);
        form.addClassName("pk-form");
        Div content = new Div(form, problem);
        content.addClassName("pk-stack");
        add(content);
        Button save = new Button(words.get("accounts.create"), click -> create());
        save.addThemeNames("primary");
        getFooter().add(new Button(words.get("action.cancel"), click -> close()), save);
    }

    private void fields() {
        name.setLabel(words.get("accounts.field.name"));
        name.setHelperText(words.get("accounts.field.name.help"));
        name.setMaxLength(NewAccount.LONGEST_NAME);
        name.setRequiredIndicatorVisible(true);
        name.setAutofocus(true);
        role.setLabel(words.get("accounts.field.role"));
        role.setItems(AccountRole.values());
        role.setItemLabelGenerator(one -> AccountWords.role(one, words));
        role.addValueChangeListener(change -> {
            boolean host = change.getValue() == AccountRole.HOST_REPORT;
            role.setHelperText(words.get("accounts.role." + change.getValue().name()));
            sites.setVisible(!host);
            sets.setVisible(!host);
        });
        role.setValue(AccountRole.HOST_REPORT);
        choice(sites, "accounts.field.sites", service.sites());
        choice(sets, "accounts.field.sets", service.sets());
        days.setLabel(words.get("accounts.field.days"));
        days.setItems(DAYS);
        days.setItemLabelGenerator(one -> words.get("accounts.days", one));
        days.setValue(NewAccount.USUAL_DAYS);
    }

    private void choice(MultiSelectComboBox<String> field, String label, Map<String, String> names) {
        field.setLabel(words.get(label));
        field.setHelperText(words.get("accounts.field.scope.help"));
        field.setItems(names.keySet());
        field.setItemLabelGenerator(id -> names.getOrDefault(id, id));
    }

    private void create() {
        boolean host = role.getValue() == AccountRole.HOST_REPORT;
        if (name.getValue().isBlank()) {
            name.setErrorMessage(words.get("accounts.field.name.missing"));
            name.setInvalid(true);
            name.focus();
            return;
        }
        try {
            show(service.create(
                    name.getValue(),
                    role.getValue(),
                    host ? Set.of() : sites.getValue(),
                    host ? Set.of() : sets.getValue(),
                    days.getValue(),
                    reason.said()));
        } catch (BadInputException e) {
            problem.setText(words.get("accounts.wrong") + " " + e.getMessage());
            problem.setVisible(true);
        }
    }

    private void show(ServiceAccounts.Made account) {
        removeAll();
        getFooter().removeAll();
        setHeaderTitle(words.get("accounts.made.title", account.account().name()));
        // A click beside it must not take away what cannot be shown again.
        setCloseOnOutsideClick(false);
        setCloseOnEsc(false);
        Div content = new Div(
                Parts.note(Symbol.WARNING, words.get("accounts.made.once"), true),
                new CopyableText(account.token(), words.get("accounts.made.token")),
                new Paragraph(words.get("accounts.made.use")));
        content.addClassName("pk-stack");
        add(content);
        Button done = new Button(words.get("accounts.made.done"), click -> close());
        done.addThemeNames("primary");
        getFooter().add(done);
        made.run();
    }
}
