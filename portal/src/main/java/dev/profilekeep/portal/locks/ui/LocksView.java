package dev.profilekeep.portal.locks.ui;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.provider.DataProvider;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import dev.profilekeep.approval.Approval;
import dev.profilekeep.lock.GoneHosts.GoneHost;
import dev.profilekeep.lock.LockFilter;
import dev.profilekeep.lock.LockGroup;
import dev.profilekeep.lock.LockRow;
import dev.profilekeep.lock.LockWords;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.base.ui.Chips;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Later;
import dev.profilekeep.portal.base.ui.ListAddress;
import dev.profilekeep.portal.base.ui.ListArea;
import dev.profilekeep.portal.base.ui.MainLayout;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.RowBoxes;
import dev.profilekeep.portal.base.ui.SearchField;
import dev.profilekeep.portal.base.ui.Titles;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.portal.locations.LocationsService;
import dev.profilekeep.portal.locks.AboutContainer;
import dev.profilekeep.portal.locks.AboutSite;
import dev.profilekeep.portal.locks.ApprovalsService;
import dev.profilekeep.portal.locks.HostsService;
import dev.profilekeep.portal.locks.LockNews;
import dev.profilekeep.portal.locks.LocksQuery;
import dev.profilekeep.portal.locks.LocksService;
import dev.profilekeep.portal.locks.SitesService;
import dev.profilekeep.portal.profiles.ProfilesService;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import jakarta.annotation.security.RolesAllowed;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who is locked out without reason, by the machine that holds them? Moves by itself while locks are judged or cleared. */
@Route(value = "locks", layout = MainLayout.class)
@Menu(order = 1.4, title = "nav.locks", icon = "LOCK")
@KeepsToScope
@RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
public class LocksView extends Main implements BeforeEnterObserver, HasDynamicTitle {
    private static final long serialVersionUID = 1L;
    private static final String PATH = "locks";
    /** Locks that one act may name. */
    private static final int MOST = 1_000;

    private final transient LocksService service;
    private final transient ApprovalsService approvals;
    private final transient HostsService hosts;
    private final transient SitesService sites;
    private final transient Words words = Words.current();
    private final transient LockWords lockWords;
    private final transient ClearDialog.Means means;
    private final boolean mayAct;

    private final Span totals = new Span();
    private final Button judge;
    private final Anchor export;
    private final transient JudgePanel judging;
    private final Div cutOff = new Div();
    private final Div waiting = new Div();
    private final Section waitingSection;
    private final Div groups = new Div();
    private final Section groupsSection;
    private final SearchField search;
    private final ComboBox<String> host = new ComboBox<>();
    private final transient Chips<String> verdictChips;
    private final transient Chips<String> siteChips;
    private final transient List<String> siteIds;
    private final Button clearFilters;
    private final Button bulk;
    private final transient LocksGrid grid;
    private final transient LocksCards cards;
    private final ListArea list;
    private transient LocksQuery query = LocksQuery.ALL;

