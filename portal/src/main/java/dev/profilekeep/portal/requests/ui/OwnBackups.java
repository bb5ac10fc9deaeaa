package dev.profilekeep.portal.requests.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.portal.backups.BackupsService;
import dev.profilekeep.portal.backups.RestoreMoment;
import dev.profilekeep.portal.backups.ui.MomentWords;
import dev.profilekeep.portal.backups.ui.PointsList;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.files.FilesService;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.RequestState;
import dev.profilekeep.request.RequestStep;
import dev.profilekeep.ui.CopyableText;
import dev.profilekeep.ui.StatusBadge;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What of mine is kept, and getting it back: the moments in words, one button, and how what I asked for stands. */
public final class OwnBackups extends Div {
    private static final long serialVersionUID = 1L;

    /** So long what is over stays on the page. */
    private static final Duration REMEMBERED = Duration.ofDays(7);

    /** What is open, in the order in which the person has to know of it. */
    private static final List<RequestState> PRESSING = List.of(
            RequestState.RUNNING,
            RequestState.UNDOING,
            RequestState.QUESTION,
            RequestState.WAITING,
            RequestState.APPROVED,
            RequestState.DELAYED,
            RequestState.ANSWERED,
            RequestState.ASKED);

    private final transient Words words;
    private final transient BackupsService backups;
    private final transient RequestsService requests;
    private final transient FilesService files;
    private final transient Clock clock;
    private final transient List<ContainerRow> containers;
    private final transient Runnable pressed;
    private transient List<Request> shown = List.of();
    private transient List<Kept> kept = List.of();
    private boolean drawn;

    /** What there is of a container, as far as it changes what stands here. */
    private record Kept(int points, boolean underWay) {}

    /** @param pressed told when something was asked, answered or taken back */
    public OwnBackups(
            Words words,
            BackupsService backups,
            RequestsService requests,
            FilesService files,
            Clock clock,
            List<ContainerRow> containers,
            Runnable pressed) {
        this.words = words;
        this.backups = backups;
        this.requests = requests;
        this.files = files;
        this.clock = clock;
        this.containers = containers;
        this.pressed = pressed;
        addClassName("my-place");
        if (backups.configured()) {
            requests.remember(words.formats().locale());
            refresh();
        } else {
            setVisible(false);
        }
    }

    /**
     * Reads again how things stand; only what changed is built anew.
     *
     * @return whether something changed
     */
    public boolean refresh() {
        if (!isVisible()) {
            return false;
        }
        List<Request> now = requests.mine(20);
        List<Kept> keptNow = containers.stream().map(this::kept).toList();
        if (drawn && now.equals(shown) && keptNow.equals(kept)) {
            return false;
        }
        drawn = true;
        shown = now;
        kept = keptNow;
        removeAll();
        for (ContainerRow container : containers) {
            List<KnownPoint> points = backups.points(container.id());
            Optional<Request> request = of(container);
            if (!points.isEmpty() || request.isPresent() || mayLookOnServer(container)) {
                add(card(container, points, request));
            }
        }
        if (getComponentCount() == 0) {
            Section card = new Section(
                    new H2(words.get("my.backups")),
                    new Paragraph(none(keptNow.stream().anyMatch(Kept::underWay))));
            card.addClassName("pk-card");
            add(card);
        }
        List<Remedy> remedies = remedies();
        if (!remedies.isEmpty()) {
            add(broken(remedies));
        }
        return true;
    }

    private Kept kept(ContainerRow container) {
        return new Kept(backups.points(container.id()).size(), backups.underWay(container.id()));
    }

    private String none(boolean underWay) {
        return words.get(underWay ? "my.backups.first" : "my.backups.none");
    }

    /** Whether a profile could be asked for as its file server keeps it, without any backup of it. */
    private boolean mayLookOnServer(ContainerRow container) {
        return container.kind() == ContainerKind.PROFILE && requests.mayAskPrevious(container);
    }

