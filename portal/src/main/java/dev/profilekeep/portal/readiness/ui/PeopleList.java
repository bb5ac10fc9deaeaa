package dev.profilekeep.portal.readiness.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.virtuallist.VirtualList;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.provider.DataProvider;
import com.vaadin.flow.data.renderer.LitRenderer;
import dev.profilekeep.portal.base.ui.Chips;
import dev.profilekeep.portal.base.ui.ListAddress;
import dev.profilekeep.portal.base.ui.ListArea;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.SearchField;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.readiness.ReadyQuery;
import dev.profilekeep.portal.readiness.ReadyService;
import dev.profilekeep.readiness.ReadyPerson;
import dev.profilekeep.readiness.ReadyWord;
import dev.profilekeep.ui.Renderers;
import dev.profilekeep.ui.Symbol;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** People with their verdicts: searched, narrowed, the worst first, read as they are scrolled to. */
final class PeopleList extends Section {
    private static final long serialVersionUID = 1L;

    private final transient ReadyService service;
    private final transient Words words;
    private final transient Consumer<ReadyQuery> asked;
    private final SearchField search;
    private final transient Chips<ReadyWord> verdicts;
    private final Button clear;
    private final Span narrowed = new Span();
    private final Span count = new Span();
    private final Grid<ReadyPerson> grid = new Grid<>();
    private final ListArea area;
    private final Anchor export;
    private final transient Map<String, String> siteNames;
    private transient ReadyQuery query = ReadyQuery.ALL;

    /** @param asked told what somebody wants to see instead; it is for the page to show that */
    PeopleList(ReadyService service, Words words, Consumer<ReadyQuery> asked) {
        this.service = service;
        this.words = words;
        this.asked = asked;
        this.siteNames = service.siteNames();
        addClassName("pk-section");
        search = new SearchField(words.get("readiness.search"), typed -> asked.accept(query.with(typed)));
        verdicts = new Chips<>(
                words.get("readiness.column.verdict"),
                List.of(ReadyWord.values()),
                one -> ReadyWords.word(one, words),
                chosen -> asked.accept(query.with(chosen)));
        clear = new Button(words.get("profiles.clear"), click -> asked.accept(ReadyQuery.ALL));
        clear.addThemeNames("tertiary");
        count.addClassName("pk-secondary");
        count.getElement().setAttribute("role", "status");
        narrowed.addClassName("pk-secondary");
        columns();
        VirtualList<ReadyPerson> cards = cards();
        area = new ListArea(grid, cards, "readiness-list");
        export = Parts.download("readiness", words.get("profiles.export"));
        CallbackDataProvider<ReadyPerson, Void> rows = DataProvider.fromCallbacks(
                page -> service.people(query, page.getOffset(), page.getLimit()).stream(),
                page -> page.getOffset() >= 0 && page.getLimit() >= 0
                        ? (int) Math.min(Integer.MAX_VALUE, service.count(query))
                        : 0);
        grid.setDataProvider(rows);
        cards.setDataProvider(rows);
        Div row = new Div(verdicts);
        row.addClassName("pk-chips");
        Div toolbar = new Div(search, row, narrowed, clear, count);
        toolbar.addClassName("pk-toolbar");
        add(new H2(words.get("readiness.list")), toolbar, area);
    }

    private void columns() {
        grid.addClassName("pk-wide-only");
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.getElement().setAttribute("aria-label", words.get("readiness.list"));
        grid.addColumn(LitRenderer.<ReadyPerson>of("<a class=\"name\" href=\"${item.href}\">${item.name}</a>")
                        .withProperty("href", person -> "profiles/" + person.containerId())
                        .withProperty("name", person -> ReadyWords.name(person, words)))
                .setHeader(words.get("readiness.column.person"))
                .setKey("person")
                .setFlexGrow(1);
        grid.addColumn(this::site).setHeader(words.get("readiness.column.site")).setKey("site");
        grid.addColumn(Renderers.<ReadyPerson>status(
                        person -> ReadyWords.status(person.word()), person -> ReadyWords.word(person.word(), words)))
                .setHeader(words.get("readiness.column.verdict"))
                .setKey("verdict");
        grid.addColumn(person -> ReadyWords.loss(person.loss(), words))
                .setHeader(words.get("readiness.column.loss"))
                .setKey("loss");
        grid.addColumn(person -> ReadyWords.reason(person, words))
                .setHeader(words.get("readiness.column.why"))
                .setKey("why")
                .setFlexGrow(3);
        grid.addColumn(person -> words.formats().dateTime(person.asOf()))
                .setHeader(words.get("readiness.column.asOf"))
                .setKey("asOf");
    }

    private String site(ReadyPerson person) {
        return siteNames.getOrDefault(person.siteId(), person.siteId());
    }

    private VirtualList<ReadyPerson> cards() {
        VirtualList<ReadyPerson> cards = new VirtualList<>();
        cards.addClassName("pk-narrow-only");
        cards.getElement().setAttribute("role", "list");
        cards.getElement().setAttribute("aria-label", words.get("readiness.list"));
        cards.setRenderer(LitRenderer.<ReadyPerson>of(
                        """
                        <a class="pk-row" href="${item.href}">
                          <span class="pk-cell"><b>${item.name}</b><span>${item.about}</span></span>
                          <pk-status plain status="${item.mark}" word="${item.word}"></pk-status>
                        </a>
                        """)
                .withProperty("href", person -> "profiles/" + person.containerId())
                .withProperty("name", person -> ReadyWords.name(person, words))
                .withProperty("about", this::about)
                .withProperty("mark", person -> ReadyWords.status(person.word()).attribute())
                .withProperty("word", person -> ReadyWords.word(person.word(), words)));
        return cards;
    }

    private String about(ReadyPerson person) {
        String reason = ReadyWords.reason(person, words);
        return reason.isEmpty() ? site(person) : site(person) + " · " + reason;
    }

    /** A link to the same rows as a table. */
    Anchor export() {
        return export;
    }

    void show(ReadyQuery wanted) {
        query = wanted;
        search.setValue(query.text());
        verdicts.choose(query.words());
        clear.setVisible(query.narrows());
        narrowed.setText(
                query.oneCopy()
                        ? words.get("readiness.only.oneCopy")
                        : query.diverged() ? words.get("readiness.only.diverged") : "");
        export.setHref(ListAddress.export("api/v1/readiness/people.csv", query.parameters(), words));
        long all = service.count(query);
        count.setText(words.get("readiness.count", all));
        grid.getDataProvider().refreshAll();
        area.showEmpty(all == 0 ? this::emptyState : null);
    }

    private Component emptyState() {
        return query.narrows()
                ? Parts.empty(
                        Symbol.SEARCH,
                        words.get("readiness.noMatch.title"),
                        words.get("readiness.noMatch.text"),
                        new Button(words.get("profiles.clear"), click -> asked.accept(ReadyQuery.ALL)))
                : Parts.empty(Symbol.READINESS, words.get("readiness.none.title"), words.get("readiness.none.text"));
    }
}
