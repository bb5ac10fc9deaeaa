package dev.profilekeep.portal.help.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.lock.SiteDocument;
import dev.profilekeep.portal.base.ui.LockMarks;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.help.HelpService;
import dev.profilekeep.portal.locks.SitesService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The copies of what a caller has, by site, with what lies beside each. */
final class CopiesSection extends Section {
    private static final long serialVersionUID = 1L;

    private final transient HelpService service;
    private final transient SitesService sites;
    private final transient Words words;
    private final transient Map<String, String> siteNames;
    private final transient List<LockPanel> panels;

    /** @param panels what the caller has; read again at each showing */
    CopiesSection(
            HelpService service,
            SitesService sites,
            Words words,
            Map<String, String> siteNames,
            List<LockPanel> panels) {
        this.service = service;
        this.sites = sites;
        this.words = words;
        this.siteNames = siteNames;
        this.panels = panels;
        addClassName("pk-section");
    }

    /** Shows them as they are known now. */
    void show() {
        removeAll();
        add(new H2(words.get("detail.copies")));
        Map<String, String> cutOff = cutOff();
        for (LockPanel panel : panels) {
            ContainerDetail container = panel.container();
            boolean over = isOver(panel);
            Map<String, Component> facts = new LinkedHashMap<>();
            for (CopyDetail copy : container.copies()) {
                Div value = new Div();
                if (cutOff.containsKey(copy.siteId())) {
                    value.add(new Paragraph(cutOff.get(copy.siteId())));
                }
                value.add(new Span(words.get("presence." + copy.presence().name())));
                var file = copy.file();
                if (file != null) {
                    value.add(new Span(" · " + words.formats().bytes(file.size()) + " · "));
                    value.add(Parts.ago(words.get("fact.lastWritten"), file.lastWritten(), words.get("fact.never")));
                }
                if (!over) {
                    lockFiles(copy).forEach(lock -> {
                        Paragraph said = new Paragraph(lockFile(container, copy, lock));
                        said.addClassNames("pk-secondary", "pk-small");
                        value.add(said);
                    });
                }
                facts.put(siteNames.getOrDefault(copy.siteId(), copy.siteId()), value);
            }
            Anchor all = new Anchor(
                    "profiles/" + container.row().id(),
                    words.get(
                            "help.details",
                            words.get("kind." + container.row().kind().name())));
            Div card = new Div(new H3(words.get("kind." + container.row().kind().name())), Parts.facts(facts), all);
            card.addClassName("pk-card");
            add(card);
        }
    }

    /** Of sites that are cut off, what has to be said before what is known of a copy there. */
    private Map<String, String> cutOff() {
        Map<String, String> said = new LinkedHashMap<>();
        for (SiteDocument site : sites.cutOff()) {
            SiteDocument.CutOff word = site.cutOff();
            if (word != null) {
                said.put(
                        site.id(), words.get("help.copy.cutOff", words.formats().dateTime(word.since())));
            }
        }
        return said;
    }

    /** Whether the inventory saw a lock file there, and since then somebody looked, and none locks it. */
    boolean isOver(LockPanel panel) {
        return panel.word().equals(LockMarks.NOT_LOCKED) && service.lockFilesCount(panel.container());
    }

    private static List<CopyDetail.SidecarSeen> lockFiles(CopyDetail copy) {
        return copy.sidecars().stream()
                .filter(beside -> beside.name().toLowerCase(Locale.ROOT).endsWith(".lock"))
                .toList();
    }

    /** What the last inventory saw beside the disk: in a set without Cloud Cache it is clutter, and said to be. */
    private String lockFile(ContainerDetail container, CopyDetail copy, CopyDetail.SidecarSeen lock) {
        boolean leftOver = !service.lockFilesCount(container) && copy.presence() == CopyDetail.Presence.PRESENT;
        return words.get(
                leftOver ? "help.lockFile.leftOver" : "help.lockFile",
                words.formats().dateTime(lock.lastWritten()));
    }

    /** The copies of a container as lines: site, size, when it was written, and what lies beside it. */
    List<String> lines(LockPanel panel) {
        List<String> lines = new ArrayList<>();
        Map<String, String> cutOff = cutOff();
        for (CopyDetail copy : panel.container().copies()) {
            StringBuilder line = new StringBuilder(siteNames.getOrDefault(copy.siteId(), copy.siteId()))
                    .append(": ")
                    .append(cutOff.containsKey(copy.siteId()) ? cutOff.get(copy.siteId()) + " " : "")
                    .append(words.get("presence." + copy.presence().name()));
            var file = copy.file();
            if (file != null) {
                line.append(" · ").append(words.formats().bytes(file.size())).append(" · ");
                line.append(words.get("fact.lastWritten")).append(' ');
                line.append(words.formats().dateTime(file.lastWritten()));
            }
            if (!isOver(panel)) {
                lockFiles(copy).forEach(lock -> line.append(" · ").append(lockFile(panel.container(), copy, lock)));
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
