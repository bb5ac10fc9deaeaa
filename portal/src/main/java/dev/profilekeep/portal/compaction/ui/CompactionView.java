package dev.profilekeep.portal.compaction.ui;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import dev.profilekeep.batch.run.AlreadyRunningException;
import dev.profilekeep.compact.estate.CompactionRun;
import dev.profilekeep.compact.estate.DamagedCanary;
import dev.profilekeep.compact.estate.SkippedGroup;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.ListAddress;
import dev.profilekeep.portal.base.ui.MainLayout;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Polling;
import dev.profilekeep.portal.base.ui.Titles;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.compaction.CanariesService;
import dev.profilekeep.portal.compaction.CompactionsService;
import dev.profilekeep.portal.compaction.SpaceQuery;
import dev.profilekeep.portal.compaction.SpaceSeen;
import dev.profilekeep.portal.compaction.Whys;
import dev.profilekeep.portal.jobs.JobsService;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where can room be won? What the last run freed, what could be freed and is not, and why; and what FSLogix leaves. Moves by itself while a run moves. */
@Route(value = "space", layout = MainLayout.class)
@Menu(order = 8, title = "nav.space", icon = "SPACE")
@KeepsToScope
@RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
public class CompactionView extends Main implements BeforeEnterObserver, HasDynamicTitle {
    private static final long serialVersionUID = 1L;
    private static final String PATH = "space";
    private static final String COMPACT = "compaction";
    private static final String LOOK = "compaction-plan";

    private static final int WHILE_IT_RUNS = 2_000;

    /** The night's run may begin while somebody looks. */
    private static final int ELSE = 20_000;

    private final transient CompactionsService service;
    private final transient CanariesService canaries;
    private final transient JobsService jobs;
    private final transient Words words = Words.current();
    private final Span lead = new Span();
    private final Div actions = new Div();
    private final RunStanding standing;
    private final Div notes = new Div();
    private final Div numbers = new Div();
    private final CompactionList list;
    private transient SpaceQuery query = SpaceQuery.ALL;
    private transient @Nullable CompactionRun shown;

    CompactionView(CompactionsService service, CanariesService canaries, JobsService jobs) {
        this.service = service;
        this.canaries = canaries;
        this.jobs = jobs;
        addClassNames("pk-view", "space-view");
        lead.getElement().setAttribute("role", "status");
        actions.addClassName("pk-page-actions");
        standing = new RunStanding(words, service.maySeeJobs());
        notes.addClassName("pk-stack");
        numbers.addClassName("pk-stack");
        list = new CompactionList(service, words, this::show);
        add(Parts.pageHeader(words.get("space.title"), new Div(lead), actions), standing, notes, numbers, list);
        Polling.whileShown(this, this::pace, this::look);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        open(event.getLocation().getQueryParameters().getParameters());
    }

    /** Shows the last run, and the list that the parameters of a URL speak of. */
    void open(Map<String, List<String>> parameters) {
        SpaceQuery.Parsed parsed = SpaceQuery.parse(parameters);
        query = parsed.query();
        if (!parsed.problems().isEmpty()) {
            ListAddress.tell(PATH, query.parameters());
            Notices.error(words.get("locks.address"));
        }
        refresh();
    }

    @Override
    public String getPageTitle() {
        return Titles.of(words.get("space.title"));
    }

    private void show(SpaceQuery asked) {
        query = asked;
        ListAddress.tell(PATH, asked.parameters());
        long run = shown == null ? service.lastRun() : shown.id();
        list.show(run, query, service.skipped(run));
    }

    private int pace() {
        CompactionRun run = shown;
        return run != null && !run.isEnded() ? WHILE_IT_RUNS : ELSE;
    }

    /** Reads again how the run stands; all else when another began, or it ended. */
    private void look(UI ui) {
        CompactionRun before = shown;
        CompactionRun now = service.latest().map(SpaceSeen::run).orElse(null);
        if (now == null) {
            return;
        }
        if (before == null || before.id() != now.id() || before.isEnded() != now.isEnded()) {
            refresh();
        } else {
            standing.show(now);
        }
        ui.setPollInterval(pace());
    }

