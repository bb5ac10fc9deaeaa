package dev.profilekeep.portal.help.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.progressbar.ProgressBar;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.lock.LockFilter;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.lock.LockWords;
import dev.profilekeep.lock.Look;
import dev.profilekeep.lock.Observation;
import dev.profilekeep.lock.PlaceSeen;
import dev.profilekeep.lock.Weight;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Later;
import dev.profilekeep.portal.base.ui.LockMarks;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.locks.LocksService;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.EvidenceList;
import dev.profilekeep.ui.EvidenceList.Answer;
import dev.profilekeep.ui.EvidenceList.Evidence;
import dev.profilekeep.ui.Status;
import dev.profilekeep.ui.StatusBadge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One container's lock: each site's answer as it comes, then the verdict with what it rests on. */
final class LockPanel extends Div {
    private static final long serialVersionUID = 1L;

    private final transient LocksService service;
    private final transient Words words;
    private final transient LockWords lockWords;
    private transient ContainerDetail container;
    private final transient Map<String, String> siteNames;
    private final transient Consumer<Look> looked;
    private final StatusBadge badge;
    private final Paragraph sentence = new Paragraph();
    private final Paragraph next = new Paragraph();
    private final ProgressBar bar = new ProgressBar();
    private final Div rest = new Div();
    private final Div evidence = new Div();
    private transient List<Evidence> partial = new ArrayList<>();
    private transient List<String> notes = List.of();
    private transient @Nullable Look last;
    /** Whether a look is under way, and whether it is shown as one: what the page looks at by itself changes only what is new. */
    private boolean looking;

    private boolean quiet;

    LockPanel(
            LocksService service,
            Words words,
            LockWords lockWords,
            ContainerDetail container,
            Map<String, String> siteNames,
            Consumer<Look> looked) {
        this.service = service;
        this.words = words;
        this.lockWords = lockWords;
        this.container = container;
        this.siteNames = siteNames;
        this.looked = looked;
        addClassNames("pk-card", "lock-panel");
        badge = new StatusBadge(Status.RUNNING, words.get("help.looking"));
        badge.setSize(StatusBadge.Size.LARGE);
        Span disk = new Span(Visible.isolated(container.row().baseName()));
        disk.addClassNames("pk-secondary", "lock-panel-disk");
        Div head = new Div(new H3(words.get("kind." + container.row().kind().name())), badge, disk);
        head.addClassName("pk-line");
        sentence.getElement().setAttribute("role", "status");
        sentence.addClassName("lock-sentence");
        next.addClassName("pk-secondary");
        bar.setIndeterminate(true);
        bar.getElement().setAttribute("aria-label", words.get("help.looking"));
        evidence.addClassName("pk-stack");
        add(head, sentence, next, bar, evidence, rest);
    }

    ContainerDetail container() {
        return container;
    }

    /** The same container, as it is read again. */
    void read(ContainerDetail again) {
        container = again;
    }

    /** Whether a look came to an end: what the last inventory says of its lock is over then. */
    boolean isJudged() {
        return last != null;
    }

    /** The verdict of the last look; null while the first one is under way, or if nothing locks it. */
    @Nullable
    LockVerdict verdict() {
        return last == null ? null : last.verdict().orElse(null);
    }

    /** What the last look came to, as a verdict's word. */
    String word() {
        Look look = last;
        if (look == null) {
            return LockFilter.NOT_JUDGED;
        }
        return look.verdict().map(LockVerdict::word).orElse(look.isFree() ? LockMarks.NOT_LOCKED : LockMarks.NOT_KNOWN);
    }

    void look(UI ui) {
        look(ui, false);
    }

    /** Looks again without a word of it, unless that is under way; what is shown stays until there is something newer. */
    void lookQuietly(UI ui) {
        if (!looking) {
            look(ui, last != null);
        }
    }

    /** When what is shown was seen; null while the first look is under way. */
    @Nullable
    Instant seenAt() {
        return last == null ? null : last.at();
    }

