package dev.profilekeep.portal.compaction.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.profilekeep.portal.base.ui.ListAddress;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.compaction.CompactionsService;
import dev.profilekeep.space.estate.NeverCompacted;
import dev.profilekeep.space.estate.NeverCompacted.Reason;
import dev.profilekeep.space.estate.NeverCompactedTotals;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Symbol;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whose disk FSLogix itself never makes smaller: how many by reason, and the largest, each a link to its profile. */
final class NeverSection extends Section {
    private static final long serialVersionUID = 1L;

    private static final int FIRST = 5;

    /** So many follow at once: a list of thousands is for the table. */
    private static final int MORE = 100;

    private final transient CompactionsService service;
    private final transient Words words;
    private final transient Map<String, String> locationNames;
    private final UnorderedList list = new UnorderedList();
    private final Button more;
    private final long all;
    private long shown;

    NeverSection(CompactionsService service, Words words) {
        this.service = service;
        this.words = words;
        this.locationNames = service.locationNames();
        addClassNames("pk-section", "never-compacted");
        NeverCompactedTotals totals = service.neverCompactedTotals();
        all = totals.all().containers();
        more = new Button(words.get("space.never.more"), click -> show(MORE));
        more.addThemeNames("tertiary");
        list.addClassName("pk-rows");
        list.getElement().setAttribute("aria-label", words.get("space.never"));
        add(new H2(words.get("space.never")));
        if (all == 0) {
            add(Parts.empty(Symbol.SPACE, words.get("space.never.none.title"), words.get("space.never.none.text")));
            return;
        }
        add(
                new Paragraph(words.get(
                        "space.never.said",
                        all,
                        words.formats().bytes(totals.all().reclaimable()))),
                reasons(totals),
                list,
                new Div(
                        more,
                        Parts.download(
                                ListAddress.export("api/v1/compactions/never.csv", Map.of(), words),
                                words.get("space.never.export"))));
        show(FIRST);
    }

    private Component reasons(NeverCompactedTotals totals) {
        Div cards = new Div();
        cards.addClassName("pk-cards");
        for (Reason reason : Reason.values()) {
            NeverCompactedTotals.Sum sum = totals.byReason().get(reason);
            if (sum != null && sum.containers() > 0) {
                cards.add(card(reason, sum));
            }
        }
        return cards;
    }

    private Component card(Reason reason, NeverCompactedTotals.Sum sum) {
        Span many = new Span(
                words.get("space.never.sum", sum.containers(), words.formats().bytes(sum.reclaimable())));
        many.addClassName("pk-secondary");
        Div head = new Div(new H3(name(reason)), many);
        head.addClassName("pk-card-header");
        Div card = new Div(head, new Paragraph(words.get("space.never." + reason + ".text")));
        card.addClassName("pk-card");
        return card;
    }

    private String name(Reason reason) {
        return words.get("space.never." + reason);
    }

    private void show(int limit) {
        List<NeverCompacted> page = service.neverCompacted(shown, limit);
        page.forEach(one -> list.add(new ListItem(row(one))));
        shown += page.size();
        more.setVisible(!page.isEmpty() && shown < all);
    }

    private Component row(NeverCompacted one) {
        String who = one.account().isEmpty() ? one.sid().isEmpty() ? one.baseName() : one.sid() : one.account();
        String why = one.reasons().stream().sorted().map(this::name).collect(Collectors.joining(", "));
        String place = locationNames.getOrDefault(one.locationId(), one.locationId());
        Div cell = new Div(
                new Span(Visible.isolated(who)),
                new Span(words.get(
                                "space.never.row",
                                words.formats().bytes(one.reclaimable()),
                                words.formats().bytes(one.fileSize()))
                        + " · " + why + " · " + Visible.isolated(place)));
        cell.addClassName("pk-cell");
        Anchor link = new Anchor("profiles/" + one.containerId(), cell);
        link.addClassName("pk-row");
        return link;
    }
}
