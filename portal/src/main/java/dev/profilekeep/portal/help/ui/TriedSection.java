package dev.profilekeep.portal.help.ui;

import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.UnorderedList;
import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.help.Caller;
import dev.profilekeep.portal.help.HelpService;
import dev.profilekeep.portal.help.Summary;
import dev.profilekeep.portal.locks.AboutContainer;
import dev.profilekeep.portal.myprofile.HelpCase;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What was tried already, by the caller on their own page and by others. */
final class TriedSection extends Section {
    private static final long serialVersionUID = 1L;

    /** So long it matters what the caller did on their own page. */
    private static final Duration OWN = Duration.ofDays(1);

    private final transient HelpService service;
    private final transient Words words;
    private final transient Caller caller;
    private final transient Clock clock;
    private final transient List<LockPanel> panels;
    private final transient Supplier<Summary> summary;
    private transient List<String> shown = List.of();

    /** @param panels what the caller has; read again at each showing */
    TriedSection(
            HelpService service,
            Words words,
            Caller caller,
            Clock clock,
            List<LockPanel> panels,
            Supplier<Summary> summary) {
        this.service = service;
        this.words = words;
        this.caller = caller;
        this.clock = clock;
        this.panels = panels;
        this.summary = summary;
        addClassName("pk-section");
    }

    /** Shows it as it is known now; builds nothing anew that is as it was. */
    void show() {
        List<AuditRecord> entries = entries();
        Optional<String> own = own();
        List<String> now = new ArrayList<>(summary.get().lines(entries, disks()));
        now.add(own.orElse(""));
        if (now.equals(shown)) {
            return;
        }
        shown = now;
        removeAll();
        add(new H2(words.get("help.tried")));
        own.ifPresent(said -> add(new Paragraph(said)));
        ownCase()
                .map(one -> summary.get().wasLines(one, disks()))
                .filter(lines -> !lines.isEmpty())
                .ifPresent(lines -> {
                    UnorderedList was = new UnorderedList();
                    lines.forEach(line -> was.add(new ListItem(line)));
                    add(Parts.details(words.get("help.own.was"), was));
                });
        if (entries.isEmpty()) {
            if (own.isPresent()) {
                return;
            }
            add(new Paragraph(words.get("help.tried.none")));
            return;
        }
        UnorderedList list = new UnorderedList();
        list.addClassName("tried");
        summary.get().lines(entries, disks()).forEach(line -> list.add(new ListItem(line)));
        add(list);
    }

    /** What the caller did on their own page within a day. */
    Optional<HelpCase> ownCase() {
        return service.own(caller)
                .filter(one -> Duration.between(one.since(), clock.instant()).compareTo(OWN) < 0);
    }

    /** The same in a sentence. */
    Optional<String> own() {
        return ownCase()
                .map(one -> words.get(
                        inWithoutFreeing(one)
                                ? "help.own.IN.tried"
                                : "help.own." + one.phase().name(),
                        words.formats().dateTime(one.since())));
    }

    private static boolean inWithoutFreeing(HelpCase one) {
        return one.phase() == HelpCase.Phase.IN && one.freedAt() == null;
    }

    /** Which disk an act was about, where there are several. */
    Map<String, String> disks() {
        Map<String, String> disks = new LinkedHashMap<>();
        if (panels.size() > 1) {
            panels.forEach(panel -> disks.put(
                    AboutContainer.SUBJECT + panel.container().row().id(),
                    panel.container().row().baseName()));
        }
        return disks;
    }

    /** What was done with the caller's containers, newest first. */
    List<AuditRecord> entries() {
        return panels.stream()
                .flatMap(panel -> service.history(panel.container().row().id()).stream())
                .sorted(Comparator.comparingLong(AuditRecord::seq).reversed())
                .toList();
    }
}
