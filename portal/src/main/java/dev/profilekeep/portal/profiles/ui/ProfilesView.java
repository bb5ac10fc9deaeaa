package dev.profilekeep.portal.profiles.ui;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.checkbox.CheckboxGroupVariant;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.popover.Popover;
import com.vaadin.flow.component.popover.PopoverPosition;
import com.vaadin.flow.component.virtuallist.VirtualList;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.provider.DataProvider;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.ContainerTotals;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.base.ui.Chips;
import dev.profilekeep.portal.base.ui.CodeHint;
import dev.profilekeep.portal.base.ui.ListAddress;
import dev.profilekeep.portal.base.ui.ListArea;
import dev.profilekeep.portal.base.ui.MainLayout;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.SearchField;
import dev.profilekeep.portal.base.ui.Titles;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.portal.locations.LocationsService;
import dev.profilekeep.portal.preference.Preferences;
import dev.profilekeep.portal.profiles.ProfilesColumn;
import dev.profilekeep.portal.profiles.ProfilesQuery;
import dev.profilekeep.portal.profiles.ProfilesService;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import jakarta.annotation.security.RolesAllowed;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which containers are there? Searched, filtered, sorted and exported; the URL brings back this very view. */
@Route(value = "profiles", layout = MainLayout.class)
@Menu(order = 2, title = "nav.profiles", icon = "CONTAINER")
@KeepsToScope
@RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
public class ProfilesView extends Main implements BeforeEnterObserver, HasDynamicTitle {
    private static final long serialVersionUID = 1L;
    private static final String PATH = "profiles";
    /** In the URL: opens the list of what could not be read. */
    private static final String UNREAD = "unread";

    private final transient ProfilesService service;
    private final transient LocationsService locations;
    private final transient Preferences preferences;
    private final transient CurrentUser currentUser;
    private final transient Words words = Words.current();
    private final transient List<Estate.Site> sites;

    private final SearchField search;
    private final transient CodeHint hint = new CodeHint(words);
    private final transient Chips<String> siteChips;
    private final transient Chips<ContainerKind> kindChips;
    private final transient Chips<ContainerState> stateChips;
    private final MultiSelectComboBox<FindingCode> findings = new MultiSelectComboBox<>();
    private final Button clear;
    private final transient ProfilesGrid grid;
    private final transient VirtualList<ContainerRow> cards;
    private final Span totals = new Span();
    private final Button unread = new Button();
    private final Anchor export;
    private final ListArea list;

    private transient Set<ProfilesColumn> columns;
    private transient ProfilesQuery query = ProfilesQuery.ALL;

    ProfilesView(
            ProfilesService service, LocationsService locations, Preferences preferences, CurrentUser currentUser) {
        this.service = service;
        this.locations = locations;
        this.preferences = preferences;
        this.currentUser = currentUser;
        this.sites = service.sites();
        addClassNames("pk-view", "profiles-view");

        Map<String, String> siteNames = service.siteNames();
        siteChips = new Chips<>(
                words.get("profiles.filter.site"),
                sites.stream().map(Estate.Site::id).toList(),
                site -> siteNames.getOrDefault(site, site),
                chosen -> filtered(query.filter(), chosen, null, null));
        kindChips = new Chips<>(
                words.get("profiles.filter.kind"),
                List.of(ContainerKind.values()),
                kind -> words.get("kind." + kind.name()),
                chosen -> filtered(query.filter(), null, chosen, null));
        stateChips = new Chips<>(
                words.get("profiles.filter.state"),
                List.of(ContainerState.values()),
                state -> words.get("state." + state.name()),
                chosen -> filtered(query.filter(), null, null, chosen));
        clear = new Button(words.get("profiles.clear"), click -> show(query.with(ContainerFilter.ALL)));
        clear.addThemeNames("tertiary");
        clear.addClassName("clear-filters");
        grid = new ProfilesGrid(words, siteNames);
        cards = new ProfilesCards(words);
        export = Parts.download(PATH, words.get("profiles.export"));
        columns = kept();
        search = new SearchField(words.get("profiles.search"), typed -> {
            ContainerFilter old = query.filter();
            show(query.with(new ContainerFilter(typed, old.sites(), old.kinds(), old.states(), old.findings(), null)));
        });
        list = new ListArea(grid, cards);
        build();
    }

    private void build() {
        totals.addClassName("pk-toolbar-count");
        totals.getElement().setAttribute("role", "status");
        unread.addThemeNames("tertiary-inline");
        unread.addClassName("unread-link");
        unread.setIcon(new SymbolIcon(Symbol.WARNING));
        unread.addClickListener(click -> openUnread());
        add(Parts.pageHeader(words.get("profiles.title"), new Div(totals, unread), columnChoice(), export));

        findings.setItems(FindingCode.values());
        findings.setItemLabelGenerator(code -> words.get("finding." + code.name() + ".name"));
        findings.setPlaceholder(words.get("profiles.filter.finding"));
        findings.setAriaLabel(words.get("profiles.filter.finding"));
        findings.addValueChangeListener(change -> {
            if (change.isFromClient()) {
                ContainerFilter old = query.filter();
                show(query.with(new ContainerFilter(
                        old.text(), old.sites(), old.kinds(), old.states(), change.getValue(), null)));
            }
        });
        Div chips = new Div(siteChips, kindChips, stateChips);
        chips.addClassName("pk-chips");
        findings.addClassName("findings-filter");
        Div toolbar = new Div(search, findings, chips, clear);
        toolbar.addClassName("pk-toolbar");

        grid.show(columns);
        add(toolbar, hint, list);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        open(event.getLocation().getQueryParameters().getParameters());
    }