    private void refresh() {
        actions.removeAll();
        notes.removeAll();
        numbers.removeAll();
        SpaceSeen seen = service.latest().orElse(null);
        shown = seen == null ? null : seen.run();
        list.setVisible(seen != null);
        acts();
        noteDamaged();
        if (seen == null) {
            standing.setVisible(false);
            lead.setText(words.get("space.lead.none"));
            numbers.add(
                    service.configured()
                            ? Parts.empty(Symbol.SPACE, words.get("space.none.title"), words.get("space.none.text"))
                            : Parts.empty(Symbol.SPACE, words.get("space.off.title"), words.get("space.off.text")));
            numbers.add(new NeverSection(service, words));
            return;
        }
        CompactionRun run = seen.run();
        standing.show(run);
        lead.setText(LastRun.sentence(run, words));
        notes(seen);
        numbers.add(LastRun.tiles(run, service.ofAll().orElse(null), words));
        List<SkippedGroup> groups = service.skipped(run.id());
        groups(groups);
        numbers.add(new NeverSection(service, words));
        service.ofAll().ifPresent(all -> {
            numbers.add(new TrendSection(all.days(), words));
            numbers.add(LastRun.kept(all.kept(), words));
        });
        list.show(run.id(), query, groups);
    }

    private void notes(SpaceSeen seen) {
        if (!service.configured()) {
            notes.add(Parts.note(Symbol.INFO, words.get("space.off.text"), false));
        }
        if (!seen.run().stoppedBy().isEmpty()) {
            notes.add(Parts.note(
                    Symbol.WARNING,
                    words.get("space.stopped", Visible.isolated(seen.run().stoppedBy())),
                    true));
        }
        if (!seen.everywhere()) {
            notes.add(Parts.note(Symbol.INFO, words.get("space.partly"), false));
        }
    }

    private void groups(List<SkippedGroup> groups) {
        List<SkippedGroup> waiting = groups.stream()
                .filter(group -> !Whys.isSmallEnough(group.why()))
                .toList();
        long smallEnough = groups.stream()
                .filter(group -> Whys.isSmallEnough(group.why()))
                .mapToLong(SkippedGroup::containers)
                .sum();
        Div content = new Div();
        content.addClassName("pk-stack");
        content.add(
                waiting.isEmpty()
                        ? new Paragraph(words.get("space.groups.none"))
                        : new SkippedCards(waiting, words, why -> {
                            show(SpaceQuery.ALL.because(why));
                            list.scrollIntoView();
                        }));
        if (smallEnough > 0) {
            Paragraph rest = new Paragraph(words.get("space.groups.smallEnough", smallEnough));
            rest.addClassName("pk-secondary");
            content.add(rest);
        }
        numbers.add(Parts.section(words.get("space.groups"), content));
    }

    /** Whatever the last run found: a look waits for nobody, and what was found damaged is in the way of the next night. */
    private void noteDamaged() {
        if (!canaries.mayGoOn() || canaries.damaged().isEmpty()) {
            return;
        }
        Div note = Parts.note(Symbol.WARNING, words.get("space.goOn.note"), true);
        note.addClassName("space-damaged");
        note.add(new Button(words.get("space.goOn"), click -> goOn()));
        notes.add(note);
    }

    private void goOn() {
        List<DamagedCanary> damaged = canaries.damaged();
        if (damaged.isEmpty()) { // somebody else was quicker
            refresh();
            return;
        }
        new GoOnDialog(words, canaries, service.locationNames(), damaged, () -> {
                    Notices.done(words.get("space.goOn.done"));
                    refresh();
                })
                .open();
    }

    private void acts() {
        CompactionRun run = shown;
        if (run != null) {
            actions.add(list.export());
        }
        if (!service.mayStart()) {
            return;
        }
        boolean free = run == null || run.isEnded();
        Button look = new Button(words.get("space.look"), new SymbolIcon(Symbol.SEARCH), click -> onlyLook());
        Button start = new Button(words.get("space.start"), new SymbolIcon(Symbol.PLAY), click -> new StartDialog(
                        words, LastRun.about(shown, words), () -> begin(false))
                .open());
        start.addThemeNames("primary");
        look.setEnabled(free);
        start.setEnabled(free);
        actions.add(look, start);
    }

    private void onlyLook() {
        try {
            begin(true);
        } catch (AlreadyRunningException | RuntimeException e) {
            Notices.error(ErrorMessages.of(e).in(words));
        }
    }

    private void begin(boolean planOnly) throws AlreadyRunningException {
        jobs.start(planOnly ? LOOK : COMPACT);
        Notices.done(words.get(planOnly ? "space.look.begun" : "space.start.begun"));
        refresh();
        getUI().ifPresent(ui -> ui.setPollInterval(pace()));
    }
}
