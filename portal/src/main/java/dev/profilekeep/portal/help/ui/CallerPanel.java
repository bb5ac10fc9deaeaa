package dev.profilekeep.portal.help.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import dev.profilekeep.approval.Approval;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Later;
import dev.profilekeep.portal.base.ui.LockMarks;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Polling;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.help.Caller;
import dev.profilekeep.portal.help.HelpService;
import dev.profilekeep.portal.help.Summary;
import dev.profilekeep.portal.locks.AboutContainer;
import dev.profilekeep.portal.locks.ApprovalsService;
import dev.profilekeep.portal.locks.SitesService;
import dev.profilekeep.portal.locks.ui.ApprovalCard;
import dev.profilekeep.portal.locks.ui.ClearDialog;
import dev.profilekeep.portal.profiles.FindingWords;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.portal.requests.ui.CloudCacheNote;
import dev.profilekeep.portal.requests.ui.FirstAidButtons;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.CopyableText;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything about one caller on one page, and the one thing to do. */
final class CallerPanel extends Div {
    private static final long serialVersionUID = 1L;

    /** So often an open page reads what is known; it looks itself once a minute at most. */
    private static final int READ_MILLIS = 10_000;

    private static final Duration LOOKS_APART = Duration.ofSeconds(60);

    /** Whoever left the page open looks no longer than this: each look opens the disk for a moment. */
    private static final Duration FOLLOWED = Duration.ofHours(1);

    private final transient HelpService service;
    private final transient SitesService sites;
    private final transient ClearDialog.Means means;
    private final transient Words words;
    private final transient Map<String, String> siteNames;
    private final transient Caller caller;
    private final transient RequestsService requests;
    private final transient Clock clock;
    private final transient List<LockPanel> panels = new ArrayList<>();
    private final Button act;
    private final Paragraph actNote = new Paragraph();
    private final HandOverCard handOver;
    private final TriedSection tried;
    private final FoundSection findings;
    private final CopiesSection copies;
    private final Div alike = new Div();
    private final Div questions = new Div();
    private transient @Nullable List<Object> shownFound;
    private transient List<Approval> open = List.of();
    /** When somebody last opened or did something here. */
    private transient Instant used;
    /** Whether a lock of the person's was cleared on this page. */
    private boolean cleared;

    private final H2 heading = new H2();

    CallerPanel(
            HelpService service,
            SitesService sites,
            ClearDialog.Means means,
            Map<String, String> siteNames,
            Caller caller,
            RequestsService requests,
            Clock clock) {
        this.service = service;
        this.requests = requests;
        this.sites = sites;
        this.used = clock.instant();
        this.means = means;
        this.words = means.words();
        this.siteNames = siteNames;
        this.caller = caller;
        this.clock = clock;
        addClassNames("pk-column", "caller");
        act = new Button("", new SymbolIcon(Symbol.UNLOCK), click -> act());
        act.addThemeNames("primary");
        act.setVisible(false);
        actNote.addClassName("pk-secondary");
        actNote.getElement().setAttribute("role", "status");
        actNote.setVisible(false);
        tried = new TriedSection(service, words, caller, clock, panels, this::summary);
        findings = new FoundSection(words, siteNames, panels);
        copies = new CopiesSection(service, sites, words, siteNames, panels);
        handOver = new HandOverCard(words, this::text, this::hand, tried::show);
        build();
        Polling.whileShown(this, () -> READ_MILLIS, this::follow);
        Later.whileShown(this, page -> means.locks().subscribe(news -> {
            if (news.judging() == null) {
                page.accept(this::readAll);
            }
        }));
    }

    private void build() {
        List<ContainerDetail> containers = service.containers(caller);
        heading.setText(name());
        heading.getElement().setAttribute("tabindex", "-1");
        Div head = new Div(heading);
        head.addClassNames("pk-line", "caller-name");
        if (!caller.sid().isEmpty()) {
            head.add(new CopyableText(caller.sid(), words.get("fact.sid")));
        }
        questions.addClassName("pk-stack");
        questions.setVisible(false);
        Div acts = new Div(act, actNote, questions, alike);
        acts.addClassNames("pk-stack", "caller-act");
        Div locks = new Div();
        locks.addClassName("pk-stack");
        for (ContainerDetail container : containers) {
            LockPanel panel =
                    new LockPanel(means.locks(), words, means.lockWords(), container, siteNames, look -> looked());
            panels.add(panel);
            locks.add(panel);
        }
        Div left = new Div(locks, findings, tried);
        left.addClassName("pk-column");
        List<ContainerRow> rows = containers.stream().map(ContainerDetail::row).toList();
        FirstAidButtons firstAid = new FirstAidButtons(words, requests, rows, this::readAll);
        CloudCacheNote held = new CloudCacheNote(words, requests, rows, means.administrator());
        Section aid =
                Parts.section(words.get("help.aid.title"), new Paragraph(words.get("help.aid.text")), firstAid, held);
        aid.setVisible(firstAid.isVisible() || held.isVisible());
        Div right = new Div(copies, aid, Parts.section(words.get("help.handOver.title"), handOver));
        right.addClassName("pk-column");
        Div split = new Div(left, right);
        split.addClassName("pk-split");
        add(head, acts, split);
        showFound();
        tried.show();
        showQuestions();
    }

