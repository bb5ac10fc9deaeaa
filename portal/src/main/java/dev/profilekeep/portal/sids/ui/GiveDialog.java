package dev.profilekeep.portal.sids.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.textfield.TextFieldBase;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.base.ui.SaidField;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.sids.AccountsService;
import dev.profilekeep.portal.sids.AccountsService.Owner;
import dev.profilekeep.portal.sids.SidMapping;
import dev.profilekeep.text.Visible;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks which SID is somebody's, and shows whose containers they would get by it. */
final class GiveDialog extends Dialog {
    private static final long serialVersionUID = 1L;

    private final transient AccountsService service;
    private final transient Words words;
    private final transient Consumer<SidMapping> given;
    private final ComboBox<String> provider = new ComboBox<>();
    private final TextField subject = new TextField();
    private final TextField sid = new TextField();
    private final SaidField reason;
    private final Div owner = new Div();
    private final Paragraph problem = new Paragraph();

    /** @param who who waits; null for somebody who never came */
    GiveDialog(AccountsService service, Words words, @Nullable SidMapping who, Consumer<SidMapping> given) {
        this.service = service;
        this.words = words;
        this.given = given;
        setHeaderTitle(who == null ? words.get("people.new") : words.get("people.giveTo", PeopleSection.name(who)));
        setWidth("min(34rem, 94vw)");
        reason = new SaidField(words.get("accounts.field.reason"), true);
        fields(who);
        owner.addClassNames("pk-stack", "pk-secondary");
        owner.getElement().setAttribute("role", "status");
        problem.getElement().setAttribute("role", "alert");
        problem.addClassName("form-problem");
        problem.setVisible(false);
        Div form = new Div(provider, subject, sid, owner, reason);
        form.addClassName("pk-form");
        Div content = new Div(new Paragraph(words.get("people.give.what")), form, problem);
        content.addClassName("pk-stack");
        add(content);
        Button save = new Button(words.get("people.give"), click -> give());
        save.addThemeNames("primary");
        getFooter().add(new Button(words.get("action.cancel"), click -> close()), save);
    }

    private void fields(@Nullable SidMapping who) {
        List<String> known = service.identityProviders();
        provider.setLabel(words.get("people.field.provider"));
        provider.setItems(known);
        provider.setAllowCustomValue(true);
        provider.addCustomValueSetListener(
                typed -> provider.setValue(typed.getDetail().strip()));
        provider.setValue(who == null ? known.get(0) : who.identityProvider());
        provider.setReadOnly(who != null);
        provider.setRequiredIndicatorVisible(true);
        subject.setLabel(words.get("people.field.subject"));
        subject.setHelperText(words.get("people.field.subject.help"));
        subject.setMaxLength(1_000);
        subject.setRequiredIndicatorVisible(true);
        subject.setReadOnly(who != null);
        if (who != null) {
            subject.setValue(who.subject());
        }
        sid.setLabel(words.get("people.field.sid"));
        sid.setHelperText(words.get("people.field.sid.help"));
        sid.setMaxLength(200);
        sid.setRequiredIndicatorVisible(true);
        sid.setAutofocus(who != null);
        sid.setValueChangeMode(ValueChangeMode.LAZY);
        sid.addValueChangeListener(change -> preview(change.getValue()));
    }

    private void preview(String typed) {
        owner.removeAll();
        sid.setInvalid(false);
        Optional<Owner> known = service.owner(typed);
        if (known.isEmpty()) {
            return;
        }
        List<String> containers = new ArrayList<>();
        known.get()
                .containers()
                .forEach(row -> containers.add(words.get("kind." + row.kind().name()) + " "
                        + Visible.isolated(row.account().isEmpty() ? row.baseName() : row.account())));
        owner.add(new Paragraph(
                containers.isEmpty()
                        ? words.get("people.owner.none")
                        : words.get("people.owner", words.texts().list(containers))));
        List<String> others = known.get().people();
        if (!others.isEmpty()) {
            owner.add(new Paragraph(words.get(
                    "people.owner.others",
                    words.texts().list(others.stream().map(Visible::isolated).toList()))));
        }
    }

    private void give() {
        boolean wrong = missing(subject, subject.getValue().isBlank(), "people.field.subject.missing");
        wrong |= missing(sid, service.owner(sid.getValue()).isEmpty(), "people.field.sid.wrong");
        wrong |= missing(reason, reason.getValue().isBlank(), "people.field.reason.missing");
        if (wrong) {
            return;
        }
        String from = provider.getValue();
        try {
            SidMapping one =
                    service.give(from == null ? "" : from, subject.getValue().strip(), sid.getValue(), reason.said());
            close();
            given.accept(one);
        } catch (BadInputException e) {
            problem.setText(words.get("accounts.wrong") + " " + e.getMessage());
            problem.setVisible(true);
        }
    }

    private boolean missing(TextFieldBase<?, String> field, boolean missing, String key) {
        field.setInvalid(missing);
        if (missing) {
            field.setErrorMessage(words.get(key));
        }
        return missing;
    }
}
