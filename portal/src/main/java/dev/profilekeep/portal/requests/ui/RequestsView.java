package dev.profilekeep.portal.requests.ui;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.base.ui.Chips;
import dev.profilekeep.portal.base.ui.ListAddress;
import dev.profilekeep.portal.base.ui.MainLayout;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Polling;
import dev.profilekeep.portal.base.ui.SearchField;
import dev.profilekeep.portal.base.ui.Titles;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.files.VisitsService;
import dev.profilekeep.portal.files.ui.VisitQueue;
import dev.profilekeep.portal.requests.RequestContext;
import dev.profilekeep.portal.requests.RequestsQuery;
import dev.profilekeep.portal.requests.RequestsQuery.Shown;
import dev.profilekeep.portal.requests.RequestsQuery.Sort;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.request.Request;
import dev.profilekeep.ui.Symbol;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Who waits for my yes? The longest waiting first, with all one needs to decide. Looks again by itself. */
@Route(value = "requests", layout = MainLayout.class)
@Menu(order = 1.6, title = "nav.requests", icon = "REQUEST")
@KeepsToScope
@RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
public class RequestsView extends Main implements BeforeEnterObserver, HasDynamicTitle {
    private static final long serialVersionUID = 1L;
    private static final String PATH = "requests";
    private static final int PAGE = 50;
    private static final int MILLIS = 15_000;

    private final transient RequestsService service;
    private final VisitQueue visits;
    private final transient Clock clock;
    private final transient Words words = Words.current();
    private final Span totals = new Span();
    private final SearchField search;
    private final transient Chips<Shown> chips;
    private final Select<Sort> sort;
    private final Button clear;
    private final Div cards = new Div();
    private final Button more;
    private final transient Map<Long, RequestCard> made = new LinkedHashMap<>();
    private final Anchor export;
    private Component none = new Div();
    private transient RequestsQuery query = RequestsQuery.ALL;
    private transient List<Request> shown = List.of();
    private boolean visitedThen;
    private transient Instant drawnAt = Instant.EPOCH;
    private transient RequestsService.Waiting waiting = new RequestsService.Waiting(0, 0);
    private long all;
    private int limit = PAGE;

    RequestsView(RequestsService service, VisitsService visits, Clock clock) {
        this.service = service;
        this.visits = new VisitQueue(words, visits, () -> draw(true));
        this.clock = clock;
        addClassNames("pk-view", "requests-view");
        totals.getElement().setAttribute("role", "status");
        search = new SearchField(
                words.get("requests.search"), typed -> show(new RequestsQuery(typed, query.shown(), query.sort())));
        chips = new Chips<>(
                words.get("requests.filter"),
                List.of(Shown.values()),
                one -> words.get("requests.shown." + one),
                chosen -> show(new RequestsQuery(query.text(), chosen, query.sort())));
        clear = new Button(words.get("profiles.clear"), click -> show(RequestsQuery.ALL));
        clear.addThemeNames("tertiary");
        Div row = new Div(chips);
        row.addClassName("pk-chips");
        sort = new Select<>();
        sort.setLabel(words.get("requests.sort"));
        sort.setMinWidth("18rem"); // its words, in German too, are not cut off beside the search
        sort.setItems(Sort.values());
        sort.setItemLabelGenerator(one -> words.get("requests.sort." + one));
        sort.setValue(Sort.QUEUE);
        sort.addValueChangeListener(change -> {
            if (change.isFromClient()) {
                show(new RequestsQuery(query.text(), query.shown(), change.getValue()));
            }
        });
        Div toolbar = new Div(search, row, sort, clear);
        toolbar.addClassName("pk-toolbar");
        cards.addClassNames("pk-cards", "requests-list");
        more = new Button(words.get("requests.more"), click -> {
            limit += PAGE;
            draw(true);
        });
        export = Parts.download(PATH, words.get("profiles.export"));
        add(Parts.pageHeader(words.get("requests.title"), new Div(totals), export), this.visits, toolbar, cards, more);
        Polling.whileShown(this, () -> MILLIS, ui -> draw(false));
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        open(event.getLocation().getQueryParameters().getParameters());
    }

    /** Shows the list that the parameters of a URL speak of. */
    void open(Map<String, List<String>> parameters) {
        RequestsQuery.Parsed parsed = RequestsQuery.parse(parameters);
        query = parsed.query();
        if (!parsed.problems().isEmpty()) {
            ListAddress.tell(PATH, query.parameters());
            Notices.error(words.get("locks.address"));
        }
        draw(true);
    }

