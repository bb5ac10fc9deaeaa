package dev.profilekeep.portal.compaction.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.provider.DataProvider;
import dev.profilekeep.compact.estate.CompactionItem;
import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import dev.profilekeep.compact.estate.SkippedGroup;
import dev.profilekeep.portal.base.ui.Chips;
import dev.profilekeep.portal.base.ui.ListAddress;
import dev.profilekeep.portal.base.ui.ListArea;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.SearchField;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.compaction.CompactionsService;
import dev.profilekeep.portal.compaction.SpaceQuery;
import dev.profilekeep.portal.compaction.Whys;
import dev.profilekeep.ui.Symbol;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The copies that the last run looked at: searched, narrowed by outcome and reason, read as they are scrolled to. */
final class CompactionList extends Section {
    private static final long serialVersionUID = 1L;

    private final transient CompactionsService service;
    private final transient Words words;
    private final transient Consumer<SpaceQuery> asked;
    private final SearchField search;
    private final transient Chips<Outcome> outcomes;
    private final Select<String> whys = new Select<>();
    private final Button clear;
    private final Span count = new Span();
    private final CompactionsGrid grid;
    private final CompactionsCards cards;
    private final ListArea area;
    private final Anchor export;
    private transient SpaceQuery query = SpaceQuery.ALL;
    private long run;

    /** @param asked told what somebody wants to see instead; it is for the page to show that */
    CompactionList(CompactionsService service, Words words, Consumer<SpaceQuery> asked) {
        this.service = service;
        this.words = words;
        this.asked = asked;
        addClassName("pk-section");
        search = new SearchField(words.get("space.search"), typed -> asked.accept(query.with(typed)));
        outcomes = new Chips<>(
                words.get("space.column.outcome"),
                List.of(Outcome.values()),
                one -> ItemWords.outcome(one, words),
                chosen -> asked.accept(query.with(chosen)));
        whys.setAriaLabel(words.get("space.column.why"));
        whys.setPlaceholder(words.get("space.anyReason"));
        whys.setEmptySelectionAllowed(true);
        whys.setEmptySelectionCaption(words.get("space.anyReason"));
        whys.setItemLabelGenerator(this::reason);
        whys.addValueChangeListener(change -> {
            if (change.isFromClient()) {
                asked.accept(query.because(change.getValue() == null ? "" : change.getValue()));
            }
        });
        clear = new Button(words.get("profiles.clear"), click -> asked.accept(SpaceQuery.ALL));
        clear.addThemeNames("tertiary");
        count.addClassName("pk-secondary");
        count.getElement().setAttribute("role", "status");
        grid = new CompactionsGrid(words, service.locationNames());
        cards = new CompactionsCards(words);
        area = new ListArea(grid, cards, "space-list");
        export = Parts.download("space", words.get("profiles.export"));
        CallbackDataProvider<CompactionItem, Void> rows = DataProvider.fromCallbacks(
                page -> service.items(run, query, page.getOffset(), page.getLimit()).stream(),
                page -> page.getOffset() >= 0 && page.getLimit() >= 0
                        ? (int) Math.min(Integer.MAX_VALUE, service.count(run, query))
                        : 0);
        grid.setDataProvider(rows);
        cards.setDataProvider(rows);
        Div row = new Div(outcomes);
        row.addClassName("pk-chips");
        Div toolbar = new Div(search, row, whys, clear, count);
        toolbar.addClassName("pk-toolbar");
        add(new H2(words.get("space.list")), toolbar, area);
    }

    /** A link to the same rows as a table. */
    Anchor export() {
        return export;
    }

    /**
     * @param of the run whose copies are listed, until another is shown
     * @param groups whose reasons can be chosen, beside the one that is
     */
    void show(long of, SpaceQuery wanted, List<SkippedGroup> groups) {
        run = of;
        query = wanted;
        search.setValue(query.text());
        outcomes.choose(query.outcomes());
        whys.setItems(Stream.concat(groups.stream().map(SkippedGroup::why), Stream.of(query.why()))
                .filter(Whys.ALL::contains)
                .distinct()
                .toList());
        whys.setValue(query.why().isEmpty() ? null : query.why());
        clear.setVisible(query.narrows());
        export.setHref(ListAddress.export("api/v1/compactions.csv", query.parameters(), words));
        long all = service.count(run, query);
        count.setText(words.get("space.count", all));
        grid.getDataProvider().refreshAll();
        area.showEmpty(all == 0 ? this::emptyState : null);
    }

    private String reason(@Nullable String word) {
        return word == null || word.isEmpty() ? words.get("space.anyReason") : Whys.name(word, words.texts());
    }

    private Component emptyState() {
        return query.narrows()
                ? Parts.empty(
                        Symbol.SEARCH,
                        words.get("space.noMatch.title"),
                        words.get("space.noMatch.text"),
                        new Button(words.get("profiles.clear"), click -> asked.accept(SpaceQuery.ALL)))
                : Parts.empty(Symbol.SPACE, words.get("space.empty.title"), words.get("space.empty.text"));
    }
}
