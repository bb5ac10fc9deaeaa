package dev.profilekeep.portal.locks.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.progressbar.ProgressBar;
import com.vaadin.flow.component.textfield.TextField;
import dev.profilekeep.approval.Approval;
import dev.profilekeep.lock.ClearOutcome;
import dev.profilekeep.lock.ClearPlan;
import dev.profilekeep.lock.LockWords;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Later;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.SaidField;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.locks.AboutContainer;
import dev.profilekeep.portal.locks.ApprovalsService;
import dev.profilekeep.portal.locks.LocksService;
import dev.profilekeep.text.Visible;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One act on locks, from its dry run over reason and ticket to the outcome of each row. What nobody proved stale it does not
 * clear but asks a second administrator for; given what somebody asked, it is the second administrator's.
 */
public final class ClearDialog extends Dialog {
    private static final long serialVersionUID = 1L;

    private final transient LocksService service;
    private final transient ApprovalsService approvals;
    private final transient Words words;
    private final transient @Nullable Approval asked;
    private final boolean administrator;

    private final Paragraph lead = new Paragraph();
    private final ProgressBar bar = new ProgressBar();
    private final ClearRows rows;
    private final SaidField reason;
    private final TextField ticket;
    private final Div fields;
    private final Button clear;
    private final Button ask;
    private final Button refuse;
    private final Button close;
    private transient @Nullable ClearPlan doable;
    /** The whole plan, with what it refuses. */
    private transient List<ClearPlan.Row> planned = List.of();

    private transient List<ClearPlan.Row> unproved = List.of();
    private int ended;
    private boolean cleared;

    /** What is spoken with, and whether the person is an administrator. */
    public record Means(
            LocksService locks,
            ApprovalsService approvals,
            Words words,
            LockWords lockWords,
            Map<String, String> locationNames,
            boolean administrator) {}

    /** @param reason to begin with, such as what happened to the machine; may be empty */
    public ClearDialog(Means means, String title, Collection<Long> containers, String reason, String ticket) {
        this(means, title, containers, reason, ticket, null);
    }

    /** For whoever decides what {@code asked} asks. */
    public static ClearDialog deciding(Means means, Approval asked) {
        return new ClearDialog(
                means, means.words().get("locks.decide.title"), List.of(AboutContainer.of(asked)), "", "", asked);
    }

    private ClearDialog(
            Means means,
            String title,
            Collection<Long> containers,
            String reason,
            String ticket,
            @Nullable Approval asked) {
        this.service = means.locks();
        this.approvals = means.approvals();
        this.words = means.words();
        this.administrator = means.administrator();
        this.asked = asked;
        this.rows = new ClearRows(words, means.lockWords(), means.locationNames());
        setHeaderTitle(title);
        setWidth("min(46rem, 94vw)");
        lead.getElement().setAttribute("role", "status");
        bar.setIndeterminate(true);
        bar.getElement().setAttribute("aria-label", words.get("locks.plan.looking", containers.size()));
        this.reason =
                new SaidField(words.get(asked == null ? "locks.reason" : "locks.remark"), asked == null, this::enable);
        this.reason.setHelperText(words.get("locks.reason.help"));
        this.ticket = LockParts.oneLine(words.get("locks.ticket"), ticket);
        this.ticket.setVisible(asked == null);
        fields = new Div(this.reason, this.ticket);
        fields.addClassName("pk-form");
        Div content = new Div(lead, bar, rows, fields);
        content.addClassName("pk-stack");
        add(content);

        clear = new Button("", click -> clear());
        clear.addThemeNames("primary");
        clear.setDisableOnClick(true);
        ask = new Button("", click -> ask());
        ask.setDisableOnClick(true);
        refuse = new Button(words.get("locks.decide.refuse"), click -> refuse());
        close = new Button(words.get("action.cancel"), click -> close());
        this.reason.setValue(reason);
        getFooter().add(close, refuse, ask, clear);
        List.of(clear, ask, refuse, fields).forEach(one -> one.setVisible(false));
        lead.setText(words.get("locks.plan.looking", containers.size()));
        Later.show(UI.getCurrent(), service.planning(containers), this::planned, this::failed);
    }

    /** Whether a lock is gone by it. */
    public boolean hasCleared() {
        return cleared;
    }

    private void planned(ClearPlan plan) {
        Approval question = asked;
        ClearPlan shown =
                question == null ? plan : plan.expecting(Map.of(AboutContainer.of(question), question.basis()));
        boolean approved = question != null;
        bar.setVisible(false);
        planned = shown.rows();
        rows.plan(shown, approved);
        List<ClearPlan.Row> would = shown.rows().stream()
                .filter(row -> row.refusal() == null && (!row.needsApproval() || approved))
                .toList();
        unproved = approved
                ? List.of()
                : shown.rows().stream()
                        .filter(row -> row.refusal() == null && row.needsApproval())
                        .filter(row -> !administrator || approvals.waiting(row).isEmpty())
                        .toList();
        doable = new ClearPlan(shown.madeAt(), would);
        boolean acts = !would.isEmpty() || administrator && !unproved.isEmpty();
        lead.setText(lead(shown, would.size()) + (approved ? "" : waits(shown)));
        clear.setText(question == null ? words.get("locks.clear.now", would.size()) : words.get("locks.decide.agree"));
        clear.setVisible(!would.isEmpty());
        ask.setText(words.get("locks.ask", unproved.size()));
        ask.setVisible(administrator && !unproved.isEmpty());
        if (would.isEmpty()) {
            ask.addThemeNames("primary");
        }
        refuse.setVisible(question != null);
        fields.setVisible(acts || question != null);
        enable();
        if (acts) {
            reason.focus();
        }
    }