    LocksView(
            LocksService service,
            ApprovalsService approvals,
            HostsService hosts,
            SitesService sites,
            ProfilesService profiles,
            LocationsService locations,
            CurrentUser currentUser) {
        this.service = service;
        this.approvals = approvals;
        this.hosts = hosts;
        this.sites = sites;
        Person person = currentUser.require();
        this.mayAct = person.has(Role.HELPDESK) || person.has(Role.ADMINISTRATOR);
        this.lockWords = service.words(words.texts().locale(), words.formats().zone());
        this.means = new ClearDialog.Means(
                service, approvals, words, lockWords, locations.names(), person.has(Role.ADMINISTRATOR));
        addClassNames("pk-view", "locks-view");
        Map<String, String> siteNames = profiles.siteNames();

        judge = new Button(words.get("locks.judge"), new SymbolIcon(Symbol.REFRESH), click -> judgeAll());
        export = Parts.download(PATH, words.get("locks.export"));
        judging = new JudgePanel(words, mayAct, service::stopJudging);
        waiting.addClassName("pk-cards");
        waitingSection = Parts.section(words.get("locks.approvals"), waiting);
        groups.addClassName("pk-cards");
        groupsSection = Parts.section(words.get("locks.groups"), groups);
        verdictChips = new Chips<>(
                words.get("locks.filter.verdict"),
                LocksQuery.VERDICTS,
                verdict -> words.get("verdict." + verdict),
                chosen -> narrow(
                        query.filter().text(),
                        query.filter().host(),
                        chosen,
                        query.filter().sites()));
        siteIds = profiles.sites().stream().map(Estate.Site::id).toList();
        siteChips = new Chips<>(
                words.get("profiles.filter.site"),
                siteIds,
                site -> siteNames.getOrDefault(site, site),
                chosen -> narrow(
                        query.filter().text(),
                        query.filter().host(),
                        query.filter().verdicts(),
                        chosen));
        clearFilters = new Button(words.get("profiles.clear"), click -> show(query.with(LockFilter.ALL)));
        clearFilters.addThemeNames("tertiary");
        clearFilters.addClassName("clear-filters");
        bulk = new Button("", new SymbolIcon(Symbol.UNLOCK), click -> clearChosen());
        grid = new LocksGrid(words, lockWords, siteNames, mayAct);
        cards = new LocksCards(words, mayAct);
        search = new SearchField(words.get("locks.search"), typed -> {
            LockFilter old = query.filter();
            narrow(typed, old.host(), old.verdicts(), old.sites());
        });
        list = new ListArea(grid, cards, "locks-list");
        build();
        Later.whileShown(this, page -> service.subscribe(news -> page.accept(() -> heard(news))));
    }

    private void build() {
        totals.getElement().setAttribute("role", "status");
        judge.setVisible(mayAct);
        add(Parts.pageHeader(words.get("locks.title"), new Div(totals), judge, export));
        cutOff.getElement().setAttribute("role", "status");
        cutOff.addClassName("pk-stack");
        add(cutOff, judging, waitingSection, groupsSection);

        host.setPlaceholder(words.get("locks.filter.host"));
        host.setAriaLabel(words.get("locks.filter.host"));
        host.setItemLabelGenerator(name -> name.equals(LockFilter.NO_HOST) ? words.get("locks.group.unknown") : name);
        host.setClearButtonVisible(true);
        host.addClassName("host-filter");
        host.addValueChangeListener(change -> {
            if (change.isFromClient()) {
                LockFilter old = query.filter();
                String chosen = change.getValue();
                narrow(old.text(), chosen == null ? "" : chosen, old.verdicts(), old.sites());
            }
        });
        Div chips = new Div(verdictChips, siteChips);
        chips.addClassName("pk-chips");
        bulk.setVisible(false);
        Div toolbar = new Div(search, host, chips, clearFilters, bulk);
        toolbar.addClassName("pk-toolbar");
        if (mayAct) {
            RowBoxes.choosable(grid, words);
            grid.addSelectionListener(change -> showBulk(change.getAllSelectedItems()));
        } else {
            grid.setSelectionMode(Grid.SelectionMode.NONE);
        }
        Section all = Parts.section(words.get("locks.all"), toolbar, list);
        all.addClassName("locks-all");
        add(all);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        open(event.getLocation().getQueryParameters().getParameters());
    }

    /** Shows the list that the parameters of a URL speak of. */
    void open(Map<String, List<String>> parameters) {
        LocksQuery.Parsed parsed = LocksQuery.parse(parameters);
        query = parsed.query();
        Set<String> known = new LinkedHashSet<>(query.filter().sites());
        known.retainAll(siteIds);
        if (!parsed.problems().isEmpty()
                || known.size() < query.filter().sites().size()) {
            LockFilter filter = query.filter();
            query = query.with(new LockFilter(filter.verdicts(), filter.host(), known, filter.text(), null));
            ListAddress.tell(PATH, query.parameters());
            Notices.error(words.get("locks.address"));
        }
        CallbackDataProvider<LockRow, Void> rows = DataProvider.fromCallbacks(
                asked -> service.list(query, asked.getOffset(), asked.getLimit()).stream(),
                asked -> (int) Math.min(Integer.MAX_VALUE, count(asked.getOffset(), asked.getLimit())));
        CallbackDataProvider<LockRow, Void> byContainer =
                new CallbackDataProvider<>(asked -> rows.fetch(asked), asked -> rows.size(asked), LockRow::containerId);
        grid.order(query.sort(), sort -> show(query.with(sort)));
        grid.setDataProvider(byContainer);
        cards.setDataProvider(byContainer);
        refresh();
        service.judging().ifPresent(judging::show);
    }

