package dev.profilekeep.portal.jobs.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.UnorderedList;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.jobs.JobsService;
import dev.profilekeep.text.Visible;

/** One run: how it ended, what came out, and what failed why. */
final class RunDialog extends Dialog {
    private static final long serialVersionUID = 1L;

    RunDialog(JobsService service, Words words, boolean mayAct, JobRunView run) {
        setHeaderTitle(words.get(
                "run.title",
                words.get("job." + run.job() + ".name"),
                words.formats().dateTime(run.startedAt())));
        setWidth("min(44rem, 94vw)");
        RunPanel panel = new RunPanel(service, words, mayAct);
        panel.show(run);
        Div content = new Div(panel);
        content.addClassName("pk-stack");
        if (!run.failures().isEmpty()) {
            UnorderedList failures = new UnorderedList();
            for (JobRunView.Failure failure : run.failures()) {
                Div where = new Div(Visible.isolated(failure.where()));
                where.addClassName("pk-mono");
                failures.add(new ListItem(new Div(Visible.isolated(failure.reason())), where));
            }
            failures.addClassName("run-failures");
            content.add(new H3(words.get("run.failures", run.failures().size())), failures);
        }
        add(content);
        getFooter().add(new Button(words.get("action.close"), click -> close()));
    }
}