    private void look(UI ui, boolean byItself) {
        looking = true;
        quiet = byItself;
        partial = new ArrayList<>();
        if (!quiet) {
            bar.setVisible(true);
            badge.setStatus(Status.RUNNING, words.get("help.looking"));
        }
        try {
            Later.show(
                    ui,
                    service.looking(container.row().id(), place -> Later.show(ui, () -> answered(place))),
                    this::judged,
                    this::failed);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void answered(PlaceSeen place) {
        if (!looking) {
            return; // the verdict is there already
        }
        String site = siteNames.getOrDefault(place.siteId(), place.siteId());
        Answer answer =
                switch (place.asked()) {
                    case UNREACHABLE, QUIET -> Answer.UNKNOWN;
                    case ANSWERED ->
                        switch (place.probe()) {
                            case FREE, ABSENT -> Answer.YES;
                            case HELD -> Answer.NO;
                            case CANNOT_TELL -> Answer.UNKNOWN;
                        };
                };
        String key = place.asked() == PlaceSeen.Asked.ANSWERED
                ? "help.site." + place.probe().name()
                : "help.site." + place.asked().name();
        PlaceSeen.Fence cutOff = place.fencedBy();
        String said = cutOff == null
                ? words.get(key, site)
                : words.get("help.site.cutOff", site, words.formats().dateTime(cutOff.since()));
        partial.add(new Evidence(answer, said, words.get("help.site.now"), place.at()));
        if (!quiet) {
            show(partial);
        }
    }

    private void show(List<Evidence> seen) {
        evidence.removeAll();
        if (!seen.isEmpty()) {
            evidence.add(new EvidenceList(seen));
        }
    }

    private void judged(Look look) {
        last = look;
        looking = false;
        bar.setVisible(false);
        LockVerdict verdict = look.verdict().orElse(null);
        badge.setStatus(LockMarks.of(word()), words.get("verdict." + word()));
        sentence.setText(verdict == null ? lockWords.without(word()) : lockWords.sentence(verdict));
        next.setText(
                verdict != null
                        ? lockWords.nextStep(verdict)
                        : words.get(look.isFree() ? "help.notLocked.next" : "help.notKnown.next"));
        show(verdict == null ? partial : weighed(verdict));
        showNotes(verdict);
        looked.accept(look);
    }

    /** What says nothing for or against it; whoever opened it keeps it open while it says the same. */
    private void showNotes(@Nullable LockVerdict verdict) {
        List<String> seen = verdict == null
                ? List.of()
                : verdict.observations().stream()
                        .filter(one -> one.weight() == Weight.NOTE)
                        .map(one -> lockWords.line(one, verdict.at()))
                        .toList();
        if (seen.equals(notes)) {
            return;
        }
        notes = seen;
        rest.removeAll();
        if (!notes.isEmpty()) {
            UnorderedList list = new UnorderedList();
            notes.forEach(note -> list.add(new ListItem(note)));
            rest.add(Parts.details(words.get("help.alsoSeen", notes.size()), list));
        }
    }

    /** ✓ speaks for nobody using it, ✗ for somebody, ? keeps from a proof. */
    private List<Evidence> weighed(LockVerdict verdict) {
        List<Evidence> seen = new ArrayList<>();
        for (Observation one : verdict.observations()) {
            if (one.weight() != Weight.NOTE) {
                Answer answer = one.weight() == Weight.STALE
                        ? Answer.YES
                        : one.weight() == Weight.LIVE ? Answer.NO : Answer.UNKNOWN;
                seen.add(new Evidence(answer, lockWords.line(one, verdict.at()), lockWords.source(one), one.at()));
            }
        }
        return seen;
    }

    private void failed(Throwable thrown) {
        looking = false;
        if (quiet) {
            return; // what was seen before stands, with its age
        }
        bar.setVisible(false);
        badge.setStatus(Status.UNKNOWN, words.get("verdict.NOT_JUDGED"));
        sentence.setText(ErrorMessages.of(thrown).in(words));
    }
}
