package dev.profilekeep.portal.help.ui;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteAlias;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.fslogix.Explanation;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.base.ui.MainLayout;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Titles;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.help.Caller;
import dev.profilekeep.portal.help.HelpService;
import dev.profilekeep.portal.help.HelpService.Found;
import dev.profilekeep.portal.help.SignedIn;
import dev.profilekeep.portal.help.Typed;
import dev.profilekeep.portal.locations.LocationsService;
import dev.profilekeep.portal.locks.ApprovalsService;
import dev.profilekeep.portal.locks.LocksService;
import dev.profilekeep.portal.locks.SitesService;
import dev.profilekeep.portal.locks.ui.ClearDialog;
import dev.profilekeep.portal.profiles.ProfilesService;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Role;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Shortcuts;
import dev.profilekeep.ui.Status;
import dev.profilekeep.ui.StatusBadge;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import jakarta.annotation.security.RolesAllowed;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/** What is wrong with this caller, and what do I do now? Found by whatever they say; {@code /help/<name>} is for ticket tools. */
@Route(value = "help", layout = MainLayout.class)
@RouteAlias(value = "help/:name", layout = MainLayout.class)
@Menu(order = 1.2, title = "nav.help", icon = "HELP_USER")
@KeepsToScope
@RolesAllowed({HELPDESK, ADMINISTRATOR})
public class HelpView extends Main implements BeforeEnterObserver, HasDynamicTitle {
    private static final long serialVersionUID = 1L;
    private static final String PATH = "help";
    /** In the URL: what was searched. */
    private static final String TEXT = "text";
    /** How many of those who were found are shown until somebody asks for more. */
    private static final int FIRST = 20;

    private final transient HelpService service;
    private final transient SitesService sites;
    private final transient RequestsService requests;
    private final transient ClearDialog.Means means;
    private final transient Words words = Words.current();
    private final transient Map<String, String> siteNames;
    private final transient Clock clock;
    private final TextField search = new TextField();
    private final Div content = new Div();
    private String title;
    /** Whom Enter opens: the one and only who was found. */
    private transient @Nullable Caller only;

    HelpView(
            HelpService service,
            LocksService locks,
            ApprovalsService approvals,
            SitesService sites,
            ProfilesService profiles,
            LocationsService locations,
            RequestsService requests,
            CurrentUser currentUser,
            Clock clock) {
        this.service = service;
        this.requests = requests;
        this.sites = sites;
        this.clock = clock;
        this.title = words.get("help.title");
        this.means = new ClearDialog.Means(
                locks,
                approvals,
                words,
                locks.words(words.texts().locale(), words.formats().zone()),
                locations.names(),
                currentUser.require().has(Role.ADMINISTRATOR));
        this.siteNames = profiles.siteNames();
        addClassNames("pk-view", "help-view");
        search.setPlaceholder(words.get("help.search.short"));
        search.setHelperText(words.get("help.search"));
        search.setAriaLabel(words.get("help.search"));
        search.setPrefixComponent(new SymbolIcon(Symbol.SEARCH));
        search.setClearButtonVisible(true);
        search.setValueChangeMode(ValueChangeMode.LAZY);
        search.setValueChangeTimeout(250);
        search.setMaxLength(300);
        search.setAutofocus(true);
        search.addClassName("help-search");
        search.addValueChangeListener(change -> {
            if (change.isFromClient()) {
                searched(change.getValue());
            }
        });
        search.getElement().addEventListener("keydown", press -> openOnly()).setFilter("event.key === 'Enter'");
        Shortcuts.markSearchOfAll(search);
        content.addClassNames("pk-stack", "help-content");
        add(Parts.pageHeader(words.get("help.title"), new Paragraph(words.get("help.lead"))), search, content);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        String name = event.getRouteParameters().get("name").orElse("");
        String text = event.getLocation()
                .getQueryParameters()
                .getSingleParameter(TEXT)
                .orElse("");
        open(name, text);
    }

    /** Shows a person, or what a search finds, or how to begin. */
    void open(String name, String text) {
        if (name.isBlank()) {
            search.setValue(text);
            show(text);
            return;
        }
        List<Caller> called = service.called(name);
        String decoded = decoded(name);
        if (called.isEmpty() && !decoded.equals(name)) {
            open(decoded, text);
        } else if (called.size() == 1) {
            show(called.get(0));
        } else if (called.isEmpty()) {
            search.setValue(name);
            show(name);
        } else {
            content.removeAll();
            content.add(new Paragraph(words.get("help.several", called.size())));
            content.add(list(called));
        }
    }

    /** A name with a blank or a letter beyond ASCII comes as it stands in the address. */
    private static String decoded(String name) {
        try {
            return StringUtils.uriDecode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name; // a per cent sign of its own
        }
    }

    @Override
    public String getPageTitle() {
        return Titles.of(title);
    }

    private void searched(String text) {
        String wanted = Typed.of(text);
        Map<String, List<String>> parameters = wanted.isEmpty() ? Map.of() : Map.of(TEXT, List.of(wanted));
        UI.getCurrent().getPage().getHistory().replaceState(null, new Location(PATH, new QueryParameters(parameters)));
        show(text);
    }

    private void openOnly() {
        Caller one = only;
        if (one != null) {
            UI.getCurrent().getPage().getHistory().pushState(null, new Location(path(one)));
            show(one);
        }
    }

