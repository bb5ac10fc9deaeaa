package dev.profilekeep.portal.backups.ui;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import dev.profilekeep.backup.points.BackupList;
import dev.profilekeep.backup.points.RepositoryMeasure;
import dev.profilekeep.backup.repo.KeyInfo;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.backups.BackupsService;
import dev.profilekeep.portal.backups.RepositoryFacts;
import dev.profilekeep.portal.base.ui.ListAddress;
import dev.profilekeep.portal.base.ui.MainLayout;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Titles;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.GrowthChart;
import dev.profilekeep.ui.GrowthChart.CopyLine;
import dev.profilekeep.ui.GrowthChart.Growth;
import dev.profilekeep.ui.GrowthChart.Point;
import dev.profilekeep.ui.StatusBadge;
import dev.profilekeep.ui.Symbol;
import jakarta.annotation.security.RolesAllowed;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Is this place for backups sound, how large is it, and could we restore from it? As of the end of its last jobs. */
@Route(value = "backups/repositories/:id", layout = MainLayout.class)
@KeepsToScope
@RolesAllowed({ADMINISTRATOR, AUDITOR})
public class RepositoryView extends Main implements BeforeEnterObserver, HasDynamicTitle {
    private static final long serialVersionUID = 1L;

    private final transient BackupsService service;
    private final transient Words words = Words.current();
    private String title = "";

    RepositoryView(BackupsService service) {
        this.service = service;
        addClassNames("pk-view", "repository-view");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        open(event.getRouteParameters().get("id").orElse(""));
    }

    /**
     * Shows one repository.
     *
     * @throws NotFoundException if none of that id is configured
     */
    void open(String id) {
        removeAll();
        RepositoryFacts facts = service.repository(id);
        title = Visible.isolated(facts.seen().name());
        add(header(facts));
        if (!facts.seen().known().problem().isEmpty()) {
            add(
                    Parts.note(
                            Symbol.WARNING,
                            Visible.isolated(facts.seen().known().problem()),
                            true),
                    Parts.ago(
                            words.get("backups.repository.since"),
                            facts.seen().known().problemSince(),
                            ""));
        }
        facts.last()
                .ifPresentOrElse(
                        last -> add(
                                asOf(facts.seen().known(), last),
                                tiles(facts.seen().known(), last),
                                growth(facts)),
                        () -> add(nothing()));
        Div left = new Div(new RepositoryCheckSection(facts, words), keep(facts));
        left.addClassName("pk-column");
        Div right = new Div(keys(facts.keys()));
        right.addClassName("pk-column");
        Div split = new Div(left, right);
        split.addClassName("pk-split");
        add(split, new RestoreTestsSection(facts.tests(), words));
    }

    @Override
    public String getPageTitle() {
        return Titles.of(title);
    }

    private Header header(RepositoryFacts facts) {
        Nav trail = new Nav(new Anchor("backups", words.get("backups.title")));
        trail.getElement().setAttribute("aria-label", words.get("detail.trail"));
        trail.addClassName("pk-breadcrumb");
        StatusBadge badge = RepositoryCard.badge(facts.seen().known(), words);
        badge.setSize(StatusBadge.Size.LARGE);
        Div name = new Div(new H1(title), badge);
        name.addClassName("pk-line");
        String site = service.siteNames()
                .getOrDefault(facts.seen().siteId(), facts.seen().siteId());
        Paragraph lead = new Paragraph(words.get("repository.lead", site, RepositoryCard.use(facts.seen(), words)));
        lead.addClassName("pk-page-lead");
        Div acts = new Div(Parts.download(
                ListAddress.export("api/v1/backups/repositories/" + facts.seen().id() + "/nights.csv", Map.of(), words),
                words.get("profiles.export")));
        acts.addClassName("pk-page-actions");
        Header header = new Header(trail, name, lead, acts);
        header.addClassName("pk-page-header");
        return header;
    }

    private Component nothing() {
        return Parts.empty(
                Symbol.BACKUP, words.get("repository.unmeasured.title"), words.get("repository.unmeasured.text"));
    }

