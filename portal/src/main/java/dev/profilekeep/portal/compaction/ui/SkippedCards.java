package dev.profilekeep.portal.compaction.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.profilekeep.compact.estate.SkippedGroup;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.compaction.Whys;
import java.util.List;
import java.util.function.Consumer;

/** What was left as it is, by reason: how many, what it could give, what the reason means and what to do. */
final class SkippedCards extends Div {
    private static final long serialVersionUID = 1L;

    /** @param chosen told the word of a reason whose disks somebody wants to see */
    SkippedCards(List<SkippedGroup> groups, Words words, Consumer<String> chosen) {
        addClassName("pk-cards");
        groups.forEach(group -> add(card(group, words, chosen)));
    }

    private static Div card(SkippedGroup group, Words words, Consumer<String> chosen) {
        String key = Whys.key(group.why());
        String name = words.get(key);
        Span possible = new Span(
                group.possibleBytes() > 0
                        ? words.get("space.group.possible", words.formats().bytes(group.possibleBytes()))
                        : "");
        possible.addClassName("pk-secondary");
        Div head = new Div(new H3(name), possible);
        head.addClassName("pk-card-header");
        Button show =
                new Button(words.get("space.group.show", group.containers()), click -> chosen.accept(group.why()));
        show.addThemeNames("tertiary");
        show.setAriaLabel(words.get("space.group.show.of", group.containers(), name));
        show.setVisible(Whys.ALL.contains(group.why()));
        Div card = new Div(head, new Paragraph(words.get(key + ".text")), show);
        card.addClassName("pk-card");
        return card;
    }
}
