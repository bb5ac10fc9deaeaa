package dev.profilekeep.portal.health.ui;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.virtuallist.VirtualList;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import dev.profilekeep.findings.FindingFilter;
import dev.profilekeep.findings.FindingFilter.Accepted;
import dev.profilekeep.findings.FindingFilter.Status;
import dev.profilekeep.findings.FindingRow;
import dev.profilekeep.findings.HealthCounts;
import dev.profilekeep.findings.HealthDay;
import dev.profilekeep.findings.HealthOverview;
import dev.profilekeep.findings.HealthService;
import dev.profilekeep.health.FindingKind;
import dev.profilekeep.health.Severity;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.base.ui.Chips;
import dev.profilekeep.portal.base.ui.CodeHint;
import dev.profilekeep.portal.base.ui.CodesDialog;
import dev.profilekeep.portal.base.ui.ListAddress;
import dev.profilekeep.portal.base.ui.ListArea;
import dev.profilekeep.portal.base.ui.MainLayout;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.SearchField;
import dev.profilekeep.portal.base.ui.Titles;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.portal.health.FindingText;
import dev.profilekeep.portal.health.FindingsService;
import dev.profilekeep.portal.health.HealthQuery;
import dev.profilekeep.portal.health.HealthQuery.Age;
import dev.profilekeep.portal.locations.LocationsService;
import dev.profilekeep.portal.locks.SitesService;
import dev.profilekeep.portal.locks.ui.CutOffNotes;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Role;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is wrong, worst first, and what is new? The URL brings back this very view, and the finding that is open. */
@Route(value = HealthView.PATH, layout = MainLayout.class)
@Menu(order = 7, title = "nav.health", icon = "HEALTH")
@KeepsToScope
@RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
public class HealthView extends Main implements BeforeEnterObserver, HasDynamicTitle {
    static final String PATH = "health";

    private static final long serialVersionUID = 1L;
    /** In the URL: the finding that is open. */
    private static final String FINDING = "finding";

    private static final int DAYS = 30;

    /** What can be told apart besides what it is. */
    private enum Shown {
        NEW,
        YESTERDAY,
        PERSISTING,
        ACCEPTED,
        RESOLVED
    }

    private static final Map<Shown, Age> AGES =
            new EnumMap<>(Map.of(Shown.NEW, Age.NEW, Shown.YESTERDAY, Age.YESTERDAY, Shown.PERSISTING, Age.PERSISTING));

    private final transient FindingsService service;
    private final transient SitesService cutOff;
    private final transient Clock clock;
    private final transient Words words = Words.current();
    private final transient FindingText text;
    private final transient List<Estate.Site> sites;
    private final boolean decides;

    private final Span lead = new Span();
    private final Div banners = new Div();
    private final Div overview = new Div();
    private final SearchField search;
    private final transient CodeHint hint = new CodeHint(words);
    private final MultiSelectComboBox<FindingKind> codes = new MultiSelectComboBox<>();
    private final transient Chips<Severity> severityChips;
    private final transient Chips<String> siteChips;
    private final transient Chips<Shown> shownChips;
    private final Button clear;
    private final Button bulk;
    private final Span count = new Span();
    private final Anchor export;
    private final transient HealthGrid grid;
    private final transient VirtualList<FindingRow> cards;
    private final ListArea list;

    private transient HealthQuery query = HealthQuery.ALL;

