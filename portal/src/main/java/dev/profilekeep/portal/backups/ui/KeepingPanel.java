package dev.profilekeep.portal.backups.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.points.Decided;
import dev.profilekeep.backup.points.Holds;
import dev.profilekeep.backup.points.KeptBackups.Act;
import dev.profilekeep.backup.points.Unreached;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.portal.backups.BackupsService;
import dev.profilekeep.portal.backups.RepositorySeen;
import dev.profilekeep.portal.backups.RestoreMoment;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Later;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.text.Visible;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** For administrators: whether backups of a container are on hold, holding and releasing them, and keeping a chosen one. */
public final class KeepingPanel extends Div {
    private static final long serialVersionUID = 1L;

    private final transient Words words;
    private final transient BackupsService service;
    private final transient ContainerRow container;
    private final transient Instant now;
    /** Told when something was decided. */
    private final transient Runnable decided;

    private final Paragraph standing = new Paragraph();
    private final Paragraph problem = new Paragraph();
    private final Button hold;
    private final Button release;
    private final Button pin;
    private transient RestoreMoment.@Nullable OfBackup chosen;
    /** Where it is not on hold, in words; empty unless it is in some repositories alone. */
    private String elsewhere = "";

    /** @param decided told when something was decided: what is shown beside it may be other now */
    public KeepingPanel(Words words, BackupsService service, ContainerRow container, Instant now, Runnable decided) {
        this.words = words;
        this.service = service;
        this.container = container;
        this.now = now;
        this.decided = decided;
        addClassName("pk-stack");
        standing.getElement().setAttribute("role", "status");
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);
        hold = new Button(
                words.get("keeping.hold"),
                click -> ask(elsewhere.isEmpty() ? "keeping.hold" : "keeping.holdToo", elsewhere, new Act.Hold()));
        release = new Button(words.get("keeping.release"), click -> ask("keeping.release", "", new Act.Release()));
        pin = new Button("", click -> pin());
        hold.setVisible(false);
        release.setVisible(false);
        pin.setVisible(false);
        Div acts = new Div(hold, release, pin);
        acts.addClassName("my-actions");
        add(standing, problem, acts);
        setVisible(service.mayKeep(container));
    }

    @Override
    protected void onAttach(AttachEvent attached) {
        super.onAttach(attached);
        if (isVisible()) {
            read(attached.getUI());
        }
    }

    /** Offers to keep a backup, or to let it go by the rules; nothing for what is no backup. */
    public void choose(RestoreMoment moment) {
        chosen = moment instanceof RestoreMoment.OfBackup backup ? backup : null;
        RestoreMoment.OfBackup backup = chosen;
        pin.setVisible(backup != null);
        if (backup != null) {
            pin.setText(words.get(
                    backup.isPinned() ? "keeping.unpin" : "keeping.pin", MomentWords.of(backup.moment(), now, words)));
        }
    }

    private void pin() {
        RestoreMoment.OfBackup backup = chosen;
        if (backup != null) {
            String when = MomentWords.of(backup.moment(), now, words);
            if (backup.isPinned()) {
                ask("keeping.unpin", when, new Act.Unpin(backup.points()));
            } else {
                ask("keeping.pin", when, new Act.Pin(backup.points()));
            }
        }
    }

    private void ask(String key, String about, Act act) {
        UI ui = UI.getCurrent();
        new KeepingDialog(words, key, about, reason -> {
                    var done = service.keep(container.id(), act, reason);
                    standing.setText(words.get("keeping.underway"));
                    Later.show(ui, done, made -> decided(ui, made), this::failed);
                })
                .open();
    }

    /** What did not take effect everywhere stays in sight, with what holds now. */
    private void decided(UI ui, Decided made) {
        if (made.isEverywhere()) {
            decided.run();
            return;
        }
        String missed = missed(made.missed());
        problem.setText(
                made.done().isEmpty()
                        ? words.get("keeping.nowhere", missed)
                        : words.get("keeping.partly", names(made.done()), missed));
        problem.setVisible(true);
        if (!made.done().isEmpty()) {
            standing.setText(words.get("keeping.looking"));
        }
        Later.show(ui, service.holds(container.id()), this::showStanding, this::failed);
    }

    private String missed(List<Unreached> missed) {
        return words.texts()
                .list(missed.stream()
                        .map(one -> names(List.of(one.repositoryId())) + " (" + Visible.isolated(one.why()) + ")")
                        .toList());
    }

    private void read(UI ui) {
        standing.setText(words.get("keeping.looking"));
        Later.show(ui, service.holds(container.id()), this::show, this::failed);
    }

    private void show(Holds holds) {
        problem.setVisible(!holds.unread().isEmpty());
        if (problem.isVisible()) {
            problem.setText(words.get("keeping.unread", missed(holds.unread())));
        }
        showStanding(holds);
    }

    private void showStanding(Holds holds) {
        boolean held = !holds.made().isEmpty();
        if (!held && holds.without().isEmpty() && !holds.unread().isEmpty()) {
            standing.setText("");
            hold.setVisible(false);
            release.setVisible(false);
            return;
        }
        boolean all = holds.unread().isEmpty();
        release.setVisible(held);
        hold.setVisible(!held || holds.isPartial());
        elsewhere = holds.isPartial() ? names(holds.without()) : "";
        hold.setText(elsewhere.isEmpty() ? words.get("keeping.hold") : words.get("keeping.holdToo", elsewhere));
        if (!held) {
            String byRule = all ? words.get("keeping.byRule") : words.get("keeping.byRuleIn", names(holds.without()));
            long pins = pins();
            standing.setText(pins == 0 ? byRule : byRule + " " + words.get("keeping.pinned", pins));
            return;
        }
        Decision first = holds.made().get(0);
        standing.setText(words.get(
                holds.isPartial() ? "keeping.heldPartly" : all ? "keeping.held" : "keeping.heldIn",
                words.formats().dateTime(first.made()),
                Visible.isolated(service.name(first)),
                Visible.isolated(first.reason()),
                holds.isPartial() ? elsewhere : names(holds.in())));
    }

    /** How many moments are kept one by one. */
    private long pins() {
        return RestoreMoment.of(service.points(container.id()), List.of()).stream()
                .filter(moment -> moment instanceof RestoreMoment.OfBackup backup && backup.isPinned())
                .count();
    }

    private String names(List<String> repositories) {
        Map<String, String> names = service.repositories().stream()
                .collect(Collectors.toMap(RepositorySeen::id, RepositorySeen::name, (one, other) -> one));
        return words.texts()
                .list(repositories.stream()
                        .map(id -> Visible.isolated(names.getOrDefault(id, id)))
                        .toList());
    }

    private void failed(Throwable thrown) {
        standing.setText("");
        problem.setText(
                thrown instanceof java.io.IOException
                        ? words.get("keeping.away")
                        : ErrorMessages.of(thrown).in(words));
        problem.setVisible(true);
    }
}
