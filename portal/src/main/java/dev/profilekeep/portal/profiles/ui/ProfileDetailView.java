package dev.profilekeep.portal.profiles.ui;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;
import static dev.profilekeep.portal.access.Allowed.USER;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasOrderedComponents;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.health.Finding;
import dev.profilekeep.health.Severity;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.backups.BackupsService;
import dev.profilekeep.portal.backups.RestoreMoment;
import dev.profilekeep.portal.backups.ui.BackUpNowPanel;
import dev.profilekeep.portal.backups.ui.KeepingPanel;
import dev.profilekeep.portal.backups.ui.MomentWords;
import dev.profilekeep.portal.backups.ui.PointsList;
import dev.profilekeep.portal.base.ui.Disks;
import dev.profilekeep.portal.base.ui.MainLayout;
import dev.profilekeep.portal.base.ui.Marks;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Titles;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.compaction.CompactionsService;
import dev.profilekeep.portal.compaction.ui.SmallerSection;
import dev.profilekeep.portal.files.VisitsService;
import dev.profilekeep.portal.files.ui.VisitPanel;
import dev.profilekeep.portal.profiles.FindingWords;
import dev.profilekeep.portal.profiles.Observations;
import dev.profilekeep.portal.profiles.ProfilesService;
import dev.profilekeep.portal.profiles.Situation;
import dev.profilekeep.portal.readiness.ReadyService;
import dev.profilekeep.portal.readiness.ui.OtherSitePanel;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.portal.requests.ui.AskDialog;
import dev.profilekeep.portal.requests.ui.CloudCacheNote;
import dev.profilekeep.portal.requests.ui.FirstAidButtons;
import dev.profilekeep.portal.room.RoomService;
import dev.profilekeep.portal.room.ui.RoomPanel;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.CopyableText;
import dev.profilekeep.ui.EvidenceList;
import dev.profilekeep.ui.EvidenceList.Evidence;
import dev.profilekeep.ui.StatusBadge;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is in this one? In words first, then what it rests on, then everything. People see their own; helpers see all. */
@Route(value = "profiles/:id", layout = MainLayout.class)
@KeepsToScope
@RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
public class ProfileDetailView extends Main implements BeforeEnterObserver, HasDynamicTitle {
    private static final long serialVersionUID = 1L;

    private final transient ProfilesService service;
    private final transient BackupsService backups;
    private final transient RequestsService requests;
    private final transient VisitsService visits;
    private final transient CompactionsService compactions;
    private final transient RoomService rooms;
    private final transient ReadyService readiness;
    private final transient Clock clock;
    private final transient Person person;
    private boolean helper;
    private boolean helps;
    private final transient Words words = Words.current();
    private String title = "";
    /** Stays as it is when the rest of the page is drawn anew; null before there is a page. */
    private @Nullable Section room;

    private long roomOf;

    ProfileDetailView(
            ProfilesService service,
            BackupsService backups,
            RequestsService requests,
            VisitsService visits,
            CompactionsService compactions,
            RoomService rooms,
            ReadyService readiness,
            Clock clock,
            CurrentUser currentUser) {
        this.service = service;
        this.backups = backups;
        this.requests = requests;
        this.visits = visits;
        this.compactions = compactions;
        this.rooms = rooms;
        this.readiness = readiness;
        this.clock = clock;
        this.person = currentUser.require();
        addClassName("pk-view");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        open(event.getRouteParameters().get("id").orElse(""));
    }

    /**
     * Shows one container.
     *
     * @throws NotFoundException if there is none of that number, or it is not the person's to see
     */
    void open(String id) {
        show(service.detail(number(id)));
    }

    @Override
    public String getPageTitle() {
        return Titles.of(title);
    }

