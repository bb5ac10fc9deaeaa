package dev.profilekeep.portal.locks.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import dev.profilekeep.lock.JudgeProgress;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;

/** How far the look at every lock is. */
final class JudgePanel extends Div {
    private static final long serialVersionUID = 1L;

    private final transient Words words;
    private final ProgressBar bar = new ProgressBar();
    private final Span line = new Span();

    JudgePanel(Words words, boolean mayAct, Runnable stop) {
        this.words = words;
        addClassNames("pk-card", "judging");
        line.getElement().setAttribute("role", "status");
        bar.getElement().setAttribute("aria-label", words.get("locks.judging"));
        Div head = new Div(line);
        head.addClassName("pk-line");
        if (mayAct) {
            Button button =
                    new Button(words.get("locks.judging.stop"), new SymbolIcon(Symbol.STOP), click -> stop.run());
            button.addClassName("pk-end");
            button.setDisableOnClick(true);
            head.add(button);
        }
        add(head, bar);
        setVisible(false);
    }

    void show(JudgeProgress progress) {
        setVisible(true);
        bar.setIndeterminate(progress.total() <= 0 || progress.done() == 0);
        bar.setMin(0);
        bar.setMax(Math.max(1, progress.total()));
        bar.setValue(Math.min(progress.done(), Math.max(1, progress.total())));
        line.setText(words.get(
                "locks.judging.of",
                progress.done(),
                progress.total(),
                progress.stale(),
                progress.live(),
                progress.unproved()));
    }
}
