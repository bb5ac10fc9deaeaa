package dev.profilekeep.portal.failover.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.profilekeep.failover.PlanVersion;
import dev.profilekeep.failover.Run;
import dev.profilekeep.failover.Run.State;
import dev.profilekeep.failover.Run.StepState;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.ReasonDialog;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.failover.FailoverDesk.Word;
import dev.profilekeep.portal.failover.FailoversService;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.RelativeTime;
import dev.profilekeep.ui.Status;
import dev.profilekeep.ui.StatusBadge;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** One run: where it stands, each step with its times and what it said, and what a person can say to it. */
final class RunBoard extends Section {
    private static final long serialVersionUID = 1L;

    private final transient FailoversService service;
    private final transient Words words;
    private final transient Run run;
    private final transient Runnable changed;

    RunBoard(
            FailoversService service,
            Words words,
            Run run,
            Optional<PlanVersion> plan,
            Map<String, String> sites,
            Runnable changed) {
        this.service = service;
        this.words = words;
        this.run = run;
        this.changed = changed;
        addClassNames("pk-card", "failover-run");
        Div acts = new Div(new StatusBadge(status(), words.get("failover.state." + run.state())));
        acts.addClassName("pk-actions");
        if (service.mayAct()) {
            acts(acts);
        }
        String name = plan.map(version -> version.plan().name()).orElse(run.planId());
        String title = words.get("failover.run", run.id(), Visible.isolated(name), run.version());
        Div head = new Div(isUnderWay(run) ? new H2(title) : new H3(title), acts);
        head.addClassName("pk-card-header");
        add(head);
        plan.ifPresent(version -> add(clock(version)));
        if (!run.reason().isEmpty()) {
            add(Parts.note(Symbol.WARNING, Visible.isolated(run.reason()), true));
        }
        add(isUnderWay(run) ? steps() : Parts.details(words.get("failover.steps"), steps()));
        if (run.state() == State.ABORTED && !run.stands().isEmpty()) {
            add(stands());
        }
    }

    static boolean isUnderWay(Run run) {
        return run.state() != State.DONE && run.state() != State.ABORTED;
    }

    private Status status() {
        return switch (run.state()) {
            case RUNNING -> Status.RUNNING;
            case WAITING -> Status.INFO;
            case PAUSED -> Status.PAUSED;
            case ABORTED -> Status.NOT_READY;
            case DONE -> Status.READY;
        };
    }

    /** How long it has been under way, beside what it may take. */
    private Component clock(PlanVersion version) {
        Duration target = Duration.ofMinutes(version.plan().rtoMinutes());
        Instant ended = run.endedAt();
        Div line = new Div();
        line.addClassName("pk-secondary");
        if (ended == null) {
            line.add(new Span(words.get("failover.began") + " "), new RelativeTime(run.startedAt()));
            line.add(new Span(
                    " · " + words.get("failover.target", words.formats().duration(target))));
        } else {
            Duration took = Duration.between(run.startedAt(), ended);
            line.setText(words.get(
                    took.compareTo(target) <= 0 ? "failover.took" : "failover.took.late",
                    words.formats().dateTime(run.startedAt()),
                    words.formats().duration(took),
                    words.formats().duration(target)));
        }
        return line;
    }

    private Component steps() {
        OrderedList list = new OrderedList();
        list.addClassName("pk-steps");
        run.steps().forEach(step -> list.add(item(step)));
        return list;
    }

    private ListItem item(Run.Step step) {
        Div text = new Div(new Span(words.get("failover.step." + step.kind())));
        if (!step.said().isEmpty()) {
            Paragraph said = new Paragraph(Visible.isolated(step.said()));
            said.addClassName("pk-secondary");
            text.add(said);
        }
        if (step.state() == StepState.UNKNOWN) {
            text.add(new Paragraph(words.get("failover.step.unknown")));
        }
        ListItem item = new ListItem(new SymbolIcon(symbol(step.state()), words.get("failover.at." + step.state())));
        item.add(text, new Span(time(step)));
        item.getElement().setAttribute("data-state", place(step.state()));
        return item;
    }

    private String time(Run.Step step) {
        Instant began = step.beganAt();
        Instant ended = step.endedAt();
        if (began == null) {
            return words.get("failover.about", words.formats().duration(Duration.ofMinutes(step.minutes())));
        }
        Instant next = step.nextAt();
        if (next != null) {
            return words.get("failover.next", words.formats().time(next));
        }
        return ended == null
                ? words.get("failover.since", words.formats().time(began))
                : words.formats().duration(Duration.between(began, ended));
    }

    private static Symbol symbol(StepState state) {
        return switch (state) {
            case DONE -> Symbol.CHECK;
            case BEGUN -> Symbol.PLAY;
            case FAILED -> Symbol.ERROR;
            case UNKNOWN -> Symbol.QUESTION;
            case WAITING -> Symbol.CLOCK;
        };
    }

    private static String place(StepState state) {
        return switch (state) {
            case DONE -> "done";
            case BEGUN -> "now";
            case FAILED, UNKNOWN -> "failed";
            case WAITING -> "next";
        };
    }

    /** What was done and stays, with the way back of each. */
    private Component stands() {
        UnorderedList list = new UnorderedList();
        run.stands().forEach(line -> list.add(new ListItem(Visible.isolated(line))));
        Div stands = new Div(new Paragraph(words.get("failover.stands")), list);
        stands.addClassName("pk-stack");
        return stands;
    }

    private void acts(Div acts) {
        switch (run.state()) {
            case RUNNING -> acts.add(button(Word.PAUSE), button(Word.ABORT));
            case WAITING -> acts.add(primary(Word.CONFIRM), button(Word.ABORT));
            case PAUSED -> {
                acts.add(primary(Word.RESUME), button(Word.ABORT));
                if (!service.notGood(run).isEmpty()) {
                    acts.add(button(Word.ACCEPT));
                }
            }
            case ABORTED -> acts.add(button(Word.RELEASE));
            case DONE -> {}
        }
    }

    private Button primary(Word word) {
        Button button = button(word);
        button.addThemeNames("primary");
        return button;
    }

    private Button button(Word word) {
        String key = "failover.say." + word;
        return new Button(words.get(key), click -> new ReasonDialog(
                        words,
                        words.get(key + ".title"),
                        words.get(key + ".text"),
                        true,
                        words.get(key + ".act"),
                        why -> service.say(word, run.id(), why),
                        words.get(key + ".done"),
                        changed)
                .open());
    }
}
