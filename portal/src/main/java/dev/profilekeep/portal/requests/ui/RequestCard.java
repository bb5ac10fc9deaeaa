package dev.profilekeep.portal.requests.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.requests.RequestContext;
import dev.profilekeep.portal.requests.RequestsCsv;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.request.NoteWords;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestState;
import dev.profilekeep.request.RequestStep;
import dev.profilekeep.request.RequestTimes;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.CopyableText;
import dev.profilekeep.ui.StatusBadge;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request with all that whoever decides wants to know, and what they can press. */
final class RequestCard extends Section {
    private static final long serialVersionUID = 1L;

    /** So often it says anew how long it keeps whom waiting. */
    static final Duration TICK = Duration.ofMinutes(1);

    private final transient Words words;
    private final transient RequestsService service;
    private final transient StepDialog.Told told;
    private transient RequestContext context;
    private final transient Clock time;
    private final Component title;
    private final Paragraph wish = new Paragraph();
    private final Paragraph stays = new Paragraph();
    private @Nullable Component clock;
    private Component facts;

    /** Where it stands. */
    enum Place {
        /** Among others. */
        QUEUE,
        /** On the page that is about it alone. */
        PAGE
    }

    /** @param told of what was pressed */
    RequestCard(
            RequestContext context,
            Place place,
            Words words,
            RequestsService service,
            Clock time,
            StepDialog.Told told) {
        this.context = context;
        this.words = words;
        this.service = service;
        this.time = time;
        this.told = told;
        Request request = context.request();
        addClassNames("pk-card", "request");
        String person = RequestWords.person(request);
        Component name = context.isKnown() ? new Anchor("profiles/" + request.containerId(), person) : new Span(person);
        StatusBadge badge = new StatusBadge(RequestWords.status(request.state()), RequestWords.state(request, words));
        title = new H2(name);
        Div head = new Div(title, badge);
        if (place == Place.QUEUE) {
            Anchor all = new Anchor("requests/" + request.id(), words.get("requests.open"));
            all.getElement().setAttribute("aria-label", words.get("requests.openOf", person));
            head.add(all);
        }
        head.addClassName("pk-card-header");
        add(head, wish);
        clock = new RequestClocks(words, service.within()).running(context.times());
        if (clock != null) {
            add(clock);
        }
        Paragraph reason = new Paragraph(words.get(
                "requests.reason", Visible.isolated(request.askerName()), Visible.isolated(request.reason())));
        reason.addClassName("request-reason");
        facts = Parts.facts(facts(context.times()));
        add(reason, facts);
        NoteWords notes =
                service.words(words.formats().locale(), words.formats().zone());
        String note = notes.of(request.note());
        if (!note.isEmpty()) {
            add(Parts.note(
                    request.state() == RequestState.FAILED ? Symbol.WARNING : Symbol.CLOCK,
                    Visible.isolated(note),
                    request.state() == RequestState.FAILED));
        }
        if (request.isUndoFailed()) {
            add(stays);
        }
        String progress = RequestWords.progress(request, words);
        if (!progress.isEmpty()) {
            add(new Paragraph(progress));
        }
        List<Component> buttons = buttons(request);
        if (!buttons.isEmpty()) {
            Div row = new Div(buttons.toArray(new Component[0]));
            row.addClassName("my-actions");
            add(row);
        }
        add(Parts.details(words.get("requests.story"), story(context.steps(), notes)));
        sayMoments();
    }

    /** So that whoever pressed something in it stands at it again. */
    void focusHead() {
        title.getElement().setAttribute("tabindex", "-1").executeJs("this.focus()");
    }

    RequestContext context() {
        return context;
    }

    /** Says anew what is so beside it, and how long it keeps whom waiting; of the same request. All else stays as it is, and focus where it is. */
    void goOn(RequestContext now) {
        context = now;
        sayMoments();
        RequestTimes times = now.times();
        Component line = new RequestClocks(words, service.within()).running(times);
        if (clock != null && line != null) {
            replace(clock, line);
            clock = line;
        }
        Component anew = Parts.facts(facts(times));
        replace(facts, anew);
        facts = anew;
    }

    /** Says anew what is said by the day it is: "last night" is another one tomorrow, and what was kept until a day may be gone after it. */
    void sayMoments() {
        Request request = context.request();
        Instant now = time.instant();
        say(wish, RequestWords.wish(request, now, words));
        if (request.isUndoFailed()) {
            say(stays, RequestWords.stays(request, now, context.keptUntil(), false, words));
        }
    }

    private static void say(Paragraph place, String said) {
        if (!place.getText().equals(said)) {
            place.setText(said);
        }
    }