    /** What others did meanwhile is read, and once a minute it is looked again. */
    private void follow(UI ui) {
        readAll();
        Instant now = clock.instant();
        if (Duration.between(used, now).compareTo(FOLLOWED) > 0) {
            ui.setPollInterval(-1); // a page that nobody uses keeps nobody signed in
            return;
        }
        panels.stream()
                .filter(panel -> {
                    Instant seen = panel.seenAt();
                    return seen != null && Duration.between(seen, now).compareTo(LOOKS_APART) >= 0;
                })
                .forEach(panel -> panel.lookQuietly(ui));
    }

    private void readAll() {
        readAgain();
        showFound();
        tried.show();
        showQuestions();
        showAct();
    }

    /** What waits for a second administrator, with what the person may do about it. */
    private void showQuestions() {
        List<Approval> now = panels.stream()
                .flatMap(panel -> means.approvals().of(panel.container().row().id()).stream())
                .filter(one -> one.state() == Approval.State.ASKED)
                .toList();
        if (now.equals(open)) {
            return;
        }
        open = now;
        questions.removeAll();
        questions.setVisible(!open.isEmpty());
        for (Approval one : open) {
            ApprovalsService approvals = means.approvals();
            questions.add(new ApprovalCard(
                    one,
                    name() + kind(one),
                    words,
                    approvals.mayDecide(one) ? () -> shown(ClearDialog.deciding(means, one)) : null,
                    approvals.isUnsure(one),
                    means.administrator() && approvals.isOwn(one) ? () -> withdraw(one) : null));
        }
    }

    /** Which of the person's it is about: they may have two questions open. */
    private String kind(Approval one) {
        return panels.stream()
                .map(panel -> panel.container().row())
                .filter(row -> row.id() == AboutContainer.of(one))
                .findFirst()
                .map(row -> " (" + words.get("kind." + row.kind().name()) + ")")
                .orElse("");
    }

    private void withdraw(Approval one) {
        try {
            means.approvals().withdraw(one.id());
            Notices.done(words.get("locks.approval.withdrawn"));
        } catch (RuntimeException e) {
            Notices.error(ErrorMessages.of(e).in(words));
        }
        readAll();
    }

    /** Goes to the person's name: where they were found is gone from the page, and with it what had the focus. */
    void takeFocus() {
        heading.getElement().executeJs("this.focus()");
    }

    /** Looks at everything the caller has, at once. */
    void look(UI ui) {
        used = clock.instant();
        ui.setPollInterval(READ_MILLIS);
        panels.forEach(panel -> panel.look(ui));
    }

    private String name() {
        return caller.account().isEmpty()
                ? caller.sid().isEmpty() ? words.get("locks.nameless", caller.key()) : caller.sid()
                : Visible.isolated(caller.account());
    }

    private void looked() {
        showAct();
        showAlike();
        showFound();
    }

    /** What is to be done, as far as is known by now: nobody is asked for what waits for them already. */
    private void showAct() {
        List<Long> stale = with("STALE");
        List<Long> unproved = toAsk();
        boolean ask = stale.isEmpty() && !unproved.isEmpty() && means.administrator();
        act.setVisible(!stale.isEmpty() || ask);
        act.setText(ask ? words.get("locks.ask", unproved.size()) : words.get("help.clear", stale.size()));
        String note = note(stale, unproved, ask);
        actNote.setVisible(!note.isEmpty());
        actNote.setText(note.isEmpty() ? "" : words.get(note));
    }