    /** What can be done now, the safest first: of a container that something is asked for already, nothing. */
    private List<Remedy> remedies() {
        List<Remedy> office = new ArrayList<>();
        List<Remedy> brought = new ArrayList<>();
        List<Remedy> fresh = new ArrayList<>();
        for (ContainerRow container : containers) {
            if (of(container).filter(one -> !one.state().isOver()).isPresent()) {
                continue;
            }
            List<KnownPoint> points = backups.points(container.id());
            if (container.kind() == ContainerKind.PROFILE && !points.isEmpty() && requests.mayAsk(container)) {
                brought.add(new Remedy(RequestKind.WHOLE, container, () -> ask(container, points, null)));
            }
            if (requests.mayAskFirstAid(container)) {
                (container.kind() == ContainerKind.ODFC ? office : fresh).add(Remedy.firstAid(container));
            }
        }
        if (office.isEmpty() && fresh.isEmpty()) {
            return List.of();
        }
        office.addAll(brought);
        office.addAll(fresh);
        return office;
    }

    private Section broken(List<Remedy> remedies) {
        Button button = new Button(words.get("my.aid"), new SymbolIcon(Symbol.HELP_USER), click -> new FirstAidDialog(
                        words, requests, words.get("my.aid"), remedies, true, this::changed)
                .open());
        Div row = new Div(button);
        row.addClassName("my-actions");
        Section card = new Section(new H2(words.get("my.aid.title")), new Paragraph(words.get("my.aid.text")), row);
        card.addClassName("pk-card");
        return card;
    }

    private void ask(ContainerRow container, List<KnownPoint> points, @Nullable RestoreMoment chosen) {
        new AskDialog(words, requests, backups, container, points, chosen, true, clock.instant(), this::changed).open();
    }

    /**
     * What became of first aid, where that is why the container is nowhere, or was when it was looked at last: DONE, UNDOING or UNDONE; empty if it is for another reason.
     */
    public Optional<RequestState> firstAid(ContainerRow container) {
        Instant seen = container.lastSeen();
        return shown.stream()
                .filter(request -> request.containerId() == container.id())
                .findFirst()
                .filter(request -> request.wish().kind().isFirstAid())
                .filter(request -> request.state() == RequestState.DONE
                        || request.state() == RequestState.UNDOING
                        || (request.state() == RequestState.UNDONE
                                && (seen == null || request.changedAt().isAfter(seen))))
                .map(Request::state);
    }

    /** Of what was asked for, is not over and is {@code about}: what presses most. */
    public Optional<Request> open(Predicate<Request> about) {
        return shown.stream()
                .filter(request -> !request.state().isOver())
                .filter(about)
                .min(Comparator.comparing((Request request) -> PRESSING.indexOf(request.state())));
    }

    private void changed() {
        refresh();
        pressed.run();
    }

    /** Whether something goes on that whoever looks on wants to see. */
    public boolean moving() {
        return kept.stream().anyMatch(Kept::underWay)
                || shown.stream().anyMatch(request -> !request.state().isOver());
    }

    private Optional<Request> of(ContainerRow container) {
        Instant from = clock.instant().minus(REMEMBERED);
        return shown.stream()
                .filter(request -> request.containerId() == container.id())
                .filter(request ->
                        !request.state().isOver() || request.changedAt().isAfter(from))
                .findFirst();
    }

    private Section card(ContainerRow container, List<KnownPoint> points, Optional<Request> request) {
        Instant now = clock.instant();
        Section card = new Section(new H2(
                containers.size() > 1
                        ? words.get(
                                "my.backupsOf",
                                words.get("my.name." + container.kind().name()))
                        : words.get("my.backups")));
        card.addClassNames("pk-card", "my-backups");
        if (!points.isEmpty()) {
            card.add(new Paragraph(MomentWords.newest(points, now, words)));
        }
        if (points.isEmpty() && request.isEmpty()) {
            card.add(
                    new Paragraph(none(backups.underWay(container.id()))),
                    new Paragraph(words.get("my.backups.server")));
        }
        request.ifPresent(one -> card.add(state(one, now)));
        boolean open = request.filter(one -> !one.state().isOver()).isPresent();
        boolean asks = points.isEmpty() ? mayLookOnServer(container) : requests.mayAsk(container);
        AtomicReference<@Nullable RestoreMoment> chosen = new AtomicReference<>();
        Div acts = new Div();
        acts.addClassName("my-actions");
        if (!open && asks) {
            Button ask = new Button(
                    words.get("my.backups.ask"),
                    new SymbolIcon(Symbol.UNDO),
                    click -> ask(container, points, chosen.get()));
            acts.add(ask);
        }
        if (files.offered(container)) {
            Anchor look = new Anchor("files/" + container.id(), words.get("my.backups.look"));
            look.addClassName("button-link");
            acts.add(look);
        }
        if (requests.isHeldByCloudCache(container)) {
            card.add(new Paragraph(words.get("my.backups.cloudCache")));
        }
        if (acts.getComponentCount() > 0) {
            card.add(acts);
        }
        if (!points.isEmpty()) {
            card.add(Parts.details(
                    words.get("my.backups.when"),
                    new PointsList(container.id(), points, backups, false, now, words, chosen::set)));
        }
        return card;
    }