    @Override
    public String getPageTitle() {
        return Titles.of(words.get("requests.title"));
    }

    private void show(RequestsQuery asked) {
        query = asked;
        limit = PAGE;
        ListAddress.tell(PATH, asked.parameters());
        draw(true);
    }

    /** Only what changed is built anew: focus stays where it is. All are counted when the list changed, and minute by minute. */
    private void draw(boolean anew) {
        visits.refresh();
        search.setValue(query.text());
        chips.choose(query.shown());
        sort.setValue(query.sort());
        clear.setVisible(query.narrows());
        export.setHref(ListAddress.export(
                "api/v1/requests.csv", new RequestsQuery(query.text(), query.shown()).parameters(), words));
        List<Request> now = service.list(query, 0, limit);
        boolean visited = visits.size() > 0;
        boolean same = !anew && now.equals(shown) && visited == visitedThen;
        if (!same || isTick()) {
            waiting = service.waiting();
            all = service.count(RequestsQuery.ALL);
        }
        totals.setText(words.get(
                "requests.totals",
                waiting.here() + visits.forReader(),
                waiting.elsewhere() + visits.size() - visits.forReader(),
                all));
        if (same) {
            goOn();
            return;
        }
        shown = now;
        visitedThen = visited;
        place(now);
        goOn();
        more.setVisible(service.count(query) > now.size());
        none.getElement().removeFromParent();
        if (now.isEmpty() && (query.narrows() || !visited)) {
            none = query.narrows()
                    ? Parts.empty(
                            Symbol.SEARCH,
                            words.get("requests.noMatch.title"),
                            words.get("requests.noMatch.text"),
                            new Button(words.get("profiles.clear"), click -> show(RequestsQuery.ALL)))
                    : Parts.empty(
                            Symbol.CHECK,
                            words.get("requests.none.title"),
                            words.get(service.offered() ? "requests.none.text" : "requests.off.text"));
            cards.add(none);
        }
    }

    /** Each in its place. The card of a request that is as it was stays what it is, with all that is open or has the focus in it. */
    private void place(List<Request> now) {
        if (made.isEmpty()) {
            drawnAt = clock.instant();
        }
        Map<Long, RequestCard> next = new LinkedHashMap<>();
        for (Request request : now) {
            RequestCard card = made.get(request.id());
            if (card != null && card.context().request().equals(request)) {
                next.put(request.id(), card);
            }
        }
        List<Request> other =
                now.stream().filter(request -> !next.containsKey(request.id())).toList();
        for (RequestContext context : service.contexts(other)) {
            long id = context.request().id();
            next.put(
                    id, new RequestCard(context, RequestCard.Place.QUEUE, words, service, clock, new StepDialog.Told() {
                        @Override
                        public void changed() {
                            draw(true);
                        }

                        @Override
                        public void taken() {
                            focus(id);
                        }
                    }));
        }
        made.values().stream().filter(card -> !next.containsValue(card)).forEach(cards::remove);
        made.clear();
        int index = 0;
        for (Request request : now) {
            RequestCard card = next.get(request.id());
            if (card == null) {
                continue;
            }
            made.put(request.id(), card);
            if (index >= cards.getComponentCount() || cards.getComponentAt(index) != card) {
                cards.addComponentAtIndex(index, card);
            }
            index++;
        }
    }

    /** Whoever pressed a button that is gone stands at what became of it. */
    private void focus(long id) {
        RequestCard card = made.get(id);
        if (card == null) {
            search.focus();
        } else {
            card.focusHead();
        }
    }

    private boolean isTick() {
        return !clock.instant().isBefore(drawnAt.plus(RequestCard.TICK));
    }

    /** Lets the clocks of what is open go on, minute by minute, and tells what is so beside it now. */
    private void goOn() {
        if (!isTick()) {
            return;
        }
        drawnAt = clock.instant();
        made.values().forEach(RequestCard::sayMoments);
        Map<Long, RequestCard> open = made.values().stream()
                .filter(card -> !card.context().request().state().isOver())
                .collect(Collectors.toMap(card -> card.context().request().id(), card -> card));
        for (RequestContext now : service.contexts(
                open.values().stream().map(card -> card.context().request()).toList())) {
            RequestCard card = open.get(now.request().id());
            if (card != null) {
                card.goOn(now);
            }
        }
    }
}