    HealthView(
            FindingsService service,
            LocationsService locations,
            SitesService cutOff,
            CurrentUser currentUser,
            Clock clock) {
        this.cutOff = cutOff;
        this.service = service;
        this.clock = clock;
        this.sites = service.sites();
        this.decides = currentUser.require().has(Role.ADMINISTRATOR);
        addClassNames("pk-view", "health-view");
        Map<String, String> siteNames = service.siteNames();
        text = new FindingText(words.texts(), words.formats(), siteNames, locations.names());
        severityChips = new Chips<>(
                words.get("health.column.severity"),
                List.of(Severity.CRITICAL, Severity.WARN, Severity.INFO),
                severity -> words.get("severity." + severity.name()),
                chosen -> show(query.with(query.filter().severities(chosen))));
        siteChips = new Chips<>(
                words.get("health.column.site"),
                sites.stream().map(Estate.Site::id).toList(),
                site -> siteNames.getOrDefault(site, site),
                chosen -> show(query.with(query.filter().sites(chosen))));
        shownChips = new Chips<>(
                words.get("health.shown"),
                List.of(Shown.values()),
                shown -> words.get("health.shown." + shown.name()),
                chosen -> show(narrowed(chosen)));
        clear = new Button(words.get("profiles.clear"), click -> show(HealthQuery.ALL.with(query.sort())));
        clear.addThemeNames("tertiary");
        clear.addClassName("clear-filters");
        bulk = new Button("", new SymbolIcon(Symbol.CHECK), click -> decideChosen());
        bulk.addThemeNames("primary");
        bulk.addClassName("pk-wide-only");
        bulk.setVisible(false);
        grid = new HealthGrid(words, text, row -> openFinding(row.id()), decides);
        cards = new HealthCards(words, text, row -> openFinding(row.id()));
        export = Parts.download(PATH, words.get("profiles.export"));
        search = new SearchField(
                words.get("health.search"),
                typed -> show(query.with(query.filter().text(typed))));
        list = new ListArea(grid, cards, "health-list");
        build();
    }

    private void build() {
        lead.getElement().setAttribute("role", "status");
        Button explain = new Button(
                words.get("codes.open"), new SymbolIcon(Symbol.QUESTION), click -> new CodesDialog(words, "").open());
        add(Parts.pageHeader(words.get("health.title"), new Div(lead), explain, export));
        banners.addClassNames("pk-stack", "health-banners");
        overview.addClassNames("pk-cards", "health-sites");
        add(banners, overview);

        codes.setItems(HealthQuery.codes());
        codes.setItemLabelGenerator(code -> FindingText.name(code, words.texts()));
        codes.setPlaceholder(words.get("profiles.filter.finding"));
        codes.setAriaLabel(words.get("profiles.filter.finding"));
        codes.addClassName("findings-filter");
        codes.addValueChangeListener(change -> {
            if (change.isFromClient()) {
                show(query.with(query.filter().codes(change.getValue())));
            }
        });
        Div chips = new Div(severityChips, siteChips, shownChips);
        chips.addClassName("pk-chips");
        count.addClassName("pk-toolbar-count");
        count.getElement().setAttribute("role", "status");
        Div toolbar = new Div(search, codes, chips, clear, bulk, count);
        toolbar.addClassName("pk-toolbar");
        add(toolbar, hint, list);

        // Told apart by number: a finding that is chosen stays so when it is read anew.
        CallbackDataProvider<FindingRow, Void> rows = new CallbackDataProvider<>(
                asked -> service.find(service.meant(query), query.sort(), asked.getOffset(), asked.getLimit()).stream(),
                asked -> (int) Math.min(Integer.MAX_VALUE, number(asked.getOffset(), asked.getLimit())),
                FindingRow::id);
        grid.setDataProvider(rows);
        cards.setDataProvider(rows);
        if (decides) {
            grid.addSelectionListener(selection -> showBulk(selection.getAllSelectedItems()));
        }
        grid.whenSorted(sort -> show(query.with(sort)));
    }

    /** Vaadin insists on a query that was looked at. */
    private long number(int offset, int limit) {
        return offset >= 0 && limit >= 0 ? service.count(service.meant(query)) : 0;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        open(event.getLocation().getQueryParameters().getParameters());
    }

    /** Shows what the parameters of a URL speak of. */
    void open(Map<String, List<String>> parameters) {
        query = HealthQuery.parse(parameters).query();
        refresh();
        parameters.getOrDefault(FINDING, List.of()).stream()
                .filter(id -> id.matches("\\d{1,18}"))
                .findFirst()
                .ifPresent(id -> openFinding(Long.parseLong(id)));
    }

    @Override
    public String getPageTitle() {
        return Titles.of(words.get("health.title"));
    }

    private void show(HealthQuery asked) {
        query = asked;
        ListAddress.tell(PATH, query.parameters());
        grid.deselectAll();
        refresh();
    }

