package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.dom.Element;
import dev.profilekeep.ui.RelativeTime;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pieces that several views are made of, in the theme's patterns. */
public final class Parts {
    private Parts() {}

    /** The head of a view: its question answered in words, and what one can do. */
    public static Header pageHeader(String title, Component lead, Component... actions) {
        Div acts = new Div(actions);
        acts.addClassName("pk-page-actions");
        lead.addClassName("pk-page-lead");
        Header header = new Header(new H1(title), lead, acts);
        header.addClassName("pk-page-header");
        return header;
    }

    public static Section section(String title, Component... content) {
        H2 heading = new H2(title);
        Section section = new Section(heading);
        section.add(content);
        section.addClassName("pk-section");
        return section;
    }

    /** A number that answers something. */
    public static Div tile(String label, String value, String note) {
        Span name = new Span(label);
        name.addClassName("pk-tile-label");
        Span number = new Span(value);
        number.addClassName("pk-tile-value");
        Span about = new Span(note);
        about.addClassName("pk-tile-note");
        Div tile = new Div(name, number, about);
        tile.addClassName("pk-tile");
        return tile;
    }

    public static Div note(Symbol symbol, String text, boolean warning) {
        Div note = new Div(new SymbolIcon(symbol), new Span(text));
        note.addClassName("pk-note");
        if (warning) {
            note.addClassName("pk-note-warning");
        }
        return note;
    }

    /** What would be here, and how to get it. */
    public static Div empty(Symbol symbol, String title, String text, Component... next) {
        Div empty = new Div(new SymbolIcon(symbol), new H2(title), new Paragraph(text));
        empty.add(next);
        empty.addClassName("pk-empty");
        return empty;
    }

    /** One click away: a native disclosure, so that it works and prints everywhere. */
    public static Component details(String summary, Component... content) {
        Element details = new Element("details").setAttribute("class", "pk-details");
        details.appendChild(new Element("summary").setText(summary));
        for (Component part : content) {
            details.appendChild(part.getElement());
        }
        Div holder = new Div();
        holder.getElement().appendChild(details);
        return holder;
    }

    /** Pairs of a name and a value. */
    public static Component facts(Map<String, Component> facts) {
        Element list = new Element("dl").setAttribute("class", "pk-facts");
        facts.forEach((name, value) -> {
            Element pair = new Element("div");
            pair.appendChild(new Element("dt").setText(name));
            Element description = new Element("dd");
            description.appendChild(value.getElement());
            pair.appendChild(description);
            list.appendChild(pair);
        });
        Div holder = new Div();
        holder.getElement().appendChild(list);
        return holder;
    }

    /** "Last looked at" and how long ago that is, or that it never was. */
    public static Span ago(String label, @Nullable Instant at, String never) {
        Span line = new Span();
        if (at == null) {
            line.setText(never);
        } else {
            line.add(new Span(label + " "), new RelativeTime(at));
        }
        return line;
    }

    /** A link in the shape of a button that fetches a file. */
    public static Anchor download(String href, String label) {
        Anchor link = new Anchor(href);
        link.add(new SymbolIcon(Symbol.DOWNLOAD), new Span(label));
        link.addClassName("button-link");
        link.setRouterIgnore(true);
        link.getElement().setAttribute("download", true);
        return link;
    }
}