    private Map<String, Component> facts(RequestTimes times) {
        Request request = context.request();
        Map<String, Component> said = new LinkedHashMap<>();
        said.put(words.get("requests.fact.asked"), Parts.ago("", request.askedAt(), ""));
        new RequestClocks(words, service.within()).facts(times, said);
        said.put(
                words.get("requests.fact.lock"),
                asOf(new Span(words.get("verdict." + context.lock())), context.lockAt()));
        said.put(
                words.get("requests.fact.backup"),
                Parts.ago("", context.newestBackup(), words.get("requests.fact.noBackup")));
        said.put(
                words.get("fact.lastWritten"),
                asOf(Parts.ago("", context.lastWritten(), words.get("fact.never")), context.seenAt()));
        if (!request.deciderName().isEmpty()) {
            said.put(words.get("requests.fact.decided"), new Span(Visible.isolated(request.deciderName())));
        }
        if (!request.where().isEmpty()) {
            said.put(words.get("files.where"), new CopyableText(request.where(), words.get("files.where")));
        }
        return said;
    }

    private Component asOf(Span fact, @Nullable Instant at) {
        if (at != null) {
            fact.add(new Span(", "), Parts.ago(words.get("requests.asOf"), at, ""));
        }
        return fact;
    }

    private Component story(List<RequestStep> steps, NoteWords notes) {
        OrderedList list = new OrderedList();
        list.addClassName("request-story");
        for (RequestStep step : steps) {
            String line = words.get(
                    "requests.step",
                    words.formats().dateTime(step.at()),
                    Visible.isolated(step.actorName()),
                    words.get(RequestsCsv.stateKey(step.state())));
            String said = notes.of(step);
            list.add(new ListItem(said.isEmpty() ? line : line + " – " + Visible.isolated(said)));
        }
        return list;
    }

    private List<Component> buttons(Request request) {
        List<Component> buttons = new ArrayList<>();
        long id = request.id();
        if (service.mayDecide(request)) {
            String agree =
                    switch (request.wish().kind()) {
                        case WHOLE -> "requests.approve";
                        case FILES -> "requests.approveFiles";
                        case RESET, REBUILD_OFFICE -> "requests.approveAid";
                    };
            Button approve = step(agree, Symbol.CHECK, false, this::wanted, said -> service.approve(id, said));
            approve.addThemeNames("primary");
            buttons.add(approve);
            if (request.state().next().contains(RequestState.QUESTION)) {
                buttons.add(
                        step("requests.askBack", Symbol.QUESTION, true, List::of, said -> service.askBack(id, said)));
            }
            buttons.add(step("requests.refuse", Symbol.CLOSE, true, List::of, said -> service.refuse(id, said)));
        } else if (request.state().next().contains(RequestState.APPROVED) && service.isOwn(request)) {
            buttons.add(Parts.note(Symbol.INFO, words.get("requests.own"), false));
        }
        if (service.isOwn(request) && service.mayTakeBack()) {
            if (request.state() == RequestState.QUESTION) {
                buttons.add(step(
                        "my.request.answer", Symbol.QUESTION, true, this::question, said -> service.answer(id, said)));
            }
            if (request.state().next().contains(RequestState.WITHDRAWN)) {
                buttons.add(
                        step("my.request.withdraw", Symbol.CLOSE, false, List::of, said -> service.withdraw(id, said)));
            }
            if (request.isUndoable()) {
                buttons.add(step("my.request.undo", Symbol.UNDO, false, List::of, said -> service.undo(id, said)));
            }
        }
        return buttons;
    }

    private List<String> question() {
        String question = RequestWords.question(context.request(), context.steps(), words);
        return question.isEmpty() ? List.of() : List.of(question);
    }

    /** What one agrees to, as it stands when it is asked: who wants it and why, what of which moment, and how large that is. */
    private List<String> wanted() {
        RequestContext now = service.context(context.request());
        Request request = now.request();
        List<String> lines = new ArrayList<>();
        lines.add(words.get(
                "requests.reason", Visible.isolated(request.askerName()), Visible.isolated(request.reason())));
        lines.add(RequestWords.wish(request, time.instant(), words));
        Instant lockAt = now.lockAt();
        if (lockAt != null && now.isKnown() && request.wish().kind().needsSignOff()) {
            lines.add(words.get(
                    "requests.agree.lock",
                    words.get("verdict." + now.lock()),
                    words.formats().dateTime(lockAt)));
        }
        Long bytes = now.bytes();
        if (bytes != null) {
            lines.add(words.get("requests.agree.size", words.formats().bytes(bytes)));
        }
        return lines;
    }

    private Button step(
            String key, Symbol symbol, boolean needed, Supplier<List<String>> about, Consumer<String> deed) {
        Request request = context.request();
        String title = words.get(
                key + ".title",
                RequestWords.person(request),
                request.containerKind().ordinal());
        return new Button(words.get(key), new SymbolIcon(symbol), click -> new StepDialog(
                        words,
                        new StepDialog.Step(key, title, about.get(), needed, deed),
                        () -> RequestWords.movedOn(service, request.id(), words),
                        told)
                .open());
    }
}