    private static String path(Caller caller) {
        return PATH + "/" + URLEncoder.encode(caller.key(), StandardCharsets.UTF_8);
    }

    private void show(String text) {
        content.removeAll();
        only = null;
        title = words.get("help.title");
        String wanted = Typed.of(text);
        List<Explanation> explained = service.explain(wanted, words.texts().locale());
        if (wanted.length() < HelpService.SHORTEST && explained.isEmpty()) {
            content.add(Parts.empty(Symbol.HELP_USER, words.get("help.begin.title"), words.get("help.begin.text")));
            return;
        }
        Found all = service.search(wanted);
        List<Caller> found = all.people();
        only = found.size() == 1 ? found.get(0) : null;
        if (found.isEmpty() && service.isUnknownCode(wanted, words.texts().locale())) {
            content.add(Parts.empty(
                    Symbol.SEARCH, words.get("help.noCode.title"), words.get("codes.none", Visible.isolated(wanted))));
            return;
        }
        if (found.isEmpty() && explained.isEmpty()) {
            content.add(Parts.empty(Symbol.SEARCH, words.get("help.none.title"), words.get("help.none.text")));
            return;
        }
        explained.forEach(one -> content.add(explanation(one)));
        if (!found.isEmpty()) {
            content.add(found(all));
        }
    }

    /** The first of those who were found, and how many they are in all; more of them are a press away. */
    private Component found(Found all) {
        List<Caller> people = all.people();
        Paragraph count = new Paragraph();
        count.getElement().setAttribute("role", "status");
        Div list = new Div();
        Button more = new Button(
                words.get("help.found.more", people.size()),
                press -> show(people, people.size(), all.total(), count, list, press.getSource()));
        show(people, Math.min(FIRST, people.size()), all.total(), count, list, more);
        Div found = new Div(count, list, more);
        found.addClassName("pk-stack");
        return found;
    }

    private void show(List<Caller> people, int first, long total, Paragraph count, Div list, Button more) {
        count.setText(first == total ? words.get("help.found", total) : words.get("help.found.first", first, total));
        list.removeAll();
        list.add(list(people.subList(0, first)));
        more.setVisible(first < people.size());
    }

    private void show(Caller caller) {
        only = null;
        content.removeAll();
        title = caller.account().isEmpty() ? words.get("help.title") : Visible.oneLine(caller.account());
        SignedIn signedIn = caller.signedIn();
        if (signedIn != null) {
            SignedInPanel panel = new SignedInPanel(service, means, signedIn, clock);
            content.add(panel);
            panel.takeFocus();
            return;
        }
        CallerPanel panel = new CallerPanel(service, sites, means, siteNames, caller, requests, clock);
        content.add(panel);
        panel.takeFocus();
        panel.look(UI.getCurrent());
    }

    private Component list(List<Caller> callers) {
        Div list = new Div();
        list.addClassName("help-found");
        list.getElement().setAttribute("role", "list");
        for (Caller caller : callers) {
            String name = caller.account().isEmpty()
                    ? caller.sid().isEmpty() ? words.get("locks.nameless", caller.key()) : caller.sid()
                    : Visible.isolated(caller.account());
            Span strong = new Span(name);
            strong.addClassName("help-found-name");
            SignedIn signedIn = caller.signedIn();
            String about = signedIn != null
                    ? SignedInPanel.from(words, signedIn)
                    : caller.containers().stream()
                            .map(ContainerRow::kind)
                            .distinct()
                            .map(kind -> words.get("kind." + kind.name()))
                            .collect(Collectors.joining(", "));
            Span more = new Span(
                    caller.host().isEmpty()
                            ? about
                            : about + " · " + words.get("help.at", Visible.isolated(caller.host())));
            more.addClassName("pk-secondary");
            Span text = new Span(strong, more);
            text.addClassName("pk-cell");
            StatusBadge badge = caller.signedIn() != null
                    ? new StatusBadge(
                            Status.DEGRADED,
                            words.get(caller.sid().isEmpty() ? "help.noSid.badge" : "help.noProfile.badge"))
                    : caller.locked()
                            ? new StatusBadge(Status.IN_USE, words.get("help.locked"))
                            : new StatusBadge(Status.READY, words.get("verdict.NOT_LOCKED"));
            badge.setPlain(true);
            Anchor link = new Anchor(path(caller));
            link.add(text, badge);
            link.addClassName("pk-row");
            Div item = new Div(link);
            item.getElement().setAttribute("role", "listitem");
            list.add(item);
        }
        return list;
    }

    private Component explanation(Explanation one) {
        String name = one.name().isEmpty() ? one.code() : one.code() + " · " + one.name();
        Span code = new Span(name);
        code.addClassNames("pk-mono", "pk-secondary");
        Paragraph meaning = new Paragraph(one.meaning());
        Paragraph next = new Paragraph(one.next());
        next.addClassName("pk-secondary");
        Span sure = new Span(words.get("help.confidence." + one.confidence().name()));
        sure.addClassName("pk-secondary");
        Div card = new Div(new H3(one.title()), code, new Paragraph(one.text()), meaning, next, sure);
        card.addClassNames("pk-card", "explanation");
        return card;
    }
}
