package dev.profilekeep.portal.backups.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import dev.profilekeep.backup.care.RestoreEvidence;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.ui.CopyableText;
import dev.profilekeep.ui.Status;
import dev.profilekeep.ui.StatusBadge;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was seen when backups were restored for a trial. Whose they were is not told. */
final class RestoreTestsSection extends Section {
    private static final long serialVersionUID = 1L;

    /** The newest day first, and of one day the small one, the middling and the large. */
    private static final Comparator<RestoreEvidence> ORDER = Comparator.comparing(
                    (RestoreEvidence one) -> one.tested().truncatedTo(ChronoUnit.DAYS))
            .reversed()
            .thenComparing(one -> List.of("SMALL", "MEDIUM", "LARGE").indexOf(one.sizeClass()));

    RestoreTestsSection(List<RestoreEvidence> tests, Words words) {
        addClassName("pk-section");
        add(new H2(words.get("repository.tests")));
        if (tests.isEmpty()) {
            add(new Paragraph(words.get("repository.tests.none")));
            return;
        }
        add(new Paragraph(words.get("repository.tests.text")));
        Div cards = new Div();
        cards.addClassName("pk-cards");
        tests.stream().sorted(ORDER).forEach(one -> cards.add(card(one, words)));
        add(cards);
    }

    private static String duration(Duration took, Words words) {
        return took.compareTo(Duration.ofSeconds(1)) < 0
                ? words.get("repository.test.quick")
                : words.formats().duration(took);
    }

    private static Component card(RestoreEvidence one, Words words) {
        StatusBadge badge = new StatusBadge(
                one.passed() ? Status.READY : Status.NOT_READY,
                words.get(one.passed() ? "repository.test.passed" : "repository.test.failed"));
        Div head = new Div(new H3(words.get("repository.test." + one.sizeClass())), badge);
        head.addClassName("pk-card-header");
        Map<String, Component> facts = new LinkedHashMap<>();
        facts.put(words.get("repository.test.at"), Parts.ago("", one.tested(), ""));
        facts.put(words.get("repository.test.of"), Parts.ago("", one.made(), ""));
        facts.put(words.get("fact.fileSize"), new Span(words.formats().bytes(one.fileBytes())));
        facts.put(words.get("repository.test.restore"), new Span(duration(one.restore(), words)));
        if (!one.check().isZero()) {
            facts.put(words.get("repository.test.check"), new Span(duration(one.check(), words)));
        }
        if (!one.digest().isEmpty()) {
            facts.put(
                    words.get("repository.test.digest"),
                    new CopyableText(
                            one.digest().substring(0, Math.min(16, one.digest().length())),
                            words.get("repository.test.digest")));
        }
        boolean equal = !one.digest().isEmpty() && one.digest().equals(one.digestRestored());
        Div card = new Div(
                head,
                new Paragraph(words.get(
                        one.passed()
                                ? "repository.test.equal"
                                : one.digestRestored().isEmpty()
                                        ? "repository.test.unread"
                                        : equal ? "repository.test.unsound" : "repository.test.differs")),
                Parts.facts(facts));
        card.addClassName("pk-card");
        return card;
    }
}