    /** Shows the list that the parameters of a URL speak of. */
    void open(Map<String, List<String>> parameters) {
        query = ProfilesQuery.parse(parameters).query();
        CallbackDataProvider<ContainerRow, Void> rows = DataProvider.fromCallbacks(
                asked -> service.find(query, asked.getOffset(), asked.getLimit()).stream(),
                asked -> (int) Math.min(Integer.MAX_VALUE, count(asked.getOffset(), asked.getLimit())));
        grid.order(query.sort(), sort -> show(query.with(sort)));
        grid.setDataProvider(rows);
        cards.setDataProvider(rows);
        refresh();
        if (parameters.containsKey(UNREAD)) {
            openUnread().addOpenedChangeListener(change -> {
                if (!change.isOpened()) {
                    show(query); // whoever loads the page again wants the list
                }
            });
        }
    }

    @Override
    public String getPageTitle() {
        return Titles.of(words.get("profiles.title"));
    }

    private Dialog openUnread() {
        Dialog dialog = new UnreadDialog(words, service.unread(), locations.names());
        dialog.open();
        return dialog;
    }

    /** Vaadin insists on a query that was looked at. */
    private long count(int offset, int limit) {
        return offset >= 0 && limit >= 0 ? service.count(query) : 0;
    }

    private void filtered(
            ContainerFilter old,
            @org.jspecify.annotations.Nullable Set<String> inSites,
            @org.jspecify.annotations.Nullable Set<ContainerKind> kinds,
            @org.jspecify.annotations.Nullable Set<ContainerState> states) {
        show(query.with(new ContainerFilter(
                old.text(),
                inSites == null ? old.sites() : inSites,
                kinds == null ? old.kinds() : kinds,
                states == null ? old.states() : states,
                old.findings(),
                null)));
    }

    private void show(ProfilesQuery asked) {
        query = asked;
        ListAddress.tell(PATH, asked.parameters());
        grid.getDataProvider().refreshAll();
        refresh();
    }

    private void refresh() {
        ContainerFilter filter = query.filter();
        search.setValue(filter.text());
        hint.typed(filter.text());
        siteChips.choose(filter.sites());
        kindChips.choose(filter.kinds());
        stateChips.choose(filter.states());
        findings.setValue(filter.findings());
        clear.setVisible(query.narrows());
        showTotals(service.totals(query));
        export.setHref(exportAddress());
    }

    private void showTotals(ContainerTotals sums) {
        boolean none = sums.containers() == 0;
        String key = query.narrows()
                ? none ? "profiles.totals.none.some" : "profiles.totals.some"
                : none ? "profiles.totals.none.all" : "profiles.totals.all";
        totals.setText(words.get(
                key,
                sums.containers(),
                sums.copies(),
                words.formats().bytes(sums.fileBytes()),
                words.formats().bytes(sums.reclaimableBytes())));
        int notRead = service.unread().size();
        unread.setVisible(notRead > 0);
        unread.setText(words.get("profiles.unread", notRead));
        list.showEmpty(none ? this::emptyState : null);
    }

    private Component emptyState() {
        if (query.narrows()) {
            return Parts.empty(
                    Symbol.SEARCH,
                    words.get("profiles.noMatch.title"),
                    words.get("profiles.noMatch.text"),
                    new Button(words.get("profiles.clear"), click -> show(query.with(ContainerFilter.ALL))));
        }
        return Parts.empty(Symbol.CONTAINER, words.get("profiles.none.title"), words.get("profiles.none.text"));
    }

    private Component columnChoice() {
        CheckboxGroup<ProfilesColumn> choice = new CheckboxGroup<>(words.get("profiles.columns"));
        choice.addThemeVariants(CheckboxGroupVariant.LUMO_VERTICAL);
        choice.setItems(ProfilesColumn.values());
        choice.setItemLabelGenerator(column -> words.get("profiles.column." + column.key()));
        choice.setItemEnabledProvider(column -> column != ProfilesColumn.ACCOUNT);
        choice.setValue(columns);
        choice.addValueChangeListener(change -> {
            columns = ProfilesColumn.named(
                    change.getValue().stream().map(ProfilesColumn::key).toList());
            columns.add(ProfilesColumn.ACCOUNT);
            grid.show(columns);
            export.setHref(exportAddress());
            preferences.keep(
                    currentUser.require(),
                    Preferences.PROFILES_COLUMNS,
                    columns.stream().map(ProfilesColumn::key).collect(Collectors.joining(",")));
        });
        Button open = new Button(words.get("profiles.columns"), new SymbolIcon(Symbol.COLUMNS));
        Popover popover = new Popover(choice);
        popover.setTarget(open);
        popover.setPosition(PopoverPosition.BOTTOM_END);
        popover.setAriaLabel(words.get("profiles.columns"));
        Div choiceHolder = new Div(open, popover);
        choiceHolder.addClassName("pk-wide-only");
        return choiceHolder;
    }

    private Set<ProfilesColumn> kept() {
        return preferences
                .find(currentUser.require(), Preferences.PROFILES_COLUMNS)
                .map(keys -> ProfilesColumn.named(Arrays.asList(keys.split(","))))
                .filter(chosen -> !chosen.isEmpty())
                .orElseGet(ProfilesColumn::usual);
    }

    /** The list as it stands, in the manner of this person's spreadsheet program. */
    private String exportAddress() {
        Map<String, List<String>> parameters = new LinkedHashMap<>(query.parameters());
        Set<ProfilesColumn> told = EnumSet.copyOf(columns);
        told.add(ProfilesColumn.KIND); // here it stands below the account; in a table each needs its own
        parameters.put("columns", List.of(told.stream().map(ProfilesColumn::key).collect(Collectors.joining(","))));
        return ListAddress.export("api/v1/containers.csv", parameters, words);
    }
}