    @Override
    public String getPageTitle() {
        return Titles.of(words.get("locks.title"));
    }

    private void heard(LockNews news) {
        if (news.judging() != null) {
            judge.setEnabled(false);
            judging.show(news.judging());
            return;
        }
        judge.setEnabled(service.judging().isEmpty());
        judging.setVisible(service.judging().isPresent());
        grid.getDataProvider().refreshAll();
        refresh();
    }

    /** Vaadin insists on a query that was looked at. */
    private long count(int offset, int limit) {
        return offset >= 0 && limit >= 0 ? service.count(query.filter()) : 0;
    }

    private void narrow(String text, String machine, Set<String> verdicts, Set<String> sites) {
        show(query.with(new LockFilter(verdicts, machine, sites, text, null)));
    }

    private void show(LocksQuery asked) {
        query = asked;
        ListAddress.tell(PATH, asked.parameters());
        grid.deselectAll();
        grid.getDataProvider().refreshAll();
        refresh();
    }

    private void refresh() {
        LockFilter filter = query.filter();
        search.setValue(filter.text());
        verdictChips.choose(filter.verdicts());
        siteChips.choose(filter.sites());
        clearFilters.setVisible(query.narrows());
        export.setHref(ListAddress.export("api/v1/locks.csv", query.parameters(), words));
        showTotals();
        showCutOff();
        showGroups();
        showApprovals();
    }

    /** Why what is locked at a site does not count. */
    private void showCutOff() {
        cutOff.removeAll();
        CutOffNotes.of(sites, words).forEach(cutOff::add);
    }

    private void showTotals() {
        long all = service.count(LockFilter.ALL);
        totals.setText(
                all == 0
                        ? words.get("locks.totals.none")
                        : words.get("locks.totals", all, of("STALE"), of("LIVE"), of("UNPROVED"))
                                + (of(LockFilter.NOT_JUDGED) == 0
                                        ? ""
                                        : " " + words.get("locks.totals.notJudged", of(LockFilter.NOT_JUDGED))));
        long found = service.count(query.filter());
        boolean none = found == 0;
        grid.chooseAll(found > 0 && found <= MOST);
        list.showEmpty(none ? this::emptyState : null);
    }

    private long of(String verdict) {
        return service.count(new LockFilter(Set.of(verdict), "", Set.of(), "", null));
    }

    private Component emptyState() {
        if (query.narrows()) {
            return Parts.empty(
                    Symbol.SEARCH,
                    words.get("locks.noMatch.title"),
                    words.get("locks.noMatch.text"),
                    new Button(words.get("profiles.clear"), click -> show(query.with(LockFilter.ALL))));
        }
        return Parts.empty(Symbol.UNLOCK, words.get("locks.none.title"), words.get("locks.none.text"));
    }

    private void showGroups() {
        groups.removeAll();
        List<LockGroup> all = service.groups();
        Map<String, GoneHost> gone = hosts.goneOf(all);
        boolean mayDeclare = hosts.mayDeclare();
        for (LockGroup group : all) {
            GoneHost word = gone.get(group.host());
            Runnable declare = word == null ? () -> declareGone(group.host()) : () -> takeBack(word);
            groups.add(new LockGroupCard(
                    group,
                    word,
                    words,
                    mayAct,
                    () -> clearGroup(group),
                    () -> narrow("", group.host().isEmpty() ? LockFilter.NO_HOST : group.host(), Set.of(), Set.of()),
                    mayDeclare ? declare : null));
        }
        groupsSection.setVisible(!all.isEmpty());
        List<String> names = all.stream()
                .map(LockGroup::host)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
        String chosen = query.filter().host();
        host.setItems(
                chosen.isEmpty() || names.contains(chosen)
                        ? names
                        : java.util.stream.Stream.concat(names.stream(), java.util.stream.Stream.of(chosen))
                                .toList());
        host.setValue(chosen.isEmpty() ? null : chosen);
    }

