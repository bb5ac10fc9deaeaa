package dev.profilekeep.portal.files.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Later;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.files.FilesService;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.request.Requests;
import dev.profilekeep.request.Wish;
import dev.profilekeep.restore.files.ExportResult;
import dev.profilekeep.restore.files.SnapshotEntry;
import dev.profilekeep.restore.visit.Visit;
import dev.profilekeep.ui.CopyableText;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is chosen, and what one can do with it: put it where its owner finds it, or fetch it where that is allowed. */
final class TakeBar extends Div {
    private static final long serialVersionUID = 1L;
    private static final long TOLD_EVERY_NANOS = 500_000_000L;

    private final transient Words words;
    private final transient FilesService service;
    private final transient @Nullable RequestsService requests;
    private final transient Visit visit;
    private final transient Runnable nothing;
    private final transient Predicate<Throwable> elsewhere;
    private final Span count = new Span();
    private final Button put;
    private final Button ask;
    private final Button fetch;
    private final Button none;
    private final Anchor link;
    private final Div outcome = new Div();
    private transient volatile List<SnapshotEntry> chosen = List.of();
    private boolean busy;
    /** What came of it stands there. */
    private boolean told;

    /**
     * @param requests where files are asked for, if the person may ask for these; else null
     * @param name of the ZIP, without its ending
     * @param nothing clears what is chosen
     * @param elsewhere says what went wrong in another place, if it is true
     */
    TakeBar(
            Words words,
            FilesService service,
            @Nullable RequestsService requests,
            Visit visit,
            String name,
            Runnable nothing,
            Predicate<Throwable> elsewhere) {
        this.words = words;
        this.service = service;
        this.requests = visit.mayTake() ? null : requests;
        this.visit = visit;
        this.nothing = nothing;
        this.elsewhere = elsewhere;
        addClassNames("files-take", "pk-card");
        count.getElement().setAttribute("role", "status");
        put = new Button(words.get(visit.own() ? "files.put" : "files.putFor"), click -> put());
        put.addThemeNames("primary");
        put.setVisible(visit.mayTake() && visit.hasShare());
        ask = new Button(words.get("files.ask"), click -> ask());
        ask.addThemeNames("primary");
        ask.setVisible(this.requests != null);
        fetch = new Button(words.get("files.download"), new SymbolIcon(Symbol.DOWNLOAD), click -> fetch());
        fetch.setVisible(service.mayDownload(visit));
        none = new Button(words.get("files.chooseNothing"), click -> nothing.run());
        none.addThemeNames("tertiary");
        link = new Anchor();
        link.setHref(new ZipDownload(name, words, out -> service.download(visit, chosen, out)));
        link.getElement().setAttribute("download", true);
        link.getElement().setAttribute("hidden", true);
        link.setRouterIgnore(true);
        outcome.addClassName("pk-stack");
        outcome.getElement().setAttribute("aria-live", "polite");
        Div acts = new Div(put, ask, fetch, none, link);
        acts.addClassName("my-actions");
        add(count, acts, outcome);
        if (ask.isVisible()) {
            outcome.add(new Paragraph(words.get("files.ask.how")));
        } else if (!visit.mayTake()) {
            outcome.add(new Paragraph(words.get("notNow.FILES_NEED_A_YES")));
        } else if (!put.isVisible() && !fetch.isVisible()) {
            outcome.add(new Paragraph(words.get("files.noWay")));
        }
        choose(List.of());
    }

    /** Whether files are asked for here. */
    boolean asks() {
        return requests != null;
    }

    void choose(List<SnapshotEntry> these) {
        chosen = List.copyOf(these);
        count.setText(words.get("files.chosen", these.size()));
        enable();
    }

    /** Once there is something to do or to read, it stays in sight; before, the list has the room. */
    private void enable() {
        setClassName("files-take-idle", chosen.isEmpty() && !busy && !told);
        boolean some = !chosen.isEmpty() && !busy;
        put.setEnabled(some);
        ask.setEnabled(some);
        fetch.setEnabled(some);
        none.setVisible(!chosen.isEmpty());
    }

    private void failed(Throwable thrown) {
        busy = false;
        told = true;
        enable();
        outcome.removeAll();
        if (elsewhere.test(thrown)) {
            return;
        }
        outcome.add(Parts.note(
                Symbol.WARNING,
                thrown instanceof CancellationException
                        ? words.get("files.stopped")
                        : ErrorMessages.of(thrown).in(words),
                true));
    }

