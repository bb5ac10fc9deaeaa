package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.popover.Popover;
import com.vaadin.flow.component.popover.PopoverPosition;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.server.VaadinRequest;
import dev.profilekeep.portal.preference.Preferences;
import dev.profilekeep.portal.text.Locales;
import dev.profilekeep.portal.text.Texts;
import dev.profilekeep.security.Person;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import dev.profilekeep.ui.ThemeSwitch;
import java.util.Locale;
import org.springframework.security.web.csrf.CsrfToken;

/** Who one is, how one is spoken to, and the way out. */
class UserMenu extends Div {
    private static final long serialVersionUID = 1L;

    UserMenu(Words words, Person person, Preferences preferences) {
        Span name = new Span(person.displayName());
        name.addClassName("pk-wide-only");
        Button open = new Button(new Div(new SymbolIcon(Symbol.USER), name));
        open.addThemeNames("tertiary");
        open.addClassName("user-button");
        open.setAriaLabel(words.get("shell.you", person.displayName()));

        Popover menu =
                new Popover(who(words, person), language(words, person, preferences), colours(words), signOut(words));
        menu.setTarget(open);
        menu.setPosition(PopoverPosition.BOTTOM_END);
        menu.setModal(false);
        menu.setAriaLabel(words.get("shell.you", person.displayName()));
        menu.addClassName("user-menu");
        menu.addThemeNames("user-menu");
        add(open, menu);
    }

    private static Component who(Words words, Person person) {
        Span name = new Span(person.displayName());
        name.addClassName("user-name");
        String roles = words.texts()
                .list(person.roles().stream()
                        .sorted()
                        .map(role -> words.get("role." + role.name()))
                        .toList());
        Paragraph detail = new Paragraph(person.email() == null ? roles : person.email() + " · " + roles);
        detail.addClassNames("pk-secondary", "pk-small");
        return new Div(name, detail);
    }

    private static Component language(Words words, Person person, Preferences preferences) {
        Select<Locale> language = new Select<>();
        language.setLabel(words.get("shell.language"));
        language.setItems(Texts.LANGUAGES);
        language.setItemLabelGenerator(locale -> locale.getDisplayLanguage(locale));
        language.setValue(Locale.forLanguageTag(Locales.language(words.texts().locale())));
        language.addValueChangeListener(change -> {
            if (change.isFromClient()) {
                preferences.keep(person, Preferences.LANGUAGE, change.getValue().toLanguageTag());
                UI.getCurrent().getPage().reload();
            }
        });
        return language;
    }

    /** Its name in sight; for screen readers the switch names itself. */
    private static Component colours(Words words) {
        Span label = new Span(words.get("shell.colours"));
        label.addClassName("user-menu-label");
        label.getElement().setAttribute("aria-hidden", "true");
        return new Div(label, new ThemeSwitch());
    }

    /** A real form with the CSRF token: leaving must work even if the page's own connection is lost. */
    private static Component signOut(Words words) {
        Element form = new Element("form").setAttribute("method", "post").setAttribute("action", "logout");
        VaadinRequest request = VaadinRequest.getCurrent();
        if (request != null && request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
            form.appendChild(new Element("input")
                    .setAttribute("type", "hidden")
                    .setAttribute("name", token.getParameterName())
                    .setAttribute("value", token.getToken()));
        }
        Element button = new Element("button").setAttribute("type", "submit").setAttribute("class", "sign-out");
        button.appendChild(
                new SymbolIcon(Symbol.SIGN_OUT).getElement(), new Span(words.get("shell.signOut")).getElement());
        form.appendChild(button);
        Div holder = new Div();
        holder.getElement().appendChild(form);
        return holder;
    }
}
