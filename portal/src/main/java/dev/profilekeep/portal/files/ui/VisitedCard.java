package dev.profilekeep.portal.files.ui;

import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.UnorderedList;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.restore.visit.Visited;
import dev.profilekeep.text.Visible;
import java.util.List;

/** Who looked into my backups, when and why; nothing is shown where nobody did. */
public final class VisitedCard extends Section {
    private static final long serialVersionUID = 1L;

    public VisitedCard(Words words, List<Visited> visits) {
        addClassNames("pk-card", "my-visited");
        setVisible(!visits.isEmpty());
        if (visits.isEmpty()) {
            return;
        }
        UnorderedList list = new UnorderedList();
        list.addClassName("my-visits");
        for (Visited one : visits) {
            list.add(new ListItem(
                    new Paragraph(words.get(
                            "my.visited.who",
                            Visible.isolated(one.visitorName()),
                            words.formats().dateTime(one.beganAt()),
                            Visible.isolated(one.reason()),
                            Visible.isolated(one.deciderName()))),
                    new Paragraph(words.get(
                            "my.visited.what", one.openings(), one.previews(), one.exports(), one.downloads()))));
        }
        add(new H2(words.get("my.visited")), new Paragraph(words.get("my.visited.text")), list);
    }
}