    private String note(List<Long> stale, List<Long> unproved, boolean ask) {
        if (!stale.isEmpty()) {
            return "";
        }
        if (!with("LIVE").isEmpty()) {
            return "help.live";
        }
        if (!unproved.isEmpty()) {
            return ask ? "" : "help.unproved";
        }
        boolean free = panels.stream().allMatch(panel -> panel.word().equals(LockMarks.NOT_LOCKED));
        return cleared && free ? "help.freed" : "";
    }

    /** Those that are not proved, and of which no question is open that the person asked or can decide. */
    private List<Long> toAsk() {
        ApprovalsService approvals = means.approvals();
        Set<Long> waiting = open.stream()
                .filter(one -> approvals.isOwn(one) || approvals.mayDecide(one))
                .map(AboutContainer::of)
                .collect(Collectors.toSet());
        return with("UNPROVED").stream().filter(id -> !waiting.contains(id)).toList();
    }

    private List<Long> with(String verdict) {
        return panels.stream()
                .filter(panel ->
                        panel.verdict() != null && panel.verdict().word().equals(verdict))
                .map(panel -> panel.container().row().id())
                .toList();
    }

    private void showAlike() {
        alike.removeAll();
        alike().forEach((host, said) -> alike.add(
                new Paragraph(new Anchor("locks?host=" + URLEncoder.encode(host, StandardCharsets.UTF_8), said))));
    }

    /** How many others the machines that lock the caller out lock out too, by machine. */
    private Map<String, String> alike() {
        Map<String, String> said = new LinkedHashMap<>();
        for (LockPanel panel : panels) {
            LockVerdict verdict = panel.verdict();
            String host = verdict == null ? "" : verdict.holder().host();
            if (!host.isEmpty() && !said.containsKey(host)) {
                long others = service.alike(host, panel.container().row().id());
                if (others > 0) {
                    said.put(host, words.get("help.alike", others, Visible.isolated(host)));
                }
            }
        }
        return said;
    }

    private void act() {
        List<Long> stale = with("STALE");
        List<Long> wanted = stale.isEmpty() ? toAsk() : stale;
        if (wanted.isEmpty()) {
            return;
        }
        ClearDialog dialog = new ClearDialog(
                means,
                words.get(stale.isEmpty() ? "help.ask.title" : "help.clear.title", name()),
                wanted,
                stale.isEmpty() ? "" : words.get("help.reason"), // what two people decide on, the first of them says
                handOver.ticket());
        shown(dialog);
    }

    private void shown(ClearDialog dialog) {
        UI ui = UI.getCurrent();
        dialog.addOpenedChangeListener(change -> {
            if (!change.isOpened()) {
                cleared |= dialog.hasCleared();
                readAll();
                look(ui);
            }
        });
        dialog.open();
    }

    private void readAgain() {
        Map<Long, ContainerDetail> now = new LinkedHashMap<>();
        service.containers(caller).forEach(container -> now.put(container.row().id(), container));
        panels.forEach(panel -> {
            ContainerDetail again = now.get(panel.container().row().id());
            if (again != null) {
                panel.read(again);
            }
        });
    }

    private void showFound() {
        List<Object> now = new ArrayList<>();
        panels.forEach(
                panel -> now.addAll(List.of(panel.container(), panel.word(), copies.isOver(panel), panel.isJudged())));
        now.addAll(sites.cutOff());
        if (now.equals(shownFound)) {
            return;
        }
        shownFound = now;
        findings.show();
        copies.show();
    }

    private void hand(String ticket, String note) {
        for (LockPanel panel : panels) {
            service.handOver(panel.container().row().id(), ticket, note);
        }
    }

    private Summary summary() {
        return new Summary(words.texts(), words.formats(), means.lockWords()).ofCaller(caller.sid());
    }

    /** The page as text, for a ticket. */
    String text() {
        Summary summary = summary().about(caller, handOver.ticket(), clock.instant());
        for (LockPanel panel : panels) {
            List<String> found = FoundSection.others(panel).stream()
                    .map(finding -> FindingWords.of(finding, siteNames, words.texts(), words.formats()))
                    .distinct()
                    .map(said -> said.name() + ": " + said.meaning() + " " + said.next())
                    .toList();
            summary.container(
                    panel.container(), Optional.ofNullable(panel.verdict()), panel.word(), found, copies.lines(panel));
        }
        alike().values().forEach(summary::said);
        tried.own().ifPresent(summary::said);
        tried.ownCase().ifPresent(one -> summary.was(one, tried.disks()));
        return summary.tried(tried.entries(), tried.disks()).toString();
    }
}
