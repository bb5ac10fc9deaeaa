package dev.profilekeep.portal.profiles.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.virtuallist.VirtualList;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.data.renderer.LitRenderer;
import dev.profilekeep.catalog.Unread;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.RelativeTime;
import java.util.List;
import java.util.Map;

/** What the last inventory could not read, and why. */
final class UnreadDialog extends Dialog {
    private static final long serialVersionUID = 1L;

    /** So many are all shown at once: a table with a row or two needs no room for thirty. */
    private static final int FEW = 6;

    /** @param locationNames names of locations by id */
    UnreadDialog(Words words, List<Unread> unread, Map<String, String> locationNames) {
        setHeaderTitle(words.get("unread.title", unread.size()));
        setWidth("min(64rem, 94vw)");
        setResizable(true);
        Grid<Unread> grid = new Grid<>();
        grid.addThemeVariants(GridVariant.LUMO_NO_BORDER, GridVariant.LUMO_WRAP_CELL_CONTENT);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.getElement().setAttribute("aria-label", words.get("unread.title", unread.size()));
        grid.addColumn(one -> locationNames.getOrDefault(one.locationId(), one.locationId()))
                .setHeader(words.get("unread.location"))
                .setWidth("11rem")
                .setFlexGrow(0)
                .setSortable(true);
        grid.addClassName("pk-wide-only");
        grid.addColumn(one -> place(one, words))
                .setHeader(words.get("unread.path"))
                .setFlexGrow(2)
                .setSortable(true);
        grid.addColumn(one -> kind(one, words))
                .setHeader(words.get("unread.kind"))
                .setWidth("9rem")
                .setFlexGrow(0)
                .setSortable(true);
        grid.addColumn(one -> Visible.isolated(one.reason()))
                .setHeader(words.get("unread.reason"))
                .setFlexGrow(3);
        grid.addColumn(new ComponentRenderer<>(one -> new RelativeTime(one.at())))
                .setHeader(words.get("unread.at"))
                .setWidth("9rem")
                .setFlexGrow(0)
                .setComparator(Unread::at);
        grid.setItems(unread);
        boolean few = unread.size() <= FEW;
        grid.setAllRowsVisible(few);
        if (!few) {
            grid.setHeight("min(32rem, 60vh)");
        }
        grid.addClassName("unread-grid");
        VirtualList<Unread> cards = cards(words, locationNames);
        cards.getElement().setAttribute("aria-label", words.get("unread.title", unread.size()));
        cards.setItems(unread);
        cards.setHeight("min(60vh, " + 11 * unread.size() + "rem)");
        Div content = new Div(new Paragraph(words.get("unread.lead")), grid, cards);
        content.addClassName("pk-stack");
        add(content);
        Button close = new Button(words.get("action.close"), click -> close());
        getFooter().add(close);
    }

    /** For a phone: what, where and why below each other. */
    private static VirtualList<Unread> cards(Words words, Map<String, String> locationNames) {
        VirtualList<Unread> cards = new VirtualList<>();
        cards.addClassNames("pk-narrow-only", "unread-cards");
        cards.setRenderer(LitRenderer.<Unread>of(
                        """
                <div class="pk-cell unread-card">
                  <b>${item.kind} · ${item.location}</b>
                  <span>${item.reason}</span>
                  <span class="pk-mono">${item.place}</span>
                </div>""")
                .withProperty("kind", one -> kind(one, words))
                .withProperty("location", one -> locationNames.getOrDefault(one.locationId(), one.locationId()))
                .withProperty("reason", one -> Visible.isolated(one.reason()))
                .withProperty("place", one -> place(one, words)));
        return cards;
    }

    private static String place(Unread one, Words words) {
        return one.wholeLocation() ? words.get("unread.wholeLocation") : Visible.isolated(one.path());
    }

    private static String kind(Unread one, Words words) {
        String key = "unread.kind." + one.kind();
        return words.texts().has(key) ? words.get(key) : one.kind();
    }
}
