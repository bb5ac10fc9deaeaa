package dev.profilekeep.portal.myprofile.ui;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;
import static dev.profilekeep.portal.access.Allowed.USER;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.portal.base.ui.Disks;
import dev.profilekeep.portal.base.ui.MainLayout;
import dev.profilekeep.portal.base.ui.Marks;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Titles;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.portal.myprofile.MyProfileService;
import dev.profilekeep.portal.myprofile.MyStory;
import dev.profilekeep.portal.profiles.Situation;
import dev.profilekeep.security.Person;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.CopyableText;
import dev.profilekeep.ui.StatusBadge;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import jakarta.annotation.security.RolesAllowed;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Am I all right, and what can I do? One sentence, then the rest, without a word of jargon. */
@Route(value = "", layout = MainLayout.class)
@Menu(order = 1, title = "nav.myProfile", icon = "PROFILE")
@RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
public class MyProfileView extends Main implements HasDynamicTitle {
    private static final long serialVersionUID = 1L;

    private final transient Words words = Words.current();
    private final transient Map<String, String> siteNames;

    MyProfileView(MyProfileService service) {
        addClassNames("pk-view", "pk-view-narrow", "pk-generous");
        siteNames = service.sites().stream().collect(Collectors.toMap(Estate.Site::id, Estate.Site::name, (a, b) -> a));
        List<ContainerDetail> containers = service.myContainers();
        if (containers.isEmpty()) {
            add(nothing(service));
            return;
        }
        ContainerDetail first = containers.stream()
                .min(Comparator.comparing(detail -> Situation.of(detail.row())))
                .orElseThrow();
        MyStory story = MyStory.of(first, siteNames, words.texts(), words.formats());
        add(answer(first.row(), story, summary(service.me(), containers)));
        containers.forEach(container -> add(container(container, containers.size() > 1)));
    }

    @Override
    public String getPageTitle() {
        return Titles.of(words.get("my.title"));
    }

    private Component answer(ContainerRow row, MyStory story, String summary) {
        StatusBadge badge = new StatusBadge(
                Marks.of(story.situation().state()),
                words.get("state." + story.situation().state().name()));
        badge.setSize(StatusBadge.Size.LARGE);
        CopyForHelpdesk copy = new CopyForHelpdesk(words, summary, story.situation() != Situation.FINE);
        Div answer =
                new Div(badge, new H1(story.headline()), new Paragraph(story.meaning() + " " + story.kept()), copy);
        answer.addClassName("pk-answer");
        answer.getElement().setAttribute("data-status", Marks.of(row.state()).attribute());
        return answer;
    }

    private Component container(ContainerDetail detail, boolean several) {
        ContainerRow row = detail.row();
        MyStory story = MyStory.of(detail, siteNames, words.texts(), words.formats());
        Section card = new Section();
        card.addClassNames("pk-card", "my-container");
        H2 name = new H2(words.get("my.name." + row.kind().name()));
        if (several) {
            Situation situation = story.situation();
            StatusBadge badge = new StatusBadge(
                    Marks.of(situation.state()),
                    words.get("state." + situation.state().name()));
            Div head = new Div(name, badge);
            head.addClassName("pk-card-header");
            card.add(head);
            if (situation != Situation.FINE) {
                card.add(new Paragraph(story.headline()));
            }
        } else {
            card.add(name);
        }
        Disks.plainCapacity(row).ifPresent(bar -> card.add(bar));
        UnorderedList facts = new UnorderedList();
        story.copies().forEach(copy -> facts.add(copy(copy)));
        facts.add(
                fact(row.locked() ? Symbol.LOCK : Symbol.UNLOCK, new Span(story.lock())),
                fact(Symbol.CLOCK, Parts.ago(words.get("my.looked"), row.lastSeen(), words.get("my.neverLooked"))));
        facts.addClassName("my-facts");
        card.add(facts);
        Disks.growth(detail, siteNames, words).ifPresent(chart -> card.add(chart));
        card.add(technical(detail));
        return card;
    }

    private ListItem copy(MyStory.Copy copy) {
        return fact(
                copy.there() ? Symbol.SITE : Symbol.WARNING,
                copy.changed() == null
                        ? new Span(copy.words())
                        : Parts.ago(words.get("my.copyAt.changed", copy.words()), copy.changed(), ""));
    }

    private static ListItem fact(Symbol symbol, Component words) {
        return new ListItem(new SymbolIcon(symbol), words);
    }

    private Component technical(ContainerDetail detail) {
        ContainerRow row = detail.row();
        Map<String, Component> facts = new LinkedHashMap<>();
        facts.put(words.get("fact.sid"), new CopyableText(row.sid(), words.get("fact.sid")));
        facts.put(words.get("fact.disk"), new CopyableText(Visible.oneLine(row.baseName()), words.get("fact.disk")));
        facts.put(words.get("fact.id"), new CopyableText(Long.toString(row.id()), words.get("fact.id")));
        Div parts = new Div(Parts.facts(facts));
        for (CopyDetail copy : detail.copies()) {
            Map<String, Component> more = Disks.facts(copy, false, words);
            if (!more.isEmpty()) {
                parts.add(new H3(siteNames.getOrDefault(copy.siteId(), copy.siteId())), Parts.facts(more));
            }
        }
        parts.addClassName("pk-stack");
        return Parts.details(words.get("my.details"), parts);
    }

    private Component nothing(MyProfileService service) {
        Person me = service.me();
        String key = me.sid() == null ? "my.noSid" : service.lastInventory().isEmpty() ? "my.tooEarly" : "my.none";
        Div empty = Parts.empty(
                Symbol.PROFILE,
                words.get(key + ".title"),
                words.get(key + ".text"),
                new Paragraph(words.get(key + ".next")));
        empty.getChildren()
                .filter(H2.class::isInstance)
                .findFirst()
                .ifPresent(heading -> empty.replace(heading, new H1(words.get(key + ".title"))));
        empty.add(new CopyForHelpdesk(words, summary(me, List.of()), false));
        return empty;
    }

    /** What the helpdesk would ask for, as lines of text. */
    private String summary(Person me, List<ContainerDetail> containers) {
        StringBuilder text = new StringBuilder("ProfileKeep\n")
                .append(words.get("fact.person"))
                .append(": ")
                .append(me.displayName())
                .append('\n')
                .append(words.get("fact.sid"))
                .append(": ")
                .append(me.sid() == null ? "–" : me.sid())
                .append('\n');
        for (ContainerDetail detail : containers) {
            ContainerRow row = detail.row();
            text.append('\n')
                    .append(words.get("my.name." + row.kind().name()))
                    .append(" #")
                    .append(row.id())
                    .append('\n')
                    .append(words.get("fact.disk"))
                    .append(": ")
                    .append(Visible.isolated(row.baseName()))
                    .append('\n')
                    .append(words.get("fact.state"))
                    .append(": ")
                    .append(words.get("state." + row.state().name()))
                    .append('\n')
                    .append(words.get("fact.findings"))
                    .append(": ")
                    .append(
                            row.findings().isEmpty()
                                    ? "–"
                                    : row.findings().stream().map(Enum::name).collect(Collectors.joining(", ")))
                    .append('\n')
                    .append(words.get("fact.checked"))
                    .append(": ")
                    .append(words.formats().dateTime(row.lastSeen()))
                    .append('\n');
        }
        return text.toString();
    }
}