    private static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw new NotFoundException("container " + id);
        }
    }

    private void show(ContainerDetail detail) {
        removeAll();
        Map<String, String> siteNames = service.siteNames();
        ContainerRow row = detail.row();
        helper = Allowed.sees(person, row);
        helps = Allowed.helps(person).includes(row);
        title = ProfilesGrid.name(row, words);
        add(header(row));
        Div left =
                new Div(findings(detail, siteNames), evidence(detail, siteNames), growth(detail, siteNames), room(row));
        left.addClassName("pk-column");
        if (helper && row.kind() == ContainerKind.PROFILE) {
            left.add(
                    Parts.section(words.get("readiness.other"), new OtherSitePanel(words, readiness, row.id(), helps)));
        }
        Div right = new Div(capacity(row), smaller(row), backups(row), firstAid(row), technical(detail));
        right.addClassName("pk-column");
        Div split = new Div(left, right);
        split.addClassName("pk-split");
        add(split, copies(detail, siteNames));
    }

    private Header header(ContainerRow row) {
        Header header = new Header();
        header.addClassName("pk-page-header");
        if (helper) {
            Nav trail = new Nav(new Anchor("profiles", words.get("profiles.title")));
            trail.getElement().setAttribute("aria-label", words.get("detail.trail"));
            trail.addClassName("pk-breadcrumb");
            header.add(trail);
        }
        StatusBadge badge = new StatusBadge(
                Marks.of(row.state()), words.get("state." + row.state().name()));
        badge.setSize(StatusBadge.Size.LARGE);
        Div name = new Div(new H1(title), badge);
        name.addClassName("pk-line");
        Situation situation = Situation.of(row);
        Paragraph lead = new Paragraph(words.get("kind." + row.kind().name() + ".long") + " "
                + words.get(
                        situation == Situation.FINE && !row.findings().isEmpty()
                                ? "detail.situation.FINE.notes"
                                : "detail.situation." + situation.name()));
        lead.addClassName("pk-page-lead");
        Div acts = new Div(Parts.download("api/v1/containers/" + row.id(), words.get("detail.json")));
        acts.getChildren().findFirst().ifPresent(link -> link.getElement()
                .setAttribute("download", "container-" + row.id() + ".json"));
        if (helps) {
            Anchor help = new Anchor("help/" + row.id(), words.get("detail.help"));
            help.addClassName("button-link");
            acts.addComponentAsFirst(help);
        }
        acts.addClassName("pk-page-actions");
        header.add(name, lead, acts);
        return header;
    }

    private Component findings(ContainerDetail detail, Map<String, String> siteNames) {
        Section section = Parts.section(words.get("detail.findings"));
        if (detail.findings().isEmpty()) {
            section.add(new Paragraph(words.get("detail.findings.none")));
            return section;
        }
        detail.findings().stream()
                .sorted(Comparator.comparing((Finding finding) -> finding.code().severity())
                        .reversed())
                .collect(Collectors.groupingBy(
                        finding -> FindingWords.of(finding, siteNames, words.texts(), words.formats()),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .forEach((said, same) -> section.add(finding(said, same, where(same, detail, siteNames))));
        return section;
    }

    /** The sites at which it was found, in words; empty for what concerns the container as a whole. */
    private static String where(List<Finding> same, ContainerDetail detail, Map<String, String> siteNames) {
        return detail.copies().stream()
                .filter(copy ->
                        same.stream().anyMatch(finding -> copy.locationId().equals(finding.location())))
                .map(copy -> siteNames.getOrDefault(copy.siteId(), copy.siteId()))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private Component finding(FindingWords said, List<Finding> same, String where) {
        Severity severity = same.get(0).code().severity();
        StatusBadge badge = new StatusBadge(Marks.of(severity), words.get("severity." + severity.name()));
        H3 name = new H3(new Span(said.name()), badge);
        if (!where.isEmpty()) {
            Span place = new Span(where);
            place.addClassNames("pk-secondary", "finding-place");
            name.add(place);
        }
        Paragraph next = new Paragraph(said.next());
        next.addClassName("pk-secondary");
        Div card = new Div(name, new Paragraph(said.meaning()), next);
        if (!said.technical().isEmpty()) {
            Span rule = new Span(said.technical());
            rule.addClassName("pk-mono");
            card.add(Parts.details(words.get("detail.technical"), rule));
        }
        card.addClassNames("pk-card", "finding");
        return card;
    }

    private Component capacity(ContainerRow row) {
        Section section = Parts.section(words.get("detail.capacity"));
        Disks.capacity(row)
                .ifPresentOrElse(section::add, () -> section.add(new Paragraph(words.get("detail.capacity.none"))));
        return section;
    }

    /** When it was made smaller; another disk is there once the larger one is back. */
    private Component smaller(ContainerRow row) {
        return new SmallerSection(words, compactions, row, () -> open(Long.toString(row.id())));
    }

    /** What it can go back to, each moment once. */
    private Component backups(ContainerRow row) {
        Section section = Parts.section(words.get("detail.backups"));
        section.addClassName("container-backups");
        section.setVisible(backups.configured());
        if (!section.isVisible()) {
            return section;
        }
        List<KnownPoint> points = backups.points(row.id());
        Instant now = clock.instant();
        section.add(new Paragraph(
                points.isEmpty() ? words.get("detail.backups.none") : MomentWords.newest(points, now, words)));
        AtomicReference<@Nullable RestoreMoment> choice = new AtomicReference<>();
        KeepingPanel keeping = new KeepingPanel(words, backups, row, now, () -> open(Long.toString(row.id())));
        section.add(new PointsList(row.id(), points, backups, helps, now, words, chosen -> {
            choice.set(chosen);
            keeping.choose(chosen);
        }));
        if (points.isEmpty() ? requests.mayAskPrevious(row) : requests.mayAsk(row)) {
            Button ask =
                    new Button(words.get("detail.backups.ask"), new SymbolIcon(Symbol.UNDO), click -> new AskDialog(
                                    words,
                                    requests,
                                    backups,
                                    row,
                                    points,
                                    choice.get(),
                                    Allowed.owns(person, row.sid()),
                                    now,
                                    () -> {})
                            .open());
            Div acts = new Div(ask);
            acts.addClassName("my-actions");
            section.add(acts);
        }
        if (!points.isEmpty()) {
            section.add(new VisitPanel(words, visits, row));
        }
        section.add(new BackUpNowPanel(words, backups, row, now, () -> again(section, row)));
        section.add(keeping);
        if (helps && requests.isHeldByCloudCache(row)) {
            section.add(new CloudCacheNote(
                    words, requests, List.of(row), Allowed.administers(person).includes(row)));
        }
        return section;
    }

    /** What it can go back to, read anew; the rest of the page stays as it is. */
    private void again(Section section, ContainerRow row) {
        section.getParent()
                .map(HasOrderedComponents.class::cast)
                .ifPresent(column -> column.replace(section, backups(row)));
    }

    /** For those who help, apart from the backups: it is the last resort. The owner's stands on their own page. */
    private Component firstAid(ContainerRow row) {
        boolean offered = helps && backups.configured() && !requests.isHeldByCloudCache(row);
        FirstAidButtons buttons =
                new FirstAidButtons(words, requests, offered ? List.of(row) : List.of(), () -> {}).tertiary();
        String what = words.get("detail.firstAid.text")
                + (row.kind() == ContainerKind.PROFILE ? " " + words.get("detail.firstAid.last") : "");
        Section section = Parts.section(words.get("detail.firstAid"), new Paragraph(what), buttons);
        section.setVisible(buttons.isVisible());
        return section;
    }

    private Component growth(ContainerDetail detail, Map<String, String> siteNames) {
        Section section = Parts.section(words.get("detail.growth"));
        Disks.growth(detail, siteNames, words)
                .ifPresentOrElse(section::add, () -> section.add(new Paragraph(words.get("detail.growth.none"))));
        return section;
    }

    /** What takes the room, once somebody asked; what was found stays until the page is left. */
    private Component room(ContainerRow row) {
        Section section = room;
        if (section == null || roomOf != row.id()) {
            RoomPanel panel = new RoomPanel(words, rooms, row);
            section = Parts.section(words.get("room.title"), panel);
            section.setVisible(panel.isVisible());
            room = section;
            roomOf = row.id();
        }
        return section;
    }

    private Component evidence(ContainerDetail detail, Map<String, String> siteNames) {
        List<Evidence> evidence =
                Observations.of(detail, siteNames, words.formats(), service.lockFilesCount(detail)).stream()
                        .map(seen -> new Evidence(
                                EvidenceList.Answer.valueOf(seen.answer().name()),
                                seen.what().in(words.texts()),
                                seen.source().in(words.texts()),
                                seen.at()))
                        .toList();
        return Parts.section(words.get("detail.evidence"), new EvidenceList(evidence));
    }

    private Component copies(ContainerDetail detail, Map<String, String> siteNames) {
        Div cards = new Div();
        cards.addClassNames("pk-cards", "copies");
        detail.copies().forEach(copy -> cards.add(copy(copy, siteNames)));
        return Parts.section(words.get("detail.copies"), cards);
    }

    private Component copy(CopyDetail copy, Map<String, String> siteNames) {
        String site = siteNames.getOrDefault(copy.siteId(), copy.siteId());
        Div head = new Div(
                new H3(site),
                new StatusBadge(
                        CopyMarks.of(copy.presence()),
                        words.get("presence." + copy.presence().name())));
        head.addClassName("pk-card-header");
        Div card = new Div(head);
        card.addClassName("pk-card");
        var file = copy.file();
        Map<String, Component> facts = new LinkedHashMap<>();
        if (file != null) {
            facts.put(words.get("fact.fileSize"), new Span(words.formats().bytes(file.size())));
            facts.put(words.get("fact.lastWritten"), Parts.ago("", file.lastWritten(), words.get("fact.never")));
        }
        facts.put(words.get("fact.checked"), Parts.ago("", copy.checkedAt(), words.get("fact.never")));
        facts.put(words.get("fact.read"), Parts.ago("", copy.infoAt(), words.get("fact.never")));
        card.add(Parts.facts(facts));
        if (copy.info() != null) {
            Disks.capacity(copy.info()).ifPresent(bar -> card.add(bar));
            Disks.blocks(copy.info(), words.get("detail.blocks", site)).ifPresent(map -> card.add(map));
        }
        Map<String, Component> technical = Disks.facts(copy, helper, words);
        if (helper && copy.reason() != null && !copy.reason().isEmpty()) {
            technical.put(words.get("fact.reason"), new Span(Visible.isolated(copy.reason())));
        }
        if (!technical.isEmpty()) {
            card.add(Parts.details(words.get("detail.technical"), Parts.facts(technical)));
        }
        return card;
    }

    private Component technical(ContainerDetail detail) {
        ContainerRow row = detail.row();
        Map<String, Component> facts = new LinkedHashMap<>();
        facts.put(words.get("fact.sid"), new CopyableText(row.sid(), words.get("fact.sid")));
        facts.put(words.get("fact.disk"), new CopyableText(Visible.oneLine(row.baseName()), words.get("fact.disk")));
        facts.put(words.get("fact.set"), new CopyableText(row.setId(), words.get("fact.set")));
        facts.put(words.get("fact.id"), new CopyableText(Long.toString(row.id()), words.get("fact.id")));
        return Parts.section(words.get("detail.identity"), Parts.facts(facts));
    }
}
