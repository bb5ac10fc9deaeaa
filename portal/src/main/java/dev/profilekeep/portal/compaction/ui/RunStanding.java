package dev.profilekeep.portal.compaction.ui;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import dev.profilekeep.compact.estate.CompactionRun;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.text.Visible;
import java.time.Instant;

/** How far a run is that is under way: what it does, how many of how many, until when. */
final class RunStanding extends Div {
    private static final long serialVersionUID = 1L;

    private final transient Words words;
    private final boolean mayFollow;
    private final Span phase = new Span();
    private final ProgressBar bar = new ProgressBar();
    private final Div facts = new Div();

    /** @param mayFollow whether the person sees jobs, where a run is stopped too */
    RunStanding(Words words, boolean mayFollow) {
        this.words = words;
        this.mayFollow = mayFollow;
        addClassName("pk-job");
        phase.getElement().setAttribute("role", "status");
        facts.addClassName("pk-job-facts");
        bar.getElement().setAttribute("aria-label", words.get("space.running.bar"));
        add(phase, bar, facts);
        setVisible(false);
    }

    void show(CompactionRun run) {
        setVisible(!run.isEnded());
        if (!isVisible()) {
            return;
        }
        String said = words.get("space.phase." + run.phase());
        if (!said.equals(phase.getText())) {
            phase.setText(said);
        }
        bar.setIndeterminate(run.total() <= 0);
        if (run.total() > 0) {
            bar.setMin(0);
            bar.setMax(1);
            bar.setValue(Math.min(1.0, (double) run.done() / run.total()));
        }
        facts.removeAll();
        if (run.total() > 0) {
            facts.add(new Span(words.get("run.of", run.done(), run.total())));
        }
        if (run.freedBytes() > 0) {
            facts.add(new Span(words.get("space.running.freed", words.formats().bytes(run.freedBytes()))));
        }
        if (!run.doing().isEmpty()) {
            facts.add(new Span(Visible.isolated(run.doing())));
        }
        Instant end = run.endsAt();
        if (end != null) {
            facts.add(new Span(words.get("space.running.until", words.formats().time(end))));
        }
        if (mayFollow) {
            facts.add(new Anchor("jobs", words.get("space.running.jobs")));
        }
    }
}
