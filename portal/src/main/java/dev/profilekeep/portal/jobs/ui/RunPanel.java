package dev.profilekeep.portal.jobs.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import dev.profilekeep.batch.run.AlreadyRunningException;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.run.RunProgress;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Marks;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.jobs.JobsService;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.StatusBadge;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import org.jspecify.annotations.Nullable;

/** How a run stands: what it does now, n of m, rate, time left; ended, what came out of it. */
final class RunPanel extends Div {
    private static final long serialVersionUID = 1L;

    private final transient JobsService service;
    private final transient Words words;
    private final boolean mayAct;
    private final ProgressBar bar = new ProgressBar();
    private final Div line = new Div();
    private final Div facts = new Div();
    private final Div counts = new Div();
    private final Span spoken = new Span();
    private final Button stop;
    private final Button restart;
    private transient @Nullable JobRunView shown;

    RunPanel(JobsService service, Words words, boolean mayAct) {
        this.service = service;
        this.words = words;
        this.mayAct = mayAct;
        addClassName("pk-job");
        line.addClassName("pk-line");
        facts.addClassName("pk-job-facts");
        spoken.addClassName("pk-hidden-from-sight");
        spoken.getElement().setAttribute("role", "status");
        stop = new Button(words.get("jobs.stop"), new SymbolIcon(Symbol.STOP), click -> stop());
        restart = new Button(words.get("jobs.restart"), new SymbolIcon(Symbol.REFRESH), click -> restart());
        add(line, bar, facts, counts, spoken);
        setVisible(false);
    }

    void show(JobRunView run) {
        JobRunView before = shown;
        shown = run;
        setVisible(true);
        boolean running = run.status() == JobRunView.Status.RUNNING || run.status() == JobRunView.Status.STOPPING;
        line.removeAll();
        line.add(new StatusBadge(
                Marks.of(run.status()), words.get("run.status." + run.status().name())));
        line.add(Parts.ago(
                words.get(running ? "run.started" : "run.ended"), running ? run.startedAt() : run.endedAt(), ""));
        line.add(new Span(RunWords.startedBy(run, words)));
        if (running && mayAct) {
            stop.setEnabled(run.status() == JobRunView.Status.RUNNING);
            stop.addClassName("pk-end");
            line.add(stop);
        }
        if (run.restartable() && mayAct) {
            restart.setEnabled(true);
            restart.addClassName("pk-end");
            line.add(restart);
        }
        bar.setVisible(running);
        facts.setVisible(running);
        counts.setVisible(!running);
        if (running) {
            progress(run);
        } else {
            counts.removeAll();
            counts.add(RunWords.summary(run, words));
        }
        if (before == null || before.status() != run.status() || before.id() != run.id()) {
            spoken.setText(words.get("job." + run.job() + ".name") + ": "
                    + words.get("run.status." + run.status().name()));
        }
    }

    private void progress(JobRunView run) {
        bar.setIndeterminate(run.total() <= 0);
        if (run.total() > 0) {
            bar.setMin(0);
            bar.setMax(1);
            bar.setValue(Math.min(1.0, (double) run.done() / run.total()));
        }
        bar.getElement().setAttribute("aria-label", words.get("job." + run.job() + ".name"));
        facts.removeAll();
        facts.add(new Span(RunWords.phase(run, words)));
        if (run.total() > 0) {
            facts.add(new Span(words.get("run.of", run.done(), run.total())));
        }
        if (run.perSecond() != null) {
            facts.add(new Span(words.formats().rate(run.perSecond())));
        }
        if (run.remaining() != null) {
            facts.add(new Span(words.get("run.remaining", words.formats().duration(run.remaining()))));
        }
        if (run.counts().getOrDefault(RunProgress.SLOWED, 0L) > 0) {
            facts.add(new Span(words.get("run.slowed")));
        }
        if (!run.doing().isEmpty()) {
            facts.add(new Span(Visible.isolated(run.doing())));
        }
    }

    private void stop() {
        if (shown != null) {
            service.stop(shown.id());
            stop.setEnabled(false);
            Notices.done(words.get("jobs.stopping"));
        }
    }

    private void restart() {
        if (shown == null) {
            return;
        }
        try {
            show(service.find(service.restart(shown.id())));
        } catch (AlreadyRunningException e) {
            Notices.error(ErrorMessages.of(e).in(words));
        }
    }
}
