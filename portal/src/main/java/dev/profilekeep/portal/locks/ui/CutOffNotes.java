package dev.profilekeep.portal.locks.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.profilekeep.lock.SiteDocument;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.locks.SitesService;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import java.util.ArrayList;
import java.util.List;

/** One note for each site that is cut off, of those the person sees: since when, by whom, and that nothing there counts. */
public final class CutOffNotes {
    private CutOffNotes() {}

    public static List<Component> of(SitesService sites, Words words) {
        List<Component> notes = new ArrayList<>();
        for (SiteDocument site : sites.cutOff()) {
            SiteDocument.CutOff word = site.cutOff();
            if (word != null) {
                Div note = new Div(
                        new SymbolIcon(Symbol.WARNING),
                        new Span(SitesSection.said(sites, site, word, words) + " " + words.get("locks.cutOff")));
                note.addClassNames("pk-note", "pk-note-warning");
                notes.add(note);
            }
        }
        return notes;
    }
}
