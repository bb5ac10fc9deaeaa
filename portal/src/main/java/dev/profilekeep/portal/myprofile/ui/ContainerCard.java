package dev.profilekeep.portal.myprofile.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.portal.base.ui.Disks;
import dev.profilekeep.portal.base.ui.Marks;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.myprofile.MyStory;
import dev.profilekeep.portal.profiles.Situation;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.CopyableText;
import dev.profilekeep.ui.StatusBadge;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A container of the person's own: how full it is, where its copies are, and what the helpdesk would call it. */
final class ContainerCard extends Section {
    private static final long serialVersionUID = 1L;

    private final transient Words words;

    /**
     * @param inUse whether somebody works with it; null if nothing is to be said of that
     * @param several whether it is one of several, and so tells its own state
     */
    ContainerCard(
            Words words,
            ContainerDetail detail,
            MyStory story,
            @Nullable Boolean inUse,
            Map<String, String> siteNames,
            boolean several) {
        this.words = words;
        ContainerRow row = detail.row();
        addClassNames("pk-card", "my-container");
        H2 name = new H2(words.get("my.name." + row.kind().name()));
        if (several) {
            Situation situation = story.situation();
            StatusBadge badge = new StatusBadge(
                    Marks.of(situation.state()),
                    words.get("state." + situation.state().name()));
            Div head = new Div(name, badge);
            head.addClassName("pk-card-header");
            add(head);
            if (situation != Situation.FINE) {
                add(new Paragraph(story.headline()));
            }
        } else {
            add(name);
        }
        Disks.plainCapacity(row).ifPresent(this::add);
        UnorderedList facts = new UnorderedList();
        story.copies().forEach(copy -> facts.add(copy(copy)));
        if (inUse != null) {
            facts.add(fact(inUse ? Symbol.LOCK : Symbol.UNLOCK, new Span(story.lock())));
        }
        facts.add(fact(Symbol.CLOCK, Parts.ago(words.get("my.looked"), row.lastSeen(), words.get("my.neverLooked"))));
        facts.addClassName("my-facts");
        add(facts);
        Disks.growth(detail, siteNames, words).ifPresent(this::add);
        add(technical(detail, siteNames));
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

    private Component technical(ContainerDetail detail, Map<String, String> siteNames) {
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
}
