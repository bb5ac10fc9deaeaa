package dev.profilekeep.portal.requests.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.portal.backups.BackupsService;
import dev.profilekeep.portal.backups.RestoreMoment;
import dev.profilekeep.portal.backups.ui.MomentWords;
import dev.profilekeep.portal.backups.ui.MomentsPanel;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Problem;
import dev.profilekeep.portal.base.ui.SaidField;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.request.Requests;
import dev.profilekeep.ui.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Picks a moment, says what would be lost since then, and why; then it is sent. */
public final class AskDialog extends Dialog {
    private static final long serialVersionUID = 1L;

    /** By so much at most the clocks of file servers and of this machine are taken to differ. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private final transient Words words;
    private final transient RequestsService requests;
    private final transient ContainerRow container;
    private final transient Instant now;
    private final boolean own;
    private final RadioButtonGroup<RestoreMoment> moments = new RadioButtonGroup<>();
    private final MomentsPanel panel;
    private final Div lost = new Div();
    private final SaidField reason;
    private final Problem problem = new Problem();
    private final Button send;
    private final transient Runnable sent;

    /**
     * @param points the moments, the newest first
     * @param chosen the moment to begin with; null for none
     * @param own whether it is the asker's own
     * @param sent told when it was sent
     */
    public AskDialog(
            Words words,
            RequestsService requests,
            BackupsService backups,
            ContainerRow container,
            List<KnownPoint> points,
            @Nullable RestoreMoment chosen,
            boolean own,
            Instant now,
            Runnable sent) {
        this.words = words;
        this.requests = requests;
        this.container = container;
        this.own = own;
        this.now = now;
        this.sent = sent;
        setHeaderTitle(words.get(
                own ? "ask.title" : "ask.titleOf",
                words.get("kind." + container.kind().name())));
        setWidth("min(38rem, 94vw)");
        moments.setLabel(words.get("ask.moment"));
        moments.setItemLabelGenerator(this::name);
        moments.addThemeNames("vertical");
        moments.addClassName("ask-moments");
        panel = new MomentsPanel(container.id(), points, backups, now, words, this::offer, moments::setValue);
        if (requests.mayAskPrevious(container)) {
            panel.offerServer(container.id(), backups, words.get(own ? "moments.server.own" : "moments.server.how"));
        }
        moments.addValueChangeListener(change -> choose());
        lost.getElement().setAttribute("role", "status");
        reason = new SaidField(words.get(own ? "ask.reason" : "ask.reasonOf"), true, this::enable);
        Div content = new Div(
                new Paragraph(words.get(own ? "ask.text" : "ask.textOf")), panel, moments, lost, reason, problem);
        content.addClassName("pk-stack");
        add(content);
        send = new Button(words.get("ask.send"), click -> send());
        send.addThemeNames("primary");
        getFooter().add(new Button(words.get("action.cancel"), click -> close()), send);
        enable();
        if (chosen instanceof RestoreMoment.OfServer server && requests.mayAskPrevious(container)) {
            panel.show(List.of(server.version()));
        }
        if (chosen != null && moments.getListDataView().contains(chosen)) {
            moments.setValue(chosen);
        }
    }

    /** The list beside the picture. */
    private void offer(List<RestoreMoment> all) {
        RestoreMoment before = moments.getValue();
        moments.setItems(all);
        moments.setVisible(!all.isEmpty());
        if (before != null && all.contains(before)) {
            moments.setValue(before);
        }
    }

    private String name(RestoreMoment moment) {
        String when = MomentWords.of(moment.moment(), now, words) + MomentWords.ahead(moment.moment(), now, words);
        return moment instanceof RestoreMoment.OfServer ? when + " · " + words.get("moments.server.mark") : when;
    }

    private void choose() {
        RestoreMoment point = moments.getValue();
        panel.select(point);
        lost.removeAll();
        if (point != null) {
            String moment = MomentWords.of(point.moment(), now, words);
            lost.add(Parts.note(Symbol.UNDO, words.get(own ? "ask.lost" : "ask.lostOf", moment) + lastChange(), false));
        }
        enable();
    }

    /** What the last look saw, and when that was. Nothing where the last to write was a restore: that was nobody's change. */
    private String lastChange() {
        Instant written = container.lastWritten();
        Instant seen = container.lastSeen();
        if (written == null || seen == null) {
            return "";
        }
        Instant replaced = requests.lastReplaced(container);
        if (replaced != null && !written.isAfter(replaced.plus(CLOCKS_DIFFER))) {
            return "";
        }
        return " " + words.get("ask.written", MomentWords.of(written, now, words), MomentWords.of(seen, now, words));
    }

    private void enable() {
        send.setEnabled(moments.getValue() != null && !reason.getValue().isBlank());
    }

    private void send() {
        try {
            Requests.Asked asked = ask(moments.getValue());
            close();
            Notices.done(words.get(asked.joined() ? "ask.joined" : own ? "ask.sent" : "ask.sentOf"));
            sent.run();
        } catch (RuntimeException e) {
            problem.tell(ErrorMessages.of(e).in(words));
        }
    }

    private Requests.Asked ask(RestoreMoment moment) {
        if (!(moment instanceof RestoreMoment.OfBackup backup)) {
            return requests.askPrevious(
                    container.id(),
                    moment.moment(),
                    reason.said(),
                    words.texts().locale());
        }
        KnownPoint point = backup.point();
        return requests.ask(
                container.id(),
                point.repositoryId(),
                point.snapshot(),
                point.place(),
                reason.said(),
                words.texts().locale());
    }
}
