package dev.profilekeep.portal.files.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import dev.profilekeep.approval.Approval;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.files.VisitsService;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Status;
import dev.profilekeep.ui.StatusBadge;
import java.util.List;

/** Who wants to look into somebody's backups and waits for a second person. */
public final class VisitQueue extends Div {
    private static final long serialVersionUID = 1L;

    private final transient Words words;
    private final transient Runnable changed;
    private final transient VisitsService service;
    private transient List<Approval> shown = List.of();

    /** @param changed told when something was decided here */
    public VisitQueue(Words words, VisitsService service, Runnable changed) {
        this.changed = changed;
        this.words = words;
        this.service = service;
        addClassNames("pk-cards", "visit-queue");
        setVisible(false);
    }

    /** Reads again; only what changed is built anew. */
    public void refresh() {
        List<Approval> now = service.waiting();
        if (!now.equals(shown)) {
            shown = now;
            removeAll();
            now.forEach(one -> add(card(one)));
        }
        setVisible(!now.isEmpty());
    }

    /** How many wait; as of the last refresh. */
    public int size() {
        return shown.size();
    }

    /** How many of them the reader can decide. */
    public long forReader() {
        return shown.stream().filter(service::mayDecide).count();
    }

    private Section card(Approval approval) {
        ContainerRow row = service.about(approval);
        String person = Visible.isolated(row.account().isEmpty() ? row.sid() : row.account());
        Div head = new Div(
                new H2(words.get("visit.queue.title", person)),
                new StatusBadge(Status.PAUSED, words.get("visit.queue.waits")));
        head.addClassName("pk-card-header");
        Section card = new Section(
                head,
                new Paragraph(words.get(
                        "visit.queue.asked",
                        Visible.isolated(approval.askerName()),
                        words.formats().dateTime(approval.askedAt()),
                        Visible.isolated(approval.reason()))));
        card.addClassName("pk-card");
        Div acts = new Div();
        acts.addClassName("my-actions");
        if (service.mayDecide(approval)) {
            Button agree = step("visit.agree", person, false, said -> service.approve(approval.id(), said));
            agree.addThemeNames("primary");
            acts.add(agree, step("visit.refuse", person, true, said -> service.refuse(approval.id(), said)));
        } else if (service.isOwn(approval)) {
            card.add(new Paragraph(words.get("visit.queue.own")));
        }
        card.add(acts);
        return card;
    }

    private Button step(String key, String person, boolean needed, java.util.function.Consumer<String> step) {
        return new Button(
                words.get(key), click -> new ReasonDialog(words, key, person, needed, step, this::decided).open());
    }

    private void decided() {
        refresh();
        changed.run();
    }
}
