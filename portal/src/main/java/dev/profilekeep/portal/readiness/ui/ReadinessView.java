package dev.profilekeep.portal.readiness.ui;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import dev.profilekeep.batch.run.AlreadyRunningException;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.ListAddress;
import dev.profilekeep.portal.base.ui.MainLayout;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Polling;
import dev.profilekeep.portal.base.ui.Titles;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.jobs.JobsService;
import dev.profilekeep.portal.readiness.ReadyQuery;
import dev.profilekeep.portal.readiness.ReadyService;
import dev.profilekeep.readiness.ReadinessDay;
import dev.profilekeep.readiness.ReadinessRun;
import dev.profilekeep.readiness.SiteReadiness;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import jakarta.annotation.security.RolesAllowed;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** If a site is lost now: who can work at another one, and who cannot, and why? Moves by itself while everybody is looked at. */
@Route(value = "readiness", layout = MainLayout.class)
@Menu(order = 1.1, title = "nav.readiness", icon = "READINESS")
@KeepsToScope
@RolesAllowed({ADMINISTRATOR, AUDITOR})
public class ReadinessView extends Main implements BeforeEnterObserver, HasDynamicTitle {
    private static final long serialVersionUID = 1L;
    private static final String PATH = "readiness";
    private static final String JOB = "readiness";
    private static final int WHILE_IT_RUNS = 2_000;

    /** The morning's run may begin while somebody looks. */
    private static final int ELSE = 20_000;

    private final transient ReadyService service;
    private final transient JobsService jobs;
    private final transient Words words = Words.current();
    private final boolean mayStart;
    private final Span lead = new Span();
    private final Div actions = new Div();
    private final Div standing = new Div();
    private final Div numbers = new Div();
    private final PeopleList list;
    private transient ReadyQuery query = ReadyQuery.ALL;
    private transient @Nullable ReadinessRun shown;

    ReadinessView(ReadyService service, JobsService jobs) {
        this.service = service;
        this.jobs = jobs;
        this.mayStart = service.mayStart();
        addClassNames("pk-view", "readiness-view");
        lead.getElement().setAttribute("role", "status");
        actions.addClassName("pk-page-actions");
        standing.addClassName("pk-job");
        numbers.addClassName("pk-stack");
        list = new PeopleList(service, words, this::show);
        add(Parts.pageHeader(words.get("readiness.title"), new Div(lead), actions), standing, numbers, list);
        Polling.whileShown(this, this::pace, this::look);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        open(event.getLocation().getQueryParameters().getParameters());
    }

    /** Shows the numbers, and the list that the parameters of a URL speak of. */
    void open(Map<String, List<String>> parameters) {
        ReadyQuery.Parsed parsed = ReadyQuery.parse(parameters);
        query = parsed.query();
        if (!parsed.problems().isEmpty()) {
            ListAddress.tell(PATH, query.parameters());
            Notices.error(words.get("locks.address"));
        }
        refresh();
    }

    @Override
    public String getPageTitle() {
        return Titles.of(words.get("readiness.title"));
    }

    private void show(ReadyQuery wanted) {
        query = wanted;
        ListAddress.tell(PATH, wanted.parameters());
        list.show(query);
        list.scrollIntoView();
    }

    private int pace() {
        ReadinessRun run = shown;
        return run != null && !run.isEnded() ? WHILE_IT_RUNS : ELSE;
    }

    private void look(UI ui) {
        ReadinessRun before = shown;
        ReadinessRun now = service.latest().orElse(null);
        if (now == null) {
            return;
        }
        if (before == null || before.id() != now.id() || before.isEnded() != now.isEnded()) {
            refresh();
        } else {
            shown = now;
            stands();
        }
        ui.setPollInterval(pace());
    }

    private void refresh() {
        actions.removeAll();
        numbers.removeAll();
        shown = service.latest().orElse(null);
        stands();
        List<SiteReadiness> sites = service.ifLost();
        list.setVisible(!sites.isEmpty());
        if (!service.hasSecondSite()) {
            lead.setText(words.get("readiness.oneSite.lead"));
            numbers.add(Parts.empty(
                    Symbol.READINESS, words.get("readiness.oneSite.title"), words.get("readiness.oneSite.text")));
            return;
        }
        acts(!sites.isEmpty());
        if (sites.isEmpty()) {
            lead.setText(words.get("readiness.never.lead"));
            numbers.add(Parts.empty(
                    Symbol.READINESS, words.get("readiness.never.title"), words.get("readiness.never.text")));
            return;
        }
        lead.setText(words.get(
                "readiness.lead",
                words.formats()
                        .dateTime(sites.stream()
                                .map(SiteReadiness::judgedAt)
                                .max(Comparator.naturalOrder())
                                .orElse(null))));
        if (sites.stream().allMatch(one -> one.medianLoss() == null)) {
            numbers.add(Parts.note(Symbol.WARNING, words.get("readiness.notCompared"), true));
        }
        List<ReadinessDay> days = service.days();
        Map<String, String> names = service.siteNames();
        for (SiteReadiness one : sites) {
            List<ReadinessDay> its = days.stream()
                    .filter(day -> day.activeSite().equals(one.activeSite())
                            && day.siteId().equals(one.siteId()))
                    .toList();
            numbers.add(new Statement(one, its, service.targetLoss(), names, words, this::show));
        }
        list.show(query);
    }

    /** How far the look at everybody is, why the last one came to no end, or who did not answer it. */
    private void stands() {
        standing.removeAll();
        ReadinessRun run = shown;
        if (run != null && !run.silent().isEmpty()) {
            standing.setVisible(true);
            standing.add(Parts.note(
                    Symbol.WARNING,
                    words.get("readiness.silent", Visible.isolated(String.join(", ", run.silent()))),
                    true));
            return;
        }
        standing.setVisible(run != null && run.phase() != ReadinessRun.Phase.DONE);
        if (run == null || !standing.isVisible()) {
            return;
        }
        Span said = new Span(
                run.isEnded()
                        ? words.get("readiness.notEnded", Visible.isolated(run.reason()))
                        : words.get("readiness.looking", run.done(), run.total()));
        said.getElement().setAttribute("role", "status");
        standing.add(said);
        if (!run.isEnded()) {
            ProgressBar bar = new ProgressBar();
            bar.getElement().setAttribute("aria-label", words.get("readiness.looking.bar"));
            bar.setIndeterminate(run.total() <= 0);
            if (run.total() > 0) {
                bar.setValue(Math.min(1.0, (double) run.done() / run.total()));
            }
            standing.add(bar);
        }
    }

    private void acts(boolean known) {
        if (known) {
            actions.add(list.export());
        }
        if (mayStart) {
            ReadinessRun run = shown;
            Button look = new Button(words.get("readiness.look"), new SymbolIcon(Symbol.SEARCH), click -> begin());
            look.addThemeNames("primary");
            look.setEnabled(run == null || run.isEnded());
            actions.add(look);
        }
    }

    private void begin() {
        try {
            jobs.start(JOB);
            Notices.done(words.get("readiness.look.begun"));
            refresh();
            getUI().ifPresent(ui -> ui.setPollInterval(pace()));
        } catch (AlreadyRunningException | RuntimeException e) {
            Notices.error(ErrorMessages.of(e).in(words));
        }
    }
}