    private HealthQuery narrowed(Set<Shown> chosen) {
        // Ages exclude each other: of two the one pressed last is meant, which is not the one that was.
        Age age = AGES.entrySet().stream()
                .filter(one -> chosen.contains(one.getKey()))
                .map(Map.Entry::getValue)
                .reduce((one, other) -> one == query.age() ? other : one)
                .orElse(Age.ANY);
        FindingFilter filter = query.filter()
                .accepted(chosen.contains(Shown.ACCEPTED) ? Accepted.ONLY : Accepted.HIDDEN)
                .status(chosen.contains(Shown.RESOLVED) ? Status.RESOLVED : Status.OPEN);
        return query.with(filter).with(age);
    }

    private Set<Shown> shown() {
        Set<Shown> shown = EnumSet.noneOf(Shown.class);
        AGES.forEach((chip, age) -> {
            if (query.age() == age) {
                shown.add(chip);
            }
        });
        if (query.filter().accepted() == Accepted.ONLY) {
            shown.add(Shown.ACCEPTED);
        }
        if (query.filter().status() == Status.RESOLVED) {
            shown.add(Shown.RESOLVED);
        }
        return shown;
    }

    private void refresh() {
        FindingFilter filter = query.filter();
        search.setValue(filter.text());
        hint.typed(filter.text());
        codes.setValue(filter.codes());
        severityChips.choose(filter.severities());
        siteChips.choose(filter.sites());
        shownChips.choose(shown());
        clear.setVisible(query.narrows());
        grid.order(query.sort());
        grid.getDataProvider().refreshAll();
        export.setHref(ListAddress.export("api/v1/health.csv", query.parameters(), words));
        HealthOverview numbers = service.overview();
        showOverview(numbers);
        showCount(numbers);
    }

    private void showOverview(HealthOverview numbers) {
        HealthCounts all = numbers.all();
        Instant judged = numbers.judgedAt();
        lead.removeAll();
        lead.add(new Span(
                judged == null
                        ? words.get("health.lead.never")
                        : words.get("health.lead", all.problem(), all.attention(), all.containers())));
        if (judged != null) {
            lead.add(new Span(" "), Parts.ago(words.get("health.judged"), judged, ""));
        }
        banners.removeAll();
        CutOffNotes.of(cutOff, words).forEach(banners::add);
        Stream.concat(numbers.locations().stream(), numbers.repositories().stream())
                .map(this::banner)
                .forEach(banners::add);
        banners.setVisible(banners.getComponentCount() > 0);
        Map<String, List<Long>> days = days();
        overview.removeAll();
        overview.setVisible(judged != null);
        overview.add(new SiteCard(words, "", words.get("health.all"), all, days.getOrDefault("", List.of())));
        if (numbers.sites().size() > 1) {
            numbers.sites()
                    .forEach(site -> overview.add(new SiteCard(
                            words, site.id(), site.name(), site.counts(), days.getOrDefault(site.id(), List.of()))));
        }
    }

    /** What counted as critical or warning, by site and day. */
    private Map<String, List<Long>> days() {
        Map<String, List<Long>> days = new LinkedHashMap<>();
        for (HealthDay day : service.history(DAYS)) {
            days.computeIfAbsent(day.siteId(), site -> new ArrayList<>())
                    .add(day.counts().critical() + day.counts().warn());
        }
        return days;
    }

    /** Something is wrong with a whole location or repository: said once, above everything. */
    private Component banner(FindingRow row) {
        var said = text.of(row);
        Div note =
                Parts.note(row.severity() == Severity.CRITICAL ? Symbol.ERROR : Symbol.WARNING, said.meaning(), true);
        Button details = new Button(words.get("health.details"), click -> openFinding(row.id()));
        details.addThemeNames("tertiary-inline");
        details.setAriaLabel(words.get("health.detailsOf", said.name(), text.subject(row)));
        note.add(details);
        return note;
    }

    private void showCount(HealthOverview numbers) {
        long found = service.count(service.meant(query));
        count.setText(words.get("health.count", found));
        grid.chooseAll(
                found > 0 && found <= HealthService.MOST && query.filter().status() == Status.OPEN);
        boolean none = found == 0;
        list.showEmpty(none ? () -> emptyState(numbers) : null);
    }

