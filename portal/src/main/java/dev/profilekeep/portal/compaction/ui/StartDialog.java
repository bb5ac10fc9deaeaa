package dev.profilekeep.portal.compaction.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Words;
import java.util.List;

/** What making disks smaller now means, before it begins. */
final class StartDialog extends Dialog {
    private static final long serialVersionUID = 1L;

    private final Paragraph problem = new Paragraph();

    /** Begins it. */
    interface Start {
        void run() throws Exception;
    }

    /** @param about what the last look found, as a sentence; empty if nobody looked */
    StartDialog(Words words, String about, Start start) {
        setHeaderTitle(words.get("space.start.title"));
        setWidth("min(36rem, 94vw)");
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);
        UnorderedList points = new UnorderedList();
        List.of("space.start.who", "space.start.how", "space.start.kept", "space.start.when")
                .forEach(key -> points.add(new ListItem(words.get(key))));
        Div content = new Div(new Paragraph(words.get("space.start.text")), points);
        if (!about.isEmpty()) {
            content.add(new Paragraph(about));
        }
        content.add(problem);
        content.addClassName("pk-stack");
        content.getElement().setAttribute("tabindex", "0"); // on a phone it scrolls, also for whoever has no pointer
        add(content);
        Button act = new Button(words.get("space.start.act"), click -> {
            try {
                start.run();
                close();
            } catch (Exception e) {
                problem.setText(ErrorMessages.of(e).in(words));
                problem.setVisible(true);
            }
        });
        act.addThemeNames("primary");
        getFooter().add(new Button(words.get("action.cancel"), click -> close()), act);
    }
}