    private Component state(Request request, Instant now) {
        RequestState state = request.state();
        StatusBadge badge = new StatusBadge(RequestWords.status(state), RequestWords.state(request, words));
        String another = RequestWords.OF_ANOTHER.contains(state) ? requests.another(request) : "";
        H3 title = new H3(words.get(
                requests.isAsker(request) ? "my.request.title" : "my.request.titleOther",
                words.formats().dateTime(request.askedAt())));
        Div place = new Div(
                title,
                badge,
                new Paragraph(
                        requests.isHandedOver(request)
                                ? RequestWords.handedOver(request, now, words)
                                : RequestWords.standing(
                                        request,
                                        now,
                                        lastWords(request),
                                        another,
                                        request.isUndoFailed() ? requests.keptUntil(request) : null,
                                        words)));
        if (!request.where().isEmpty() && requests.isOwn(request)) {
            place.add(new CopyableText(request.where(), words.get("files.where")));
        }
        String progress = RequestWords.progress(request, words);
        if (!progress.isEmpty()) {
            place.add(new Paragraph(progress));
        }
        place.addClassNames("pk-stack", "my-request");
        place.getElement().setAttribute("role", "status");
        List<Button> buttons = buttons(request);
        if (!buttons.isEmpty()) {
            if (request.isUndoable() && !request.isUndoFailed()) {
                Instant kept = requests.keptUntil(request);
                place.add(new Paragraph(
                        kept == null || now.isAfter(kept)
                                ? words.get("my.request.undo.hint")
                                : words.get(
                                        "my.request.undo.until", words.formats().date(kept))));
            }
            Div row = new Div(buttons.toArray(new Component[0]));
            row.addClassName("my-actions");
            place.add(row);
        }
        return place;
    }

    /** What the person who decided said; empty if nobody said anything. */
    private String lastWords(Request request) {
        if (request.state() != RequestState.QUESTION && request.state() != RequestState.REFUSED) {
            return "";
        }
        List<RequestStep> steps = requests.steps(request.id());
        return steps.isEmpty() ? "" : steps.get(steps.size() - 1).words().english();
    }

    private List<Button> buttons(Request request) {
        List<Button> buttons = new ArrayList<>();
        if (!requests.isOwn(request)) {
            return buttons;
        }
        if (request.state() == RequestState.QUESTION) {
            buttons.add(step(request, "my.request.answer", true, said -> requests.answer(request.id(), said)));
            buttons.get(0).addThemeNames("primary");
        }
        if (request.state().next().contains(RequestState.WITHDRAWN)) {
            buttons.add(step(request, "my.request.withdraw", false, said -> requests.withdraw(request.id(), said)));
        }
        if (request.isUndoable()) {
            buttons.add(step(request, "my.request.undo", false, said -> requests.undo(request.id(), said)));
        }
        return buttons;
    }

    private Button step(Request request, String key, boolean needed, Consumer<String> deed) {
        String question = key.equals("my.request.answer")
                ? RequestWords.question(request, requests.steps(request.id()), words)
                : "";
        List<String> about = question.isEmpty() ? List.of() : List.of(question);
        return new Button(words.get(key), click -> new StepDialog(
                        words,
                        new StepDialog.Step(key, words.get(key + ".title"), about, needed, deed),
                        () -> RequestWords.movedOn(requests, request.id(), words),
                        this::changed)
                .open());
    }
}
