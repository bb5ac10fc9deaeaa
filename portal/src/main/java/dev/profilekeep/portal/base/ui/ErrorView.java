package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.HasDynamicTitle;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;

/** A page that says that there is nothing to show: what happened, and the way back. */
abstract class ErrorView extends Main implements HasDynamicTitle {
    private static final long serialVersionUID = 1L;

    private String title = "";

    ErrorView() {
        addClassNames("pk-view", "pk-view-narrow");
        setId("content");
    }

    void say(Symbol symbol, String titleKey, String text) {
        removeAll();
        Words words = Words.current();
        title = words.get(titleKey);
        Div empty = new Div(new SymbolIcon(symbol), new H1(title), new Paragraph(text));
        empty.addClassName("pk-empty");
        Anchor home = new Anchor("./", words.get("error.home"));
        home.addClassName("button-link");
        empty.add(home);
        add(empty);
    }

    @Override
    public String getPageTitle() {
        return Titles.of(title);
    }
}
