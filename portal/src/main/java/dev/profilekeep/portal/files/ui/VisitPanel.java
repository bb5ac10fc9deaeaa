package dev.profilekeep.portal.files.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.profilekeep.approval.Approval;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.files.VisitsService;
import dev.profilekeep.restore.visit.Visited;
import dev.profilekeep.text.Visible;
import java.util.List;
import java.util.Optional;

/** How somebody who helps gets to look into another's backups: ask, wait for a second person, begin, look, end. */
public final class VisitPanel extends Div {
    private static final long serialVersionUID = 1L;

    private final transient Words words;
    private final transient VisitsService service;
    private final transient ContainerRow container;
    private final String person;

    public VisitPanel(Words words, VisitsService service, ContainerRow container) {
        this.words = words;
        this.service = service;
        this.container = container;
        this.person = Visible.isolated(container.account().isEmpty() ? container.sid() : container.account());
        addClassNames("pk-stack", "visit-panel");
        getElement().setAttribute("role", "status");
        if (service.offered(container)) {
            draw();
        } else {
            setVisible(false);
        }
    }

    private void draw() {
        removeAll();
        Optional<Visited> open = service.open(container.id());
        Optional<Approval> asked = service.asked(container.id());
        Div acts = new Div();
        acts.addClassName("my-actions");
        if (open.isPresent()) {
            Anchor look = new Anchor("files/" + container.id(), words.get("visit.go"));
            look.addClassName("button-link");
            acts.add(look, new Button(words.get("visit.end"), click -> take(() -> service.end(container.id()))));
            add(new Paragraph(
                    words.get("visit.open", words.formats().time(open.get().until()))));
        } else if (asked.isEmpty()) {
            acts.add(new Button(words.get("visit.ask"), click -> new ReasonDialog(
                            words,
                            "visit.ask",
                            List.of(person),
                            true,
                            reason -> service.ask(container.id(), reason),
                            this::draw)
                    .open()));
        } else if (asked.get().state() == Approval.State.APPROVED) {
            add(new Paragraph(
                    words.get("visit.agreed", Visible.isolated(asked.get().deciderName()))));
            Button begin = new Button(words.get("visit.begin"), click -> begin());
            begin.addThemeNames("primary");
            acts.add(begin);
        } else {
            long id = asked.get().id();
            add(new Paragraph(
                    words.get("visit.waits", words.formats().time(asked.get().expiresAt()))));
            acts.add(new Button(words.get("visit.withdraw"), click -> take(() -> service.withdraw(id))));
        }
        add(acts);
    }

    private void begin() {
        take(() -> service.begin(container.id()));
        if (service.open(container.id()).isPresent()) {
            getUI().ifPresent(ui -> ui.navigate("files/" + container.id()));
        }
    }

    private void take(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            Notices.error(ErrorMessages.of(e).in(words));
        }
        draw();
    }
}
