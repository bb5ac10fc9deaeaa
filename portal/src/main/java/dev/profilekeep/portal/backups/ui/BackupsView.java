package dev.profilekeep.portal.backups.ui;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.provider.DataProvider;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import dev.profilekeep.backup.points.BackupList.Standing;
import dev.profilekeep.backup.points.BackupList.Totals;
import dev.profilekeep.backup.points.ContainerBackup;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.backups.BackupsQuery;
import dev.profilekeep.portal.backups.BackupsService;
import dev.profilekeep.portal.backups.RepositorySeen;
import dev.profilekeep.portal.base.ui.Chips;
import dev.profilekeep.portal.base.ui.ListAddress;
import dev.profilekeep.portal.base.ui.ListArea;
import dev.profilekeep.portal.base.ui.MainLayout;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.SearchField;
import dev.profilekeep.portal.base.ui.Titles;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.ui.Symbol;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Can everyone be brought back, and to when? Who has no backup comes first. */
@Route(value = "backups", layout = MainLayout.class)
@Menu(order = 9, title = "nav.backups", icon = "BACKUP")
@KeepsToScope
@RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
public class BackupsView extends Main implements BeforeEnterObserver, HasDynamicTitle {
    private static final long serialVersionUID = 1L;
    private static final String PATH = "backups";

    private final transient BackupsService service;
    private final transient Words words = Words.current();
    private final Span totals = new Span();
    private final SearchField search;
    private final transient Chips<Standing> chips;
    private final Button clear;
    private final BackupsGrid grid;
    private final BackupsCards cards;
    private final ListArea list;
    private final Anchor export;
    private transient BackupsQuery query = BackupsQuery.ALL;

    BackupsView(BackupsService service, Clock clock) {
        this.service = service;
        addClassNames("pk-view", "backups-view");
        totals.getElement().setAttribute("role", "status");
        search = new SearchField(words.get("backups.search"), typed -> show(query.with(typed)));
        chips = new Chips<>(
                words.get("backups.column.standing"),
                List.of(Standing.values()),
                one -> words.get("backups.standing." + one),
                chosen -> show(query.with(chosen)));
        clear = new Button(words.get("profiles.clear"), click -> show(BackupsQuery.ALL));
        clear.addThemeNames("tertiary");
        grid = new BackupsGrid(words, service::standing);
        cards = new BackupsCards(words, service::standing, clock::instant);
        list = new ListArea(grid, cards, "backups-list");
        export = Parts.download(PATH, words.get("profiles.export"));
        add(Parts.pageHeader(words.get("backups.title"), new Div(totals), export));
        Div places = new Div();
        places.addClassName("pk-cards");
        List<RepositorySeen> repositories = service.repositories();
        Map<String, String> siteNames = service.siteNames();
        repositories.forEach(one -> places.add(new RepositoryCard(one, siteNames, service.mayOpen(), words)));
        if (repositories.isEmpty()) {
            add(Parts.empty(Symbol.BACKUP, words.get("backups.off.title"), words.get("backups.off.text")));
            return;
        }
        Div row = new Div(chips);
        row.addClassName("pk-chips");
        Div toolbar = new Div(search, row, clear);
        toolbar.addClassName("pk-toolbar");
        add(
                Parts.section(words.get("backups.repositories"), places),
                Parts.section(words.get("backups.all"), toolbar, list));
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        open(event.getLocation().getQueryParameters().getParameters());
    }

    /** Shows the list that the parameters of a URL speak of. */
    void open(Map<String, List<String>> parameters) {
        BackupsQuery.Parsed parsed = BackupsQuery.parse(parameters);
        query = parsed.query();
        if (!parsed.problems().isEmpty()) {
            ListAddress.tell(PATH, query.parameters());
            Notices.error(words.get("locks.address"));
        }
        CallbackDataProvider<ContainerBackup, Void> rows = DataProvider.fromCallbacks(
                asked -> service.list(query, asked.getOffset(), asked.getLimit()).stream(),
                asked -> asked.getOffset() >= 0 && asked.getLimit() >= 0
                        ? (int) Math.min(Integer.MAX_VALUE, service.count(query))
                        : 0);
        grid.order(query.sort(), sort -> show(query.with(sort)));
        grid.setDataProvider(rows);
        cards.setDataProvider(rows);
        refresh();
    }

    @Override
    public String getPageTitle() {
        return Titles.of(words.get("backups.title"));
    }

    private void show(BackupsQuery asked) {
        query = asked;
        ListAddress.tell(PATH, asked.parameters());
        grid.getDataProvider().refreshAll();
        refresh();
    }

    private void refresh() {
        search.setValue(query.text());
        chips.choose(query.standings());
        clear.setVisible(query.narrows());
        export.setHref(ListAddress.export("api/v1/backups.csv", query.parameters(), words));
        export.setVisible(service.configured());
        Totals all = service.totals();
        totals.setText(
                all.all() == 0
                        ? words.get("backups.totals.nobody")
                        : words.get(
                                "backups.totals", all.fresh(), all.all(), service.mostDays(), all.old(), all.none()));
        list.showEmpty(service.count(query) == 0 ? this::emptyState : null);
    }

    private Component emptyState() {
        return query.narrows()
                ? Parts.empty(
                        Symbol.SEARCH,
                        words.get("backups.noMatch.title"),
                        words.get("backups.noMatch.text"),
                        new Button(words.get("profiles.clear"), click -> show(BackupsQuery.ALL)))
                : Parts.empty(Symbol.BACKUP, words.get("backups.none.title"), words.get("backups.none.text"));
    }
}
