package dev.profilekeep.portal.room.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.space.SpaceUse;
import dev.profilekeep.space.SpaceUse.CategoryUse;
import java.util.List;
import java.util.Locale;

/** A bar for each category, the largest first: a word, a picture of its part, and the numbers. */
final class CategoryBars extends Div {
    private static final long serialVersionUID = 1L;

    private static final int FIRST = 10;

    private final transient Words words;

    CategoryBars(Words words, SpaceUse use) {
        this.words = words;
        List<CategoryUse> all = use.categories();
        add(list(use, all.subList(0, Math.min(FIRST, all.size()))));
        if (all.size() > FIRST) {
            List<CategoryUse> rest = all.subList(FIRST, all.size());
            add(Parts.details(words.get("room.more", rest.size()), list(use, rest)));
        }
        if (use.placeholders() > 0) {
            add(note(words.get(
                    "room.placeholders", use.placeholders(), words.formats().bytes(use.placeholderBytes()))));
        }
        if (use.unread() > 0) {
            add(note(words.get("room.unread")));
        }
    }

    private static Paragraph note(String text) {
        Paragraph note = new Paragraph(text);
        note.addClassName("pk-secondary");
        return note;
    }

    private UnorderedList list(SpaceUse use, List<CategoryUse> some) {
        UnorderedList list = new UnorderedList();
        list.addClassName("room-list");
        some.forEach(one -> list.add(row(use, one)));
        return list;
    }

    private ListItem row(SpaceUse use, CategoryUse one) {
        Span name = new Span(words.get("room.category." + one.category().name()));
        name.addClassName("room-name");
        Div bar = new Div();
        bar.addClassName("room-bar");
        bar.getElement().setAttribute("aria-hidden", "true");
        double part = use.usedBytes() <= 0 ? 0 : Math.min(1.0, (double) one.bytes() / (double) use.usedBytes());
        bar.getStyle().set("--room-part", String.format(Locale.ROOT, "%.4f", part));
        String size =
                words.formats().bytes(one.bytes()) + " · " + words.formats().percent(one.bytes(), use.usedBytes());
        Span numbers = new Span(one.files() == 0 ? size : words.get("room.numbers", size, one.files()));
        numbers.addClassNames("room-numbers", "pk-secondary");
        return new ListItem(name, bar, numbers);
    }
}
