package dev.profilekeep.portal.files.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.UnorderedList;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.restore.visit.Visited;
import dev.profilekeep.text.Visible;
import java.util.List;
import java.util.function.IntFunction;

/** Who looked into my backups, when and why; the newest first, older ones on a press. Nothing is shown where nobody did. */
public final class VisitedCard extends Section {
    private static final long serialVersionUID = 1L;

    private static final int FIRST = 10;
    private static final int MORE = 50;

    private final transient Words words;
    private final transient IntFunction<List<Visited>> newest;
    private final UnorderedList list = new UnorderedList();
    private final Button more;

    /** @param newest the newest visits, at most so many */
    public VisitedCard(Words words, IntFunction<List<Visited>> newest) {
        this.words = words;
        this.newest = newest;
        addClassNames("pk-card", "my-visited");
        list.addClassName("my-visits");
        more = new Button(words.get("my.visited.more"), click -> older());
        more.addThemeNames("tertiary");
        add(new H2(words.get("my.visited")), new Paragraph(words.get("my.visited.text")), list, more);
        show(FIRST);
        setVisible(list.getElement().getChildCount() > 0);
    }

    /** Goes on where the list ended; whoever reads by keyboard or ear goes to the first that came. */
    private void older() {
        int before = list.getElement().getChildCount();
        show(before + MORE);
        if (list.getElement().getChildCount() > before) {
            list.getElement().getChild(before).setAttribute("tabindex", "-1").executeJs("this.focus()");
        }
    }

    private void show(int most) {
        List<Visited> found = newest.apply(most + 1);
        list.removeAll();
        found.stream().limit(most).forEach(one -> list.add(item(one)));
        more.setVisible(found.size() > most);
    }

    private ListItem item(Visited one) {
        return new ListItem(
                new Paragraph(words.get(
                        "my.visited.who",
                        Visible.isolated(one.visitorName()),
                        words.formats().dateTime(one.beganAt()),
                        Visible.isolated(one.reason()),
                        Visible.isolated(one.deciderName()))),
                new Paragraph(
                        words.get("my.visited.what", one.openings(), one.previews(), one.exports(), one.downloads())));
    }
}
