package dev.profilekeep.portal.files.ui;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;
import static dev.profilekeep.portal.access.Allowed.USER;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.backups.RestoreMoment;
import dev.profilekeep.portal.backups.ui.MomentLine;
import dev.profilekeep.portal.backups.ui.MomentWords;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Later;
import dev.profilekeep.portal.base.ui.MainLayout;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.SearchField;
import dev.profilekeep.portal.base.ui.Titles;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.files.FilesService;
import dev.profilekeep.portal.files.VisitsService;
import dev.profilekeep.portal.files.ui.EntryWords.Order;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.restore.files.FileVersions;
import dev.profilekeep.restore.files.SnapshotEntry;
import dev.profilekeep.restore.visit.Visit;
import dev.profilekeep.restore.visit.Visited;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.Timeline;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What was in there then? A moment, its folders, and taking out what one misses. Made for a phone first. */
@Route(value = "files/:id", layout = MainLayout.class)
@KeepsToScope
@RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
public class FilesView extends Main implements BeforeEnterObserver, HasDynamicTitle {
    private static final long serialVersionUID = 1L;

    private final transient FilesService service;
    private final transient RequestsService requests;
    private final transient VisitsService visits;
    private final transient Clock clock;
    private final transient Words words = Words.current();
    private final transient HeldVisit held;
    private final Div place = new Div();
    private final Select<KnownPoint> moments = new Select<>();
    private final Select<Order> order = new Select<>();
    private final Nav trail = new Nav();
    private final Div body = new Div();
    private final Div bar = new Div();
    private final SearchField search;
    private final EntryList list;
    private final transient List<SnapshotEntry> path = new ArrayList<>();
    private transient List<SnapshotEntry> entries = List.of();
    private transient List<KnownPoint> points = List.of();
    private transient @Nullable ContainerRow container;
    private @Nullable TakeBar take;
    private @Nullable Timeline line;
    private @Nullable HourLine hour;
    /** The path of a file to show when another moment is open; empty for none. */
    private String wanted = "";
    /** What was asked last; the answer to what was asked before is late. */
    private long asked;

    FilesView(FilesService service, RequestsService requests, VisitsService visits, Clock clock) {
        this.service = service;
        this.requests = requests;
        this.visits = visits;
        this.clock = clock;
        this.held = new HeldVisit();
        addClassNames("pk-view", "pk-view-narrow", "files-view");
        list = new EntryList(words, this::opened, this::chose);
        moments.setLabel(words.get("files.moment"));
        moments.addClassName("files-moment");
        moments.addValueChangeListener(change -> {
            if (change.getValue() != null) {
                if (line != null) {
                    line.select(new RestoreMoment.OfBackup(List.of(change.getValue())).id());
                }
                String file = wanted;
                wanted = "";
                open(change.getValue(), file);
            }
        });
        order.addClassName("files-order");
        order.setLabel(words.get("files.order"));
        order.setItems(Order.values());
        order.setItemLabelGenerator(one -> words.get("files.order." + one));
        order.setValue(Order.NAME);
        order.addValueChangeListener(change -> draw());
        search = new SearchField(words.get("files.search.hint"), this::search);
        search.setLabel(words.get("files.search"));
        search.addClassName("files-search");
        trail.addClassName("files-trail");
        trail.getElement().setAttribute("aria-label", words.get("files.trail"));
        body.addClassName("files-body");
        bar.addClassName("files-bar");
        Div toolbar = new Div(search, moments, order);
        toolbar.addClassNames("pk-toolbar", "files-toolbar");
        place.add(toolbar, trail, body, bar);
        place.addClassName("pk-stack");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        show(event.getRouteParameters().get("id").orElse(""));
    }

    /**
     * Shows the newest backup of a container.
     *
     * @throws NotFoundException if there is none of that number, or it is not the person's to look into
     */
    void show(String id) {
        ContainerRow row = service.container(number(id));
        container = row;
        points = service.points(row.id());
        hour = null;
        removeAll();
        add(Parts.pageHeader(
                words.get("files.title"),
                new Span(
                        service.isOwn(row)
                                ? words.get(
                                        "files.lead",
                                        words.get("my.name." + row.kind().name()))
                                : words.get(
                                        "files.leadOf",
                                        Visible.isolated(row.account().isEmpty() ? row.sid() : row.account())))));
        if (points.isEmpty()) {
            add(Parts.empty(Symbol.BACKUP, words.get("files.noBackup.title"), words.get("my.backups.none")));
            return;
        }
        Instant now = clock.instant();
        if (!service.isOwn(row)) {
            HourLine made = new HourLine(words, () -> enough(row), () -> isOver(row));
            hour = made;
            visits.open(row.id()).ifPresent(open -> made.show(open.until(), now));
            add(made);
        }
        draw(now);
        add(place);
        moments.setItems(points);
        Function<Instant, String> said =
                MomentWords.among(points.stream().map(KnownPoint::moment).toList(), now, words);
        moments.setItemLabelGenerator(
                point -> said.apply(point.moment()) + MomentWords.ahead(point.moment(), now, words));
        RestoreMoment.newest(points, now).ifPresent(moments::setValue);
    }