    private Component emptyState(HealthOverview numbers) {
        if (numbers.judgedAt() == null) {
            return Parts.empty(Symbol.HEALTH, words.get("health.never.title"), words.get("profiles.none.text"));
        }
        if (query.narrows()) {
            return Parts.empty(
                    Symbol.SEARCH,
                    words.get("profiles.noMatch.title"),
                    words.get("health.noMatch.text"),
                    new Button(words.get("profiles.clear"), click -> show(HealthQuery.ALL.with(query.sort()))));
        }
        return Parts.empty(Symbol.CHECK, words.get("health.none.title"), words.get("health.none.text"));
    }

    private void openFinding(long id) {
        FindingRow row;
        try {
            row = service.finding(id);
        } catch (NotFoundException e) {
            Notices.error(words.get("health.gone"));
            return;
        }
        FindingDialog dialog = new FindingDialog(words, text, row, decides, () -> accept(row), () -> withdraw(row));
        dialog.addOpenedChangeListener(change -> {
            if (!change.isOpened()) {
                ListAddress.tell(PATH, query.parameters());
            }
        });
        dialog.open();
        Map<String, List<String>> parameters = new LinkedHashMap<>(query.parameters());
        parameters.put(FINDING, List.of(Long.toString(id)));
        ListAddress.tell(PATH, parameters);
    }

    private void accept(FindingRow row) {
        accept(List.of(row.id()), text.of(row).name() + " · " + text.subject(row), "");
    }

    private void accept(List<Long> ids, String what, String detail) {
        new AcceptDialog(service, words, ids, what, detail, clock.instant(), () -> {
                    grid.deselectAll();
                    refresh();
                    Notices.done(words.get("health.accepted", what), words.get("health.undo"), () -> withdraw(ids));
                })
                .open();
    }

    private void withdraw(FindingRow row) {
        withdraw(List.of(row.id()));
    }

    private void withdraw(List<Long> ids) {
        try {
            service.withdraw(ids, "");
        } catch (BadInputException e) {
            Notices.error(words.get("health.gone"));
            return;
        }
        grid.deselectAll();
        refresh();
        Notices.done(words.get("health.withdrawn", ids.size()));
    }

    private void showBulk(Set<FindingRow> chosen) {
        int open = decidable(chosen, false).size();
        int accepted = decidable(chosen, true).size();
        bulk.setVisible(open > 0 || accepted > 0);
        bulk.setText(
                open > 0
                        ? words.get("health.accept.chosen", open)
                        : words.get("health.withdraw.chosen", Math.max(1, accepted)));
    }

    /** Of those that are still there, the ones that somebody accepted, or that nobody did. */
    private static List<FindingRow> decidable(Set<FindingRow> chosen, boolean accepted) {
        return chosen.stream()
                .filter(row -> row.resolvedAt() == null && (row.acceptance() != null) == accepted)
                .toList();
    }

    private void decideChosen() {
        List<FindingRow> open = decidable(grid.getSelectedItems(), false);
        List<FindingRow> those = open.isEmpty() ? decidable(grid.getSelectedItems(), true) : open;
        List<Long> ids = those.stream().map(FindingRow::id).sorted().toList();
        if (ids.isEmpty()) {
            return;
        }
        if (ids.size() > HealthService.MOST) {
            Notices.error(words.get("health.accept.tooMany", HealthService.MOST));
        } else if (open.isEmpty()) {
            withdraw(ids);
        } else if (ids.size() == 1) {
            accept(open.get(0));
        } else {
            Map<String, Long> kinds = open.stream()
                    .collect(Collectors.groupingBy(
                            row -> text.of(row).name(), LinkedHashMap::new, Collectors.counting()));
            String detail = words.texts()
                    .list(kinds.entrySet().stream()
                            .map(kind -> words.formats().count(kind.getValue()) + " × " + kind.getKey())
                            .toList());
            accept(ids, words.get("health.accept.several", ids.size()), detail + ".");
        }
    }
}
