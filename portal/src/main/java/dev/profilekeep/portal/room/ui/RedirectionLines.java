package dev.profilekeep.portal.room.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.space.Redirections;
import dev.profilekeep.space.SpaceUse;
import dev.profilekeep.space.SpaceUse.Exclusion;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;

/** For administrators: which caches redirections.xml could leave out, why, what is lost, and the file to take along. */
final class RedirectionLines extends Div {
    private static final long serialVersionUID = 1L;

    private final transient Words words;
    private final transient Redirections lines;

    RedirectionLines(Words words, SpaceUse use) {
        this.words = words;
        this.lines = Redirections.of(use, Redirections.WORTH);
        addClassNames("pk-stack", "room-lines");
        add(new H3(words.get("room.lines")));
        if (use.unread() > 0) {
            add(new Paragraph(words.get("room.lines.unread")));
            return;
        }
        if (lines.exclusions().isEmpty()) {
            add(new Paragraph(words.get("room.lines.none", words.formats().bytes(Redirections.WORTH))));
            return;
        }
        add(new Paragraph(words.get("room.lines.text", words.formats().bytes(lines.bytes()))));
        UnorderedList list = new UnorderedList();
        list.addClassName("room-exclusions");
        lines.exclusions().forEach(one -> list.add(item(one)));
        Paragraph careful = new Paragraph(words.get("room.lines.careful"));
        careful.addClassName("pk-secondary");
        Button copy = new Button(words.get("room.copy"), new SymbolIcon(Symbol.COPY), click -> copy());
        Div acts = new Div(copy);
        acts.addClassName("my-actions");
        add(list, careful, acts);
    }

    private ListItem item(Exclusion one) {
        Span line = new Span(Redirections.line(one));
        line.addClassName("pk-mono");
        Span why = new Span(words.get("room.category." + one.category().name()) + " · "
                + words.formats().bytes(one.bytes()) + ". "
                + words.get("room.why." + one.category().name()) + " "
                + words.get("room.lost." + one.category().name()));
        why.addClassName("pk-secondary");
        return new ListItem(new Div(line), new Div(why));
    }

    private void copy() {
        getElement()
                .executeJs(
                        "return navigator.clipboard ? navigator.clipboard.writeText($0).then(() => true, () => false)"
                                + " : false",
                        lines.document())
                .then(Boolean.class, done -> {
                    if (done) {
                        Notices.done(words.get("room.copied"));
                    } else {
                        Notices.error(words.get("room.notCopied"));
                    }
                });
    }
}
