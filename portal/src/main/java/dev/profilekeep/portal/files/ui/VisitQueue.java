package dev.profilekeep.portal.files.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import dev.profilekeep.approval.Approval;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.files.VisitsService;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Status;
import dev.profilekeep.ui.StatusBadge;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
            List<String> named = List.of(person, Visible.isolated(approval.askerName()));
            Button agree = new Button(words.get("visit.agree"), click -> agree(approval, row, named));
            agree.addThemeNames("primary");
            Button refuse = new Button(words.get("visit.refuse"), click -> new ReasonDialog(
                            words,
                            "visit.refuse",
                            named,
                            true,
                            said -> service.refuse(approval.id(), said),
                            this::decided)
                    .open());
            acts.add(agree, refuse);
        } else if (service.isOwn(approval)) {
            card.add(new Paragraph(words.get("visit.queue.own")));
        }
        card.add(acts);
        return card;
    }

    /** Says who would see what, and what they could do with it, before somebody agrees. */
    private void agree(Approval approval, ContainerRow row, List<String> named) {
        Map<String, Component> facts = new LinkedHashMap<>();
        facts.put(words.get("visit.agree.who"), new Span(named.get(1)));
        facts.put(
                words.get("visit.agree.whose"),
                new Span(named.get(0) + ", " + words.get("kind." + row.kind().name())));
        facts.put(words.get("visit.agree.which"), new Span(days(service.openedBy(approval))));
        facts.put(words.get("visit.agree.why"), new Span(Visible.isolated(approval.reason())));
        String download = service.withDownloads() ? "visit.agree.download" : "visit.agree.noDownload";
        new ReasonDialog(
                        words, "visit.agree", named, false, said -> service.approve(approval.id(), said), this::decided)
                .with(Parts.facts(facts), words.get(download, named.get(1)))
                .open();
    }

    /** @param points the newest first */
    private String days(List<KnownPoint> points) {
        return points.isEmpty()
                ? words.get("visit.agree.days", 0, "", "")
                : words.get(
                        "visit.agree.days",
                        points.size(),
                        words.formats().date(points.get(points.size() - 1).moment()),
                        words.formats().date(points.get(0).moment()));
    }

    private void decided() {
        refresh();
        changed.run();
    }
}