    private void showApprovals() {
        waiting.removeAll();
        List<Approval> open = approvals.open();
        for (Approval approval : open) {
            waiting.add(new ApprovalCard(
                    approval,
                    about(approval),
                    words,
                    approvals.mayDecide(approval) ? () -> decide(approval) : null,
                    approvals.isUnsure(approval),
                    means.administrator() && approvals.isOwn(approval) ? () -> withdraw(approval) : null));
        }
        waitingSection.setVisible(!open.isEmpty());
    }

    private String about(Approval approval) {
        if (AboutSite.is(approval)) {
            return Visible.isolated(sites.name(approval));
        }
        return service.find(AboutContainer.of(approval))
                .map(row -> LockParts.name(row, words) + " ("
                        + words.get("kind." + row.kind().name()) + ")")
                .orElseGet(() -> Visible.isolated(approval.subject()));
    }

    private void decide(Approval approval) {
        if (AboutSite.is(approval)) {
            SiteDialog.deciding(approvals, words, approval, sites.name(approval), this::refresh)
                    .open();
        } else {
            ClearDialog.deciding(means, approval).open();
        }
    }

    private void withdraw(Approval approval) {
        try {
            approvals.withdraw(approval.id());
            Notices.done(words.get("locks.approval.withdrawn"));
        } catch (RuntimeException e) {
            Notices.error(ErrorMessages.of(e).in(words));
        }
    }

    private void declareGone(String machine) {
        new GoneDialog(hosts, words, machine, Instant.now(), this::refresh).open();
    }

    private void takeBack(GoneHost gone) {
        try {
            hosts.takeBack(gone.host(), "");
            Notices.done(words.get("locks.gone.takenBack", Visible.isolated(gone.host())));
        } catch (RuntimeException e) {
            Notices.error(ErrorMessages.of(e).in(words));
        }
        refresh();
    }

    private void judgeAll() {
        judge.setEnabled(false);
        service.judgeAll();
    }

    private void clearGroup(LockGroup group) {
        boolean known = !group.host().isEmpty();
        LockFilter stale =
                new LockFilter(Set.of("STALE"), known ? group.host() : LockFilter.NO_HOST, Set.of(), "", null);
        List<Long> ids = service.list(LocksQuery.ALL.with(stale), 0, MOST).stream()
                .map(LockRow::containerId)
                .toList();
        Instant boot = group.lastBoot();
        String machine = Visible.oneLine(group.host());
        String reason = group.restarted() && boot != null
                ? words.get("locks.group.reason", machine, words.formats().dateTime(boot))
                : "";
        clear(words.get(known ? "locks.group.clearOf" : "locks.group.clearUnknown", machine), ids, reason);
    }

    private void clearChosen() {
        List<Long> ids =
                grid.getSelectedItems().stream().map(LockRow::containerId).toList();
        clear(words.get("locks.clear.chosen", ids.size()), ids, "");
    }

    private void clear(String title, Collection<Long> ids, String reason) {
        if (ids.isEmpty()) {
            Notices.error(words.get("notNow.MOVED_ON"));
            return;
        }
        ClearDialog dialog = new ClearDialog(means, title, ids, reason, "");
        dialog.addOpenedChangeListener(change -> {
            if (!change.isOpened()) {
                grid.deselectAll();
            }
        });
        dialog.open();
    }

    private void showBulk(Set<LockRow> chosen) {
        bulk.setVisible(!chosen.isEmpty());
        bulk.setText(words.get("locks.clear.chosen", chosen.size()));
    }
}
