package dev.profilekeep.portal.poster.ui;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.VaadinServletRequest;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.base.ui.MainLayout;
import dev.profilekeep.portal.base.ui.Titles;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.poster.PosterService;
import dev.profilekeep.portal.poster.QrCode;
import dev.profilekeep.portal.text.Texts;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import jakarta.annotation.security.RolesAllowed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A poster: my desktop will not open, where do I go? In the language of whoever prints it, and then in the others. */
@Route(value = "qr", layout = MainLayout.class)
@KeepsToScope
@RolesAllowed({HELPDESK, ADMINISTRATOR})
public class PosterView extends Main implements HasDynamicTitle {
    private static final long serialVersionUID = 1L;

    private final transient Words words = Words.current();

    PosterView(PosterService service) {
        addClassNames("pk-view", "pk-view-narrow");
        String link = service.link().orElseGet(PosterView::asCalled);
        Button print = new Button(words.get("poster.print"), new SymbolIcon(Symbol.DOWNLOAD));
        print.addThemeNames("primary");
        print.addClickListener(click -> print.getElement().executeJs("window.print()"));
        Div acts = new Div(print);
        acts.addClassNames("pk-page-actions", "pk-no-print");
        Paragraph lead = new Paragraph(words.get("poster.lead"));
        lead.addClassNames("pk-page-lead", "pk-no-print");
        H1 title = new H1(words.get("poster.title"));
        title.addClassName("pk-no-print");
        add(title, lead, acts, poster(link));
    }

    @Override
    public String getPageTitle() {
        return Titles.of(words.get("poster.title"));
    }

    private Section poster(String link) {
        Section poster = new Section();
        poster.addClassNames("pk-card", "poster");
        List<Texts> languages = new ArrayList<>(List.of(words.texts()));
        for (Locale other : Texts.LANGUAGES) {
            if (!other.getLanguage().equals(words.texts().locale().getLanguage())) {
                languages.add(Texts.in(other));
            }
        }
        for (Texts texts : languages) {
            H2 question = new H2(texts.get("poster.question"));
            Paragraph answer = new Paragraph(texts.get("poster.answer"));
            Div said = new Div(question, answer);
            said.addClassName("poster-words");
            said.getElement().setAttribute("lang", texts.locale().getLanguage());
            poster.add(said);
        }
        // Read by the browser as text: an element that Vaadin makes itself would be no SVG, and nothing would be seen.
        Div code = new Div();
        code.getElement().setProperty("innerHTML", QrCode.svg(link, words.get("poster.code", link)));
        code.addClassName("poster-code");
        Span address = new Span(link.replaceFirst("^https?://", ""));
        address.addClassName("poster-link");
        poster.addComponentAtIndex(0, address);
        poster.addComponentAtIndex(0, code);
        return poster;
    }

    /** Without a configured address: as this very request came. */
    private static String asCalled() {
        VaadinServletRequest request = VaadinServletRequest.getCurrent();
        if (request == null) {
            return "/me";
        }
        var http = request.getHttpServletRequest();
        boolean usual = http.getServerPort() == (http.isSecure() ? 443 : 80);
        return http.getScheme() + "://" + http.getServerName() + (usual ? "" : ":" + http.getServerPort())
                + http.getContextPath() + "/me";
    }
}
