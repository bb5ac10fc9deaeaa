package dev.profilekeep.portal.jobs.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.portal.base.ui.Marks;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.jobs.JobsService;
import dev.profilekeep.ui.Renderers;
import dev.profilekeep.ui.StatusBadge;
import dev.profilekeep.ui.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** All runs, the newest first. */
final class RunHistory extends Div {
    private static final long serialVersionUID = 1L;

    private static final int FEW = 10;
    private static final int ON_PHONE = 20;

    private final transient JobsService service;
    private final transient Words words;
    private final boolean mayAct;
    private final Grid<JobRunView> grid = new Grid<>();
    private final UnorderedList phone = new UnorderedList();
    private final transient Map<Long, JobRunView.Status> known = new HashMap<>();

    RunHistory(JobsService service, Words words, boolean mayAct) {
        this.service = service;
        this.words = words;
        this.mayAct = mayAct;
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.addClassName("pk-wide-only");
        grid.addThemeVariants(GridVariant.LUMO_WRAP_CELL_CONTENT);
        phone.addClassNames("pk-rows", "pk-narrow-only");
        grid.getElement().setAttribute("aria-label", words.get("jobs.history"));
        grid.addColumn(Renderers.<JobRunView>status(
                        run -> Marks.of(run.status()),
                        run -> words.get("run.status." + run.status().name())))
                .setHeader(words.get("jobs.column.status"))
                .setWidth("10.75rem")
                .setFlexGrow(0);
        grid.addColumn(run -> words.get("job." + run.job() + ".name"))
                .setHeader(words.get("jobs.column.job"))
                .setWidth("5.75rem");
        grid.addColumn(run -> words.formats().dateTime(run.startedAt()))
                .setHeader(words.get("jobs.column.started"))
                .setWidth("12rem") // "Nov 28, 2026, 10:48 PM" and its padding
                .setFlexGrow(0);
        grid.addColumn(run -> took(run, words))
                .setHeader(words.get("jobs.column.took"))
                .setWidth("5.25rem")
                .setFlexGrow(0);
        grid.addColumn(run -> lookedAt(run, words))
                .setHeader(words.get("jobs.column.done"))
                .setWidth("7.25rem")
                .setFlexGrow(0);
        grid.addColumn(run -> words.formats().count(run.counts().getOrDefault("unreadable", 0L)))
                .setHeader(words.get("jobs.column.unreadable"))
                .setWidth("6.25rem")
                .setFlexGrow(0);
        grid.addColumn(run -> RunWords.by(run, words))
                .setHeader(words.get("jobs.column.by"))
                .setWidth("7.75rem");
        // A row under way is shown anew twice a second; its button stays, or a press on it would be lost.
        grid.addColumn(new ComponentRenderer<Component, JobRunView>(this::details, (shown, run) -> shown))
                .setHeader("")
                .setWidth("6rem")
                .setFlexGrow(0);
        grid.setItems(new CallbackDataProvider<JobRunView, Void>(
                asked -> service.recent(asked.getOffset(), asked.getLimit()).stream(),
                asked -> asked.getOffset() < 0 || asked.getLimit() < 0 ? 0 : (int) service.count(),
                JobRunView::id));
        grid.setEmptyStateComponent(Parts.empty(Symbol.JOB, words.get("jobs.none.title"), words.get("jobs.none.text")));
        add(grid, phone);
        fit();
    }

    private Button details(JobRunView run) {
        Button open = new Button(
                words.get("jobs.details"),
                click -> new RunDialog(service, words, mayAct, service.find(run.id())).open());
        open.addThemeNames("tertiary");
        open.setAriaLabel(words.get("jobs.detailsOf", words.formats().dateTime(run.startedAt())));
        return open;
    }

    /** Shows a run that moved. One that is new or has ended changes the list; the others only their row's numbers. */
    void moved(JobRunView run) {
        JobRunView.Status before = known.put(run.id(), run.status());
        if (before != run.status()) {
            grid.getDataProvider().refreshAll();
            fit();
        } else {
            grid.getDataProvider().refreshItem(run);
        }
    }

    /** A short list is as high as it is; a long one scrolls. On a phone the last runs stand under each other. */
    private void fit() {
        boolean few = service.count() <= FEW;
        grid.setAllRowsVisible(few);
        grid.setHeight(few ? null : "26rem");
        phone.removeAll();
        for (JobRunView run : service.recent(0, ON_PHONE)) {
            phone.add(new ListItem(row(run)));
        }
    }

    private NativeButton row(JobRunView run) {
        Span when = new Span(words.formats().dateTime(run.startedAt()));
        Span about = new Span(words.get("job." + run.job() + ".name") + " · " + RunWords.by(run, words));
        Div cell = new Div(when, about);
        cell.addClassName("pk-cell");
        StatusBadge badge = new StatusBadge(
                Marks.of(run.status()), words.get("run.status." + run.status().name()));
        badge.setPlain(true);
        NativeButton row = new NativeButton();
        row.add(cell, badge);
        row.addClassNames("pk-row", "run-row");
        row.addClickListener(click -> new RunDialog(service, words, mayAct, service.find(run.id())).open());
        return row;
    }

    /** How far it came is told where it did not come to the end. */
    private static String lookedAt(JobRunView run, Words words) {
        return run.endedAt() != null && run.done() == run.total()
                ? words.formats().count(run.done())
                : RunWords.progress(run, words);
    }

    private static String took(JobRunView run, Words words) {
        Instant ended = run.endedAt();
        return ended == null ? "" : words.formats().duration(Duration.between(run.startedAt(), ended));
    }
}