    /** The same moments as the list has, as a picture. */
    private void draw(Instant now) {
        Timeline made = MomentLine.of(RestoreMoment.of(points, List.of()), Map.of(), Optional.empty(), now, words);
        made.addChoiceListener(id -> points.stream()
                .filter(point -> new RestoreMoment.OfBackup(List.of(point)).id().equals(id))
                .findFirst()
                .ifPresent(moments::setValue));
        made.setVisible(points.size() > 1);
        line = made;
        add(made);
    }

    private static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw new NotFoundException("container " + id);
        }
    }

    @Override
    protected void onAttach(AttachEvent attached) {
        super.onAttach(attached);
        held.begin();
    }

    @Override
    protected void onDetach(DetachEvent detached) {
        held.end();
        super.onDetach(detached);
    }

    @Override
    public String getPageTitle() {
        return Titles.of(words.get("files.title"));
    }

    /** @param file the path of a file to show at once; empty for none */
    private void open(KnownPoint point, String file) {
        ContainerRow row = container;
        if (row == null) {
            return;
        }
        path.clear();
        entries = List.of();
        search.clear();
        trail.removeAll();
        bar.removeAll();
        take = null;
        list.chooseNothing();
        long ticket = held.next();
        CompletableFuture<Visit> opening = guarded(() -> service.opening(row.id(), point));
        if (opening != null) {
            boolean asks = requests.mayAskFiles(row);
            ask(
                    opening.whenComplete((visit, thrown) -> {
                        if (visit != null) {
                            held.hold(ticket, visit);
                        }
                    }),
                    visit -> opened(visit, asks, point, file));
        }
    }

    private void opened(Visit visit, boolean asks, KnownPoint point, String file) {
        String day = point.moment().atZone(words.formats().zone()).toLocalDate().toString();
        TakeBar made = new TakeBar(
                words, service, asks ? requests : null, visit, "backup-" + day, list::chooseNothing, this::isOver);
        take = made;
        bar.removeAll();
        bar.add(made);
        ask(service.root(visit), root -> {
            path.add(root);
            read(root);
            if (!file.isEmpty()) {
                Later.show(
                        UI.getCurrent(),
                        service.finding(visit, file),
                        found -> found.ifPresent(this::opened),
                        this::failed);
            }
        });
    }

    private interface Asking<T> {
        CompletableFuture<T> ask();
    }

    /** Null if it was refused at once; that is shown then. */
    private <T> @Nullable CompletableFuture<T> guarded(Asking<T> asking) {
        try {
            return asking.ask();
        } catch (RuntimeException e) {
            failed(e);
            return null;
        }
    }

    private <T> void ask(CompletableFuture<T> future, Consumer<T> done) {
        long mine = ++asked;
        waiting();
        Later.show(
                UI.getCurrent(),
                future,
                result -> {
                    if (mine == asked) {
                        done.accept(result);
                    }
                },
                thrown -> {
                    if (mine == asked) {
                        failed(thrown);
                    }
                });
    }

    private void waiting() {
        body.removeAll();
        body.getElement().setAttribute("aria-busy", "true");
        for (int i = 0; i < 6; i++) {
            Div line = new Div();
            line.addClassNames("pk-skeleton", "pk-skeleton-text");
            line.getElement().setAttribute("aria-hidden", "true");
            body.add(line);
        }
    }

    /** Says so, and takes away what cannot be done any more, if the person helps here and may no longer look. */
    private boolean isOver(ContainerRow row) {
        HourLine line = hour;
        if (line == null) {
            return false;
        }
        Optional<Visited> open = allowed(row);
        if (open.isPresent()) {
            line.show(open.get().until(), clock.instant());
            return false;
        }
        asked++;
        held.next();
        path.clear();
        entries = List.of();
        take = null;
        list.chooseNothing();
        line.setVisible(false);
        place.removeAll();
        Div note = Parts.note(Symbol.WARNING, words.get("notNow.FILES_OVER"), true);
        note.getElement().setAttribute("role", "alert");
        Anchor anew = new Anchor("profiles/" + row.id(), words.get("files.askAnew"));
        anew.addClassName("button-link");
        Div acts = new Div(anew);
        acts.addClassName("my-actions");
        place.add(note, acts);
        return true;
    }

    /** Also empty if the person does not help there any more. */
    private Optional<Visited> allowed(ContainerRow row) {
        try {
            return visits.open(row.id());
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    private boolean isOver(Throwable thrown) {
        ContainerRow row = container;
        return row != null && isOver(row);
    }

    private void enough(ContainerRow row) {
        visits.end(row.id());
        UI.getCurrent().navigate("profiles/" + row.id());
    }

    private void failed(Throwable thrown) {
        if (isOver(thrown)) {
            return;
        }
        asked++;
        body.removeAll();
        body.getElement().removeAttribute("aria-busy");
        KnownPoint point = moments.getValue();
        Button again = new Button(words.get("files.again"), click -> open(point, ""));
        Div note = Parts.note(Symbol.WARNING, ErrorMessages.of(thrown).in(words), true);
        note.getElement().setAttribute("role", "alert");
        body.add(note, again);
    }

    private void read(SnapshotEntry folder) {
        Visit visit = held.get();
        if (visit == null) {
            return;
        }
        trail();
        CompletableFuture<List<SnapshotEntry>> listing = guarded(() -> service.listing(visit, folder));
        if (listing != null) {
            ask(listing, found -> {
                entries = found;
                draw();
            });
        }
    }

    private void draw() {
        if (path.isEmpty()) {
            return;
        }
        ContainerRow row = container;
        if (row != null && isOver(row)) {
            return;
        }
        body.removeAll();
        body.getElement().removeAttribute("aria-busy");
        boolean searching = !search.getValue().isBlank();
        if (entries.isEmpty()) {
            body.add(Parts.empty(
                    searching ? Symbol.SEARCH : Symbol.CONTAINER,
                    words.get(searching ? "files.nothingFound.title" : "files.emptyFolder.title"),
                    words.get(searching ? "files.nothingFound.text" : "files.emptyFolder.text")));
            return;
        }
        Order by = order.getValue();
        list.show(
                entries.stream()
                        .sorted((by == null ? Order.NAME : by).comparator())
                        .toList(),
                searching);
        body.add(list);
    }

    private void trail() {
        trail.removeAll();
        for (int i = 0; i < path.size(); i++) {
            SnapshotEntry folder = path.get(i);
            int depth = i + 1;
            String name = i == 0 ? EntryWords.name(folder, words) : EntryWords.below(path.get(i - 1), folder);
            if (depth == path.size()) {
                Span here = new Span(name);
                here.getElement().setAttribute("aria-current", "location");
                trail.add(here);
            } else {
                Button up = new Button(name, click -> {
                    path.subList(depth, path.size()).clear();
                    search.clear();
                    read(folder);
                });
                up.addThemeNames("tertiary");
                Span between = new Span("›");
                between.getElement().setAttribute("aria-hidden", "true");
                trail.add(up, between);
            }
        }
    }

    private void opened(SnapshotEntry entry) {
        Visit visit = held.get();
        if (visit == null) {
            return;
        }
        if (entry.kind() == SnapshotEntry.Kind.FOLDER) {
            search.clear();
            path.add(entry);
            read(entry);
            return;
        }
        try {
            TakeBar bar = take;
            Runnable ask = bar != null && bar.asks() && entry.isReadable()
                    ? () -> {
                        list.chooseNothing();
                        list.choose(entry);
                        bar.ask();
                    }
                    : null;
            new FileDialog(words, service, visit, entry, clock.instant(), this::goTo, ask).open();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void goTo(FileVersions.Version version) {
        points.stream()
                .filter(point -> point.snapshot().equals(version.point().snapshot())
                        && point.place() == version.point().container())
                .findFirst()
                .ifPresent(point -> {
                    if (point.equals(moments.getValue())) {
                        open(point, version.entry().path());
                    } else {
                        wanted = version.entry().path();
                        moments.setValue(point);
                    }
                });
    }

    private void search(String part) {
        Visit visit = held.get();
        if (visit == null || path.isEmpty()) {
            return;
        }
        SnapshotEntry folder = path.get(path.size() - 1);
        if (part.isBlank()) {
            read(folder);
            return;
        }
        var searching = guarded(() -> service.searching(visit, folder, part.strip()));
        if (searching != null) {
            ask(searching, found -> {
                entries = found.entries();
                draw();
                if (found.more()) {
                    body.addComponentAsFirst(new Paragraph(words.get("files.foundMore", entries.size())));
                }
            });
        }
    }

    private void chose() {
        if (take != null) {
            take.choose(list.chosen());
        }
    }
}
