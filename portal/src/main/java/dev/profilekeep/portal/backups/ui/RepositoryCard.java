package dev.profilekeep.portal.backups.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import dev.profilekeep.backup.points.BackupList;
import dev.profilekeep.portal.backups.RepositorySeen;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Status;
import dev.profilekeep.ui.StatusBadge;
import dev.profilekeep.ui.Symbol;
import java.util.LinkedHashMap;
import java.util.Map;

/** A place that backups lie at, and what is known of it. */
final class RepositoryCard extends Section {
    private static final long serialVersionUID = 1L;

    /** @param linked whether its name leads to its page */
    RepositoryCard(RepositorySeen repository, Map<String, String> siteNames, boolean linked, Words words) {
        addClassName("pk-card");
        BackupList.Known known = repository.known();
        Div head = new Div(
                linked
                        ? new H3(new Anchor(
                                "backups/repositories/" + repository.id(), Visible.isolated(repository.name())))
                        : new H3(Visible.isolated(repository.name())),
                badge(known, words));
        head.addClassName("pk-card-header");
        add(head);
        Map<String, Component> facts = new LinkedHashMap<>();
        facts.put(
                words.get("backups.repository.site"),
                new Span(siteNames.getOrDefault(repository.siteId(), repository.siteId())));
        facts.put(words.get("backups.repository.use"), new Span(use(repository, words)));
        facts.put(
                words.get("backups.repository.holds"),
                new Span(words.get("backups.repository.count", known.containers(), known.points())));
        facts.put(
                words.get("backups.column.newest"),
                Parts.ago("", known.newest(), words.get("backups.repository.never")));
        facts.put(
                words.get("backups.column.oldest"),
                Parts.ago("", known.oldest(), words.get("backups.repository.never")));
        facts.put(
                words.get("backups.repository.read"),
                Parts.ago("", known.readAt(), words.get("backups.repository.never")));
        add(Parts.facts(facts));
        if (!known.problem().isEmpty()) {
            add(Parts.note(Symbol.WARNING, Visible.isolated(known.problem()), true));
            add(Parts.ago(words.get("backups.repository.since"), known.problemSince(), ""));
        }
    }

    static StatusBadge badge(BackupList.Known known, Words words) {
        Status status =
                !known.problem().isEmpty() ? Status.NOT_READY : known.readAt() == null ? Status.UNKNOWN : Status.READY;
        return new StatusBadge(status, words.get("backups.repository." + status.name()));
    }

    /** What gets there. */
    static String use(RepositorySeen repository, Words words) {
        return words.get(
                repository.main()
                        ? "backups.repository.main"
                        : repository.copy() ? "backups.repository.copy" : "backups.repository.unused");
    }
}