    /** Of when the numbers are: backups are counted as they are listed, all else is measured when a job ends. */
    private Component asOf(BackupList.Known known, RepositoryMeasure last) {
        Instant read = known.readAt();
        String measured = words.get("repository.asOf.measured", words.formats().dateTime(last.taken()));
        Paragraph line = new Paragraph(
                read == null
                        ? measured
                        : words.get("repository.asOf.read", words.formats().dateTime(read)) + " " + measured);
        line.addClassName("pk-secondary");
        return line;
    }

    /** Three digits that matter. */
    private static double shown(double ratio) {
        return ratio < 99.95 ? Math.round(ratio * 10) / 10.0 : Math.round(ratio);
    }

    private Component tiles(BackupList.Known known, RepositoryMeasure last) {
        String live = words.formats().bytes(last.live());
        Div tiles = new Div(
                Parts.tile(
                        words.get("repository.size"),
                        words.formats().bytes(last.stored()),
                        words.get("repository.measured", words.formats().dateTime(last.taken()))),
                last.ratio() == 0
                        ? Parts.tile(words.get("repository.once"), "–", words.get("repository.once.unknown"))
                        : Parts.tile(
                                words.get("repository.once"),
                                words.get("repository.once.value", shown(last.ratio())),
                                words.get("repository.once.note", live)),
                Parts.tile(
                        words.get("repository.people"),
                        words.formats().count(last.people()),
                        words.get("repository.measured", words.formats().dateTime(last.taken()))),
                Parts.tile(
                        words.get("repository.backups"),
                        words.formats().count(known.points()),
                        words.get("repository.backups.note", known.containers())),
                moment("backups.column.newest", known.newest()),
                moment("backups.column.oldest", known.oldest()));
        tiles.addClassName("pk-tiles");
        return tiles;
    }

    private Component moment(String key, @Nullable Instant at) {
        Div tile = Parts.tile(
                words.get(key),
                at == null
                        ? words.get("backups.repository.never")
                        : words.formats().date(at),
                at == null ? "" : words.formats().time(at));
        tile.addClassName("pk-tile-words");
        return tile;
    }

    private Component growth(RepositoryFacts facts) {
        List<RepositoryMeasure> nights = facts.nights();
        RepositoryMeasure to = nights.get(0);
        RepositoryMeasure from = nights.get(nights.size() - 1);
        if (nights.size() < 2) {
            return Parts.section(words.get("repository.growth"), new Paragraph(words.get("repository.growth.one")));
        }
        long grown = to.stored() - from.stored();
        String summary = words.get(
                grown > 0 ? "growth.grown" : grown < 0 ? "growth.shrunk" : "growth.same",
                words.formats().bytes(Math.abs(grown)),
                words.formats().date(from.taken()));
        CopyLine line = new CopyLine(
                words.get("repository.size"),
                nights.stream()
                        .map(night -> new Point(night.taken(), night.stored(), null))
                        .toList());
        GrowthChart chart = new GrowthChart(new Growth(summary, List.of(line), null, null));
        chart.setTimeZone(words.formats().zone());
        chart.setSummaryVisible(true);
        chart.addClassName("growth");
        return Parts.section(words.get("repository.growth"), chart);
    }

    private Component keys(List<KeyInfo> keys) {
        Div list = new Div();
        list.addClassName("pk-stack");
        for (KeyInfo key : keys) {
            Map<String, Component> facts = new LinkedHashMap<>();
            facts.put(
                    words.get("repository.key.kind"),
                    new Span(words.get("repository.key.kind." + key.kind().name())));
            facts.put(words.get("repository.key.made"), Parts.ago("", key.created(), ""));
            facts.put(
                    words.get("repository.key.proved"),
                    Parts.ago("", key.proved().orElse(null), words.get("repository.key.unproved")));
            Div card = new Div(new H3(Visible.isolated(key.label())), Parts.facts(facts));
            card.addClassName("pk-card");
            list.add(card);
        }
        if (keys.isEmpty()) {
            list.add(new Paragraph(words.get("repository.keys.none")));
        }
        return Parts.section(words.get("repository.keys"), list);
    }

    private Component keep(RepositoryFacts facts) {
        Map<String, Component> rules = new LinkedHashMap<>();
        facts.kinds()
                .forEach(kind -> rules.put(
                        words.get("kind." + kind.name()),
                        new Span(RetentionWords.of(facts.keep().get(kind), words))));
        return Parts.section(
                words.get("repository.keep"), Parts.facts(rules), new Paragraph(words.get("repository.keep.note")));
    }
}
