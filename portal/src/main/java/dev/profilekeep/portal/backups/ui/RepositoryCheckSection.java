package dev.profilekeep.portal.backups.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import dev.profilekeep.backup.care.CareResult;
import dev.profilekeep.backup.care.CareService.FoundWrong;
import dev.profilekeep.portal.backups.RepositoryFacts;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Status;
import dev.profilekeep.ui.StatusBadge;
import dev.profilekeep.ui.Symbol;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the last check read and found, and how much of the data was read lately. */
final class RepositoryCheckSection extends Section {
    private static final long serialVersionUID = 1L;

    RepositoryCheckSection(RepositoryFacts facts, Words words) {
        addClassName("pk-section");
        add(new H2(words.get("repository.check")));
        CareResult check = facts.check();
        if (check == null) {
            add(new Paragraph(words.get("repository.check.none")));
            return;
        }
        Map<String, Component> said = new LinkedHashMap<>();
        said.put(
                words.get("repository.check.found"),
                new StatusBadge(
                        check.clean() ? Status.READY : Status.NOT_READY,
                        check.clean()
                                ? words.get("repository.check.clean")
                                : words.get("repository.check.wrong", check.amount())));
        said.put(words.get("repository.check.at"), Parts.ago("", check.ended(), ""));
        said.put(
                words.get("repository.check.read"),
                new Span(
                        check.bytes() == 0
                                ? words.get("repository.check.readNothing")
                                : words.formats().bytes(check.bytes())));
        said.put(
                words.get("repository.check.parts"),
                new Span(words.get(
                        "repository.check.partsRead",
                        facts.partsRead(),
                        facts.readAllWithinDays(),
                        facts.readAllWithinDays())));
        add(Parts.facts(said));
        for (FoundWrong wrong : facts.wrong()) {
            Div card = new Div(
                    new H3(words.get("repository.wrong." + wrong.severity().name())));
            card.addClassName("pk-card");
            card.add(new Paragraph(Visible.isolated(wrong.what())), new Paragraph(Visible.isolated(wrong.next())));
            if (wrong.containers() > 0) {
                card.add(Parts.note(Symbol.WARNING, words.get("repository.wrong.concerns", wrong.containers()), true));
            }
            add(card);
        }
    }
}
