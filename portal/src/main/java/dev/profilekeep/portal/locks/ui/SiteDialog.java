package dev.profilekeep.portal.locks.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.profilekeep.approval.Approval;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.SaidField;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.locks.ApprovalsService;
import dev.profilekeep.portal.locks.SitesService;
import dev.profilekeep.text.Visible;
import java.util.function.Consumer;

/** One step of cutting a site off, or of lifting that: what it means, and why it is done. */
final class SiteDialog extends Dialog {
    private static final long serialVersionUID = 1L;

    private final transient Words words;
    private final transient Runnable done;
    private final SaidField reason;
    private final boolean reasonNeeded;
    private final Paragraph problem = new Paragraph();
    private final Button act;

    private SiteDialog(
            Words words,
            String title,
            String text,
            boolean reasonNeeded,
            String button,
            Consumer<String> deed,
            String told,
            Runnable done) {
        this.words = words;
        this.done = done;
        this.reasonNeeded = reasonNeeded;
        setHeaderTitle(title);
        setWidth("min(36rem, 94vw)");
        reason = new SaidField(words.get(reasonNeeded ? "locks.reason" : "locks.remark"), reasonNeeded, this::enable);
        reason.setHelperText(words.get("locks.reason.help"));
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);
        Div content = new Div(new Paragraph(text), reason, problem);
        content.addClassName("pk-stack");
        add(content);
        act = new Button(button, click -> run(deed, told));
        act.addThemeNames("primary");
        getFooter().add(new Button(words.get("action.cancel"), click -> close()), act);
        enable();
    }

    /** Asks a second administrator. */
    static SiteDialog asking(SitesService sites, Words words, String site, String name, Runnable done) {
        return new SiteDialog(
                words,
                words.get("sites.askOf", Visible.isolated(name)),
                words.get("sites.ask.text", Visible.isolated(name)),
                true,
                words.get("sites.ask.act"),
                why -> sites.ask(site, why),
                words.get("sites.ask.done"),
                done);
    }

    /** For the second administrator. */
    static SiteDialog deciding(ApprovalsService approvals, Words words, Approval asked, String name, Runnable done) {
        SiteDialog dialog = new SiteDialog(
                words,
                words.get("sites.decideOf", Visible.isolated(name)),
                words.get(
                        "sites.decide.text",
                        Visible.isolated(asked.askerName()),
                        Visible.isolated(name),
                        Visible.isolated(asked.reason())),
                false,
                words.get("sites.decide.agree"),
                why -> approvals.approve(asked.id(), why),
                words.get("sites.decide.agreed"),
                done);
        dialog.getFooter()
                .add(new Button(
                        words.get("locks.decide.refuse"),
                        click -> dialog.run(
                                why -> approvals.refuse(asked.id(), why), words.get("sites.decide.refused"))));
        return dialog;
    }

    /** For one of the two who agreed. */
    static SiteDialog fencing(SitesService sites, Words words, String site, String name, Runnable done) {
        return new SiteDialog(
                words,
                words.get("sites.fenceOf", Visible.isolated(name)),
                words.get("sites.fence.text", Visible.isolated(name)),
                true,
                words.get("sites.fence.act"),
                why -> sites.fence(site, why),
                words.get("sites.fence.done", Visible.isolated(name)),
                done);
    }

    static SiteDialog lifting(SitesService sites, Words words, String site, String name, Runnable done) {
        return new SiteDialog(
                words,
                words.get("sites.liftOf", Visible.isolated(name)),
                words.get("sites.lift.text", Visible.isolated(name)),
                true,
                words.get("sites.lift.act"),
                why -> sites.lift(site, why),
                words.get("sites.lift.done", Visible.isolated(name)),
                done);
    }

    private void enable() {
        act.setEnabled(!reasonNeeded || !reason.getValue().isBlank());
    }

    private void run(Consumer<String> deed, String told) {
        try {
            deed.accept(reason.said());
        } catch (RuntimeException e) {
            problem.setText(ErrorMessages.of(e).in(words));
            problem.setVisible(true);
            return;
        }
        close();
        Notices.done(told);
        done.run();
    }
}
