package dev.profilekeep.portal.jobs.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.data.renderer.LitRenderer;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.portal.base.ui.Marks;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.jobs.JobsService;
import dev.profilekeep.ui.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** All runs, the newest first. */
final class RunHistory extends Div {
    private static final long serialVersionUID = 1L;

    private final Grid<JobRunView> grid = new Grid<>();
    private final transient Map<Long, JobRunView.Status> known = new HashMap<>();

    RunHistory(JobsService service, Words words, boolean mayAct) {
        grid.addThemeVariants(GridVariant.LUMO_NO_BORDER);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.setAllRowsVisible(false);
        grid.setHeight("24rem");
        grid.getElement().setAttribute("aria-label", words.get("jobs.history"));
        grid.addColumn(LitRenderer.<JobRunView>of(
                                "<pk-status plain status=\"${item.mark}\" word=\"${item.word}\"></pk-status>")
                        .withProperty("mark", run -> Marks.of(run.status()).attribute())
                        .withProperty(
                                "word",
                                run -> words.get("run.status." + run.status().name())))
                .setHeader(words.get("jobs.column.status"))
                .setWidth("13rem")
                .setFlexGrow(0);
        grid.addColumn(run -> words.get("job." + run.job() + ".name"))
                .setHeader(words.get("jobs.column.job"))
                .setWidth("8rem");
        grid.addColumn(run -> words.formats().dateTime(run.startedAt()))
                .setHeader(words.get("jobs.column.started"))
                .setWidth("11rem")
                .setFlexGrow(0);
        grid.addColumn(run -> took(run, words))
                .setHeader(words.get("jobs.column.took"))
                .setWidth("7rem")
                .setFlexGrow(0);
        grid.addColumn(run -> words.get("run.of", run.done(), run.total()))
                .setHeader(words.get("jobs.column.done"))
                .setWidth("9rem")
                .setFlexGrow(0);
        grid.addColumn(run -> words.formats().count(run.counts().getOrDefault("unreadable", 0L)))
                .setHeader(words.get("jobs.column.unreadable"))
                .setWidth("7rem")
                .setFlexGrow(0);
        grid.addColumn(run -> RunWords.by(run, words))
                .setHeader(words.get("jobs.column.by"))
                .setWidth("9rem");
        grid.addColumn(new ComponentRenderer<>(run -> {
                    Button open = new Button(
                            words.get("jobs.details"),
                            click -> new RunDialog(service, words, mayAct, service.find(run.id())).open());
                    open.addThemeNames("tertiary");
                    open.setAriaLabel(
                            words.get("jobs.detailsOf", words.formats().dateTime(run.startedAt())));
                    return open;
                }))
                .setHeader("")
                .setWidth("8rem")
                .setFlexGrow(0);
        grid.setItems(
                asked -> service.recent(asked.getOffset(), asked.getLimit()).stream(),
                asked -> asked.getOffset() < 0 || asked.getLimit() < 0 ? 0 : (int) service.count());
        grid.setEmptyStateComponent(Parts.empty(Symbol.JOB, words.get("jobs.none.title"), words.get("jobs.none.text")));
        add(grid);
    }

    /** Shows a run that moved. One that is new or has ended changes the list; the others only their row's numbers. */
    void moved(JobRunView run) {
        JobRunView.Status before = known.put(run.id(), run.status());
        if (before != run.status()) {
            grid.getDataProvider().refreshAll();
        }
    }

    private static String took(JobRunView run, Words words) {
        Instant ended = run.endedAt();
        return ended == null ? "" : words.formats().duration(Duration.between(run.startedAt(), ended));
    }
}