    private String lead(ClearPlan plan, int would) {
        Approval question = asked;
        if (question != null) {
            return words.get(
                    "locks.decide.lead",
                    Visible.isolated(question.askerName()),
                    words.formats().dateTime(question.askedAt()),
                    Visible.isolated(question.reason()));
        }
        return words.get("locks.plan.would", would, plan.rows().size()) + " " + words.get("locks.plan.nothingYet");
    }

    /** What the person asked before, of the same: it is not asked again, and keeps its reason. */
    private String waits(ClearPlan plan) {
        return !administrator
                ? ""
                : plan.rows().stream()
                        .filter(row -> row.refusal() == null && row.needsApproval())
                        .flatMap(row -> approvals.waiting(row).stream())
                        .findFirst()
                        .map(one -> " "
                                + words.get(
                                        "locks.asked.before",
                                        words.formats().dateTime(one.askedAt()),
                                        words.formats().time(one.expiresAt()))
                                + " "
                                + words.get("locks.asked.reason", Visible.isolated(one.reason())))
                        .orElse("");
    }

    private void enable() {
        boolean said = asked != null || !reason.getValue().isBlank();
        clear.setEnabled(said);
        ask.setEnabled(said);
    }

    private void clear() {
        ClearPlan plan = doable;
        if (plan == null) {
            return;
        }
        Approval question = asked;
        try {
            if (question != null) {
                approvals.approve(question.id(), reason.said());
            }
            UI ui = UI.getCurrent();
            rows.begin(plan);
            ended = 0;
            bar.setVisible(true);
            bar.setIndeterminate(false);
            bar.setMin(0);
            bar.setMax(plan.rows().size());
            bar.setValue(0);
            fields.setVisible(false);
            List.of(clear, ask, refuse).forEach(button -> button.setVisible(false));
            close.setText(words.get("action.close"));
            lead.setText(words.get("locks.clearing", 0, plan.rows().size()));
            String why = question == null ? reason.said() : question.reason();
            Later.show(
                    ui,
                    service.clearing(plan, why, ticket.getValue(), each -> Later.show(ui, () -> ended(plan, each))),
                    outcomes -> done(outcomes),
                    this::failed);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void ended(ClearPlan plan, ClearOutcome outcome) {
        ended++;
        cleared |= outcome.result() == ClearOutcome.Result.CLEARED;
        rows.ended(outcome);
        bar.setValue(Math.min(ended, plan.rows().size()));
        lead.setText(words.get("locks.clearing", ended, plan.rows().size()));
    }

    private void done(List<ClearOutcome> outcomes) {
        long cleared = outcomes.stream()
                .filter(one -> one.result() == ClearOutcome.Result.CLEARED)
                .count();
        bar.setVisible(false);
        lead.setText((words.get("locks.cleared", cleared, outcomes.size()) + " " + next(outcomes)).strip());
        close.addThemeNames("primary");
        close.focus();
    }

    /** Who can sign in now: of whose nothing is left that keeps them out, here or elsewhere. */
    private String next(List<ClearOutcome> outcomes) {
        Set<Long> cleared = outcomes.stream()
                .filter(one -> one.result() == ClearOutcome.Result.CLEARED)
                .map(ClearOutcome::containerId)
                .collect(Collectors.toSet());
        try {
            return new WhoIsFree(service, words).after(planned, cleared, outcomes);
        } catch (RuntimeException e) {
            return ErrorMessages.of(e).in(words); // nothing is said of whoever cannot be asked about
        }
    }

    private void ask() {
        try {
            Approval before = null;
            int asked = 0;
            for (ClearPlan.Row row : unproved) {
                Approval waiting = approvals.waiting(row).orElse(null);
                if (waiting == null) {
                    approvals.ask(row, reason.said());
                    asked++;
                } else {
                    before = waiting;
                }
            }
            Notices.done(
                    asked > 0 || before == null
                            ? words.get("locks.asked", asked)
                            : words.get(
                                    "locks.asked.before",
                                    words.formats().dateTime(before.askedAt()),
                                    words.formats().time(before.expiresAt())));
            close();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void refuse() {
        Approval question = asked;
        if (question == null) {
            return;
        }
        try {
            approvals.refuse(question.id(), reason.said());
            Notices.done(words.get("locks.decide.refused"));
            close();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void failed(Throwable thrown) {
        bar.setVisible(false);
        lead.setText(ErrorMessages.of(thrown).in(words));
        enable();
    }
}
