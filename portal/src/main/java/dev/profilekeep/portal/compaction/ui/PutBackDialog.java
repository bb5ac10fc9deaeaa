package dev.profilekeep.portal.compaction.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import dev.profilekeep.compact.estate.CompactionItem;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Later;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.SaidField;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.compaction.CompactionsService;
import dev.profilekeep.restore.RestoreOutcome;
import dev.profilekeep.restore.RestoreRefusal;
import dev.profilekeep.restore.UndoPlan;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Symbol;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What putting the larger disk back would do, as the servers say it now; and does it. */
final class PutBackDialog extends Dialog {
    private static final long serialVersionUID = 1L;

    private final transient Words words;
    private final transient CompactionsService service;
    private final transient Runnable done;
    private final Paragraph standing = new Paragraph();
    private final Div steps = new Div();
    private final SaidField reason;
    private final Button act;
    private final Button leave;
    private transient @Nullable UndoPlan plan;

    /** @param done told when it was put back */
    PutBackDialog(Words words, CompactionsService service, CompactionItem item, Runnable done) {
        this.words = words;
        this.service = service;
        this.done = done;
        setHeaderTitle(words.get("smaller.back"));
        setWidth("min(40rem, 94vw)");
        standing.getElement().setAttribute("role", "status");
        standing.setText(words.get("smaller.looking"));
        steps.addClassName("pk-stack");
        act = new Button(words.get("smaller.back.act"), click -> run());
        act.addThemeNames("primary");
        act.setEnabled(false);
        reason = new SaidField(words.get("keeping.reason"), true, this::enable);
        reason.setVisible(false);
        Div content = new Div(
                new Paragraph(words.get(
                        "smaller.back.text",
                        words.formats().bytes(item.bytesAfter()),
                        words.formats().bytes(item.bytesBefore()))),
                standing,
                steps,
                reason);
        content.addClassName("pk-stack");
        add(content);
        leave = new Button(words.get("action.cancel"), click -> close());
        getFooter().add(leave, act);
        addOpenedChangeListener(change -> {
            if (change.isOpened()) {
                Later.show(
                        UI.getCurrent(),
                        service.planBack(item.containerId(), item.purpose()),
                        this::planned,
                        this::failed);
            }
        });
    }

    private void planned(Optional<UndoPlan> known) {
        if (known.isEmpty()) {
            standing.setText(words.get("smaller.gone"));
            return;
        }
        RestoreRefusal refusal = known.get().refusal();
        if (refusal != null) {
            standing.setText(words.get("smaller.refused", Visible.isolated(refusal.sentence())));
            return;
        }
        plan = known.get();
        standing.setText(words.get("smaller.may"));
        if (known.get().writtenSince()) {
            long files = known.get().lost().size() + known.get().moreLost();
            steps.add(Parts.note(Symbol.WARNING, words.get("smaller.used", files), true));
        }
        UnorderedList lines = new UnorderedList();
        known.get().sentences().forEach(line -> lines.add(new ListItem(Visible.isolated(line))));
        steps.add(Parts.details(words.get("smaller.steps"), lines));
        reason.setVisible(true);
    }

    private void enable() {
        act.setEnabled(plan != null && !reason.said().isEmpty());
    }

    private void run() {
        UndoPlan known = plan;
        if (known == null) {
            return;
        }
        try {
            Later.show(UI.getCurrent(), service.putBack(known, reason.said()), this::ended, this::failed);
            act.setEnabled(false);
            leave.setText(words.get("action.close")); // what was begun is not cancelled
            reason.setReadOnly(true);
            standing.setText(words.get("smaller.running"));
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void ended(RestoreOutcome outcome) {
        if (outcome instanceof RestoreOutcome.Restored) {
            close();
            Notices.done(words.get("smaller.done"));
            done.run();
        } else {
            standing.setText(words.get("smaller.notDone", Visible.isolated(outcome.sentence())));
        }
    }

    private void failed(Throwable thrown) {
        standing.setText(
                thrown instanceof IOException
                        ? words.get("smaller.notDone", Visible.isolated(String.valueOf(thrown.getMessage())))
                        : ErrorMessages.of(thrown).in(words));
    }
}
