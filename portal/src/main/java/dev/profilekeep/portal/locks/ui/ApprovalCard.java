package dev.profilekeep.portal.locks.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import dev.profilekeep.approval.Approval;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.locks.AboutSite;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Status;
import dev.profilekeep.ui.StatusBadge;

/** What one administrator asked and another has to decide. */
public final class ApprovalCard extends Section {
    private static final long serialVersionUID = 1L;

    /**
     * @param about whose lock it is, or which site
     * @param decide null if the person may not
     * @param unsure whether the person may not as nobody can tell that they are another than whoever asked
     * @param withdraw null if the person did not ask it
     */
    public ApprovalCard(
            Approval approval,
            String about,
            Words words,
            @org.jspecify.annotations.Nullable Runnable decide,
            boolean unsure,
            @org.jspecify.annotations.Nullable Runnable withdraw) {
        addClassNames("pk-card", "approval");
        Div head = new Div(
                new H3(words.get(title(approval), about)),
                new StatusBadge(Status.PAUSED, words.get("locks.approval.waits")));
        head.addClassName("pk-card-header");
        Paragraph until =
                new Paragraph(words.get("locks.approval.until", words.formats().dateTime(approval.expiresAt())));
        until.addClassName("pk-secondary");
        add(
                head,
                new Paragraph(words.get(
                        "locks.approval.asked",
                        Visible.isolated(approval.askerName()),
                        words.formats().dateTime(approval.askedAt()),
                        Visible.isolated(approval.reason()))),
                until);
        if (unsure) {
            add(new Paragraph(words.get("notNow.CANNOT_TELL")));
        }
        Div acts = new Div();
        acts.addClassName("pk-actions");
        if (decide != null) {
            Button button = new Button(words.get("locks.approval.decide"), click -> decide.run());
            button.addThemeNames("primary");
            acts.add(button);
        }
        if (withdraw != null) {
            acts.add(new Button(words.get("locks.approval.withdraw"), click -> withdraw.run()));
        }
        if (acts.getElement().getChildCount() > 0) {
            add(acts);
        }
    }

    private static String title(Approval approval) {
        if (AboutSite.is(approval)) {
            return "locks.approval.fence";
        }
        return approval.act().contains("handles") ? "locks.approval.close" : "locks.approval.clear";
    }
}