    private void put() {
        busy = true;
        enable();
        UI ui = UI.getCurrent();
        ProgressBar bar = new ProgressBar();
        bar.setIndeterminate(true);
        Span told = new Span(words.get("files.putting"));
        AtomicBoolean stop = new AtomicBoolean();
        Button end = new Button(words.get("files.stop"), click -> stop.set(true));
        outcome.removeAll();
        outcome.add(told, bar, end);
        AtomicLong last = new AtomicLong(System.nanoTime());
        try {
            Later.show(
                    ui,
                    service.putting(visit, chosen, (done, total) -> {
                        long now = System.nanoTime();
                        if (now - last.get() > TOLD_EVERY_NANOS) {
                            last.set(now);
                            Later.show(ui, () -> at(bar, told, done, total));
                        }
                        return !stop.get();
                    }),
                    this::put,
                    this::failed);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void at(ProgressBar bar, Span told, long done, long total) {
        bar.setIndeterminate(false);
        bar.setValue(total == 0 ? 1 : Math.min(1.0, (double) done / total));
        told.setText(words.get(
                "files.puttingAt", words.formats().bytes(done), words.formats().bytes(total)));
    }

    private void put(ExportResult result) {
        busy = false;
        told = true;
        nothing.run();
        outcome.removeAll();
        String name = visit.shareName().isEmpty() ? words.get("files.share") : visit.shareName();
        outcome.add(
                Parts.note(
                        Symbol.CHECK,
                        words.get(
                                visit.own() ? "files.putDone" : "files.putDoneOf",
                                result.files(),
                                words.formats().bytes(result.bytes()),
                                name),
                        false),
                new CopyableText(result.where(), words.get("files.where")));
        if (visit.shareOfThisMachine()) {
            outcome.add(Parts.note(Symbol.INFO, words.get("files.putHere"), true));
        }
        skipped(result);
        enable();
    }

    private void skipped(ExportResult result) {
        long count = result.skipped().size() + result.moreSkipped();
        if (count > 0) {
            outcome.add(Parts.note(Symbol.INFO, words.get("files.skipped", count), true));
        }
    }

    /** Counted first, so that one sees what one asks for; then why, and it is sent. */
    void ask() {
        busy = true;
        enable();
        outcome.removeAll();
        outcome.add(new Paragraph(words.get("files.ask.how")));
        try {
            Later.show(UI.getCurrent(), service.wishing(visit, chosen), this::ask, this::failed);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void ask(Visit.Wished wished) {
        busy = false;
        enable();
        if (wished.without() > 0) {
            outcome.add(Parts.note(Symbol.INFO, words.get("files.skipped", wished.without()), true));
        }
        Wish.Amount amount = wished.wish().amount();
        String about = words.get(
                "files.ask.amount",
                amount.files(),
                words.formats().bytes(amount.bytes()),
                visit.shareName().isEmpty() ? words.get("files.share") : visit.shareName());
        new ReasonDialog(words, "files.ask", List.of(about), true, reason -> send(wished.wish(), reason), nothing)
                .open();
    }

    private void send(Wish wish, String reason) {
        Requests.Asked asked = Objects.requireNonNull(requests)
                .askFiles(visit.container(), wish, reason, words.texts().locale());
        told = true;
        enable();
        outcome.removeAll();
        Anchor mine = new Anchor("me", words.get("files.ask.mine"));
        outcome.add(
                Parts.note(
                        asked.joined() ? Symbol.INFO : Symbol.CHECK,
                        words.get(asked.joined() ? "ask.joined" : "files.ask.sent"),
                        asked.joined()),
                mine);
    }

    /** Counted first: what is too much is said in words, and not by a file that does not open. */
    private void fetch() {
        busy = true;
        enable();
        outcome.removeAll();
        try {
            Later.show(
                    UI.getCurrent(),
                    service.counting(visit, chosen),
                    counted -> {
                        busy = false;
                        enable();
                        outcome.add(new Paragraph(words.get(
                                "files.downloading",
                                counted.files(),
                                words.formats().bytes(counted.bytes()))));
                        skipped(counted);
                        link.getElement().callJsFunction("click");
                    },
                    this::failed);
        } catch (RuntimeException e) {
            failed(e);
        }
    }
}
