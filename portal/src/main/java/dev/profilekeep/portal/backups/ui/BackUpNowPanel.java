package dev.profilekeep.portal.backups.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.progressbar.ProgressBar;
import com.vaadin.flow.shared.Registration;
import dev.profilekeep.backup.estate.AskedBackup;
import dev.profilekeep.backup.estate.AskedBackup.State;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.portal.access.NotNowException.Why;
import dev.profilekeep.portal.backups.BackupsService;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Later;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** For those who help: has a container backed up now, and says how far that is and how it ended. */
public final class BackUpNowPanel extends Div {
    private static final long serialVersionUID = 1L;

    /** How one ended is news for so long; then the moments say it. */
    private static final Duration NEWS = Duration.ofDays(1);

    private static final int MILLIS = 15_000;

    private final transient Words words;
    private final transient BackupsService service;
    private final transient ContainerRow container;
    private final transient Instant now;
    /** Told when there may be one moment more. */
    private final transient Runnable ended;

    private final Button act;
    private final Paragraph against = new Paragraph();
    private final Paragraph standing = new Paragraph();
    private final Paragraph problem = new Paragraph();
    private final ProgressBar bar = new ProgressBar();
    private transient @Nullable AutoCloseable following;
    private @Nullable Registration polling;

    /** @param ended told when a backup was made while this is shown: there is one moment more to show beside it */
    public BackUpNowPanel(Words words, BackupsService service, ContainerRow container, Instant now, Runnable ended) {
        this.words = words;
        this.service = service;
        this.container = container;
        this.now = now;
        this.ended = ended;
        addClassNames("pk-stack", "backup-now");
        standing.getElement().setAttribute("role", "status");
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);
        bar.getElement().setAttribute("aria-label", words.get("backupNow.bar"));
        bar.setVisible(false);
        act = new Button(words.get("backupNow.act"), new SymbolIcon(Symbol.BACKUP), click -> press());
        setVisible(service.mayBackUpNow(container));
        if (!isVisible()) {
            return;
        }
        Div acts = new Div(act);
        acts.addClassName("my-actions");
        add(against, standing, bar, problem, acts);
        Optional<Why> not = service.againstBackup(container.id());
        act.setVisible(not.isEmpty());
        against.setVisible(not.isPresent());
        not.ifPresent(why -> against.setText(words.get("notNow." + why.name())));
        service.lastAsked(container.id()).ifPresent(this::show);
    }

    @Override
    protected void onAttach(AttachEvent attached) {
        super.onAttach(attached);
        if (!isVisible()) {
            return;
        }
        UI ui = attached.getUI();
        following = service.follow(container.id(), asked -> Later.show(ui, () -> heard(asked)));
        if (!act.isEnabled()) { // it may have ended between the look and this
            poll(true);
            service.lastAsked(container.id()).ifPresent(this::heard);
        }
    }

    /** Asks by itself while one is under way: if another node reads it, nobody here hears of its end. */
    private void poll(boolean going) {
        Registration open = polling;
        if (going && open == null) {
            getUI().ifPresent(ui -> {
                ui.setPollInterval(MILLIS);
                polling = ui.addPollListener(poll -> service.lastAsked(container.id())
                        .filter(asked -> asked.state() != State.UNDER_WAY)
                        .ifPresent(this::heard));
            });
        } else if (!going && open != null) {
            open.remove();
            polling = null;
            getUI().ifPresent(ui -> ui.setPollInterval(-1));
        }
    }

    @Override
    protected void onDetach(DetachEvent detached) {
        super.onDetach(detached);
        if (polling != null) {
            polling.remove();
            polling = null;
            detached.getUI().setPollInterval(-1);
        }
        AutoCloseable open = following;
        following = null;
        if (open != null) {
            try {
                open.close();
            } catch (Exception e) {
                throw new IllegalStateException("a page that is gone still follows a backup", e);
            }
        }
    }

    private void press() {
        problem.setVisible(false);
        try {
            show(service.backUpNow(container.id()));
        } catch (RuntimeException e) {
            problem.setText(ErrorMessages.of(e).in(words));
            problem.setVisible(true);
            service.lastAsked(container.id()).ifPresent(this::show);
        }
    }

    private void heard(AskedBackup asked) {
        show(asked);
        if (asked.state() != State.UNDER_WAY) {
            problem.setVisible(false);
        }
        if (asked.state() == State.STORED || asked.state() == State.SAME) {
            ended.run();
        }
    }

    private void show(AskedBackup asked) {
        boolean going = asked.state() == State.UNDER_WAY;
        act.setEnabled(!going);
        poll(going);
        bar.setVisible(going);
        bar.setIndeterminate(asked.total() <= 0);
        double total = Math.max(1.0, (double) asked.total());
        bar.setMax(total);
        bar.setValue(Math.min((double) asked.done(), total));
        Instant end = asked.ended();
        if (going || end == null) {
            standing.setText(
                    asked.total() <= 0
                            ? words.get("backupNow.begun", Visible.isolated(asked.by()))
                            : words.get(
                                    "backupNow.underway",
                                    Visible.isolated(asked.by()),
                                    words.formats().bytes(asked.done()),
                                    words.formats().bytes(asked.total())));
        } else if (end.isAfter(now.minus(NEWS))) {
            standing.setText(end(asked, MomentWords.of(end, now, words)));
        }
    }

    private String end(AskedBackup asked, String when) {
        return switch (asked.state()) {
            case STORED -> words.get("backupNow.stored", when, Visible.isolated(asked.by()));
            case SAME -> words.get("backupNow.same", when, Visible.isolated(asked.by()));
            case IN_USE -> inUse(asked, when);
            case FAILED, UNDER_WAY -> words.get("backupNow.failed", when, Visible.isolated(asked.reason()));
        };
    }

    private String inUse(AskedBackup asked, String when) {
        Instant since = asked.inUseSince();
        String said =
                words.get("backupNow.inUse", when, MomentWords.of(since == null ? asked.asked() : since, now, words));
        String hosts =
                words.texts().list(asked.sessions().stream().map(this::session).toList());
        return (hosts.isEmpty() ? said : said + " " + words.get("backupNow.inUse.who", hosts)) + " "
                + words.get("backupNow.inUse.next");
    }

    private String session(AskedBackup.At at) {
        Instant since = at.since();
        return since == null
                ? Visible.isolated(at.host())
                : words.get(
                        "backupNow.inUse.at",
                        Visible.isolated(at.host()),
                        words.formats().dateTime(since));
    }
}
