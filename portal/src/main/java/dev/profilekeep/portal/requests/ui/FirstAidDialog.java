package dev.profilekeep.portal.requests.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.Problem;
import dev.profilekeep.portal.base.ui.SaidField;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.request.Requests;
import dev.profilekeep.restore.KeptFiles;
import java.util.List;

/** What to do about something broken: one of several ways, each said in words and numbers before it is asked for. */
final class FirstAidDialog extends Dialog {
    private static final long serialVersionUID = 1L;

    private final transient Words words;
    private final transient RequestsService requests;
    private final boolean own;
    private final transient Runnable sent;
    private final RadioButtonGroup<Remedy> remedies = new RadioButtonGroup<>();
    private final UnorderedList means = new UnorderedList();
    private final SaidField reason;
    private final Problem problem = new Problem();
    private final Button send;

    /**
     * @param title of the dialog
     * @param choices at least one, the safest first; of a single one nothing has to be chosen
     * @param own whether it is about the asker's own
     * @param sent told when it was sent
     */
    FirstAidDialog(
            Words words, RequestsService requests, String title, List<Remedy> choices, boolean own, Runnable sent) {
        this.words = words;
        this.requests = requests;
        this.own = own;
        this.sent = sent;
        setHeaderTitle(title);
        setWidth("min(38rem, 94vw)");
        remedies.setLabel(words.get("aid.choose"));
        remedies.setItems(choices);
        remedies.setItemLabelGenerator(remedy -> remedy.name(own, words));
        remedies.addThemeNames("vertical");
        remedies.setVisible(choices.size() > 1);
        remedies.addValueChangeListener(change -> choose());
        Div said = new Div(means); // a list with a role of its own would be none
        said.getElement().setAttribute("role", "status");
        reason = new SaidField(words.get(own ? "ask.reason" : "ask.reasonOf"), true, this::enable);
        Div content = new Div(remedies, said, reason, problem);
        content.addClassName("pk-stack");
        add(content);
        send = new Button("", click -> send());
        send.addThemeNames("primary");
        getFooter().add(new Button(words.get("action.cancel"), click -> close()), send);
        if (choices.size() == 1) {
            remedies.setValue(choices.get(0));
        } else {
            choose();
        }
    }

    private void choose() {
        Remedy remedy = remedies.getValue();
        boolean backup = remedy != null && remedy.needsMoment();
        means.removeAll();
        if (remedy != null) {
            remedy.means(own, KeptFiles.LEAST.toDays(), words).forEach(line -> means.add(new ListItem(line)));
        }
        reason.setVisible(remedy != null && !backup);
        send.setText(words.get(backup ? "aid.moment" : "ask.send"));
        enable();
    }

    private void enable() {
        Remedy remedy = remedies.getValue();
        send.setEnabled(
                remedy != null && (remedy.needsMoment() || !reason.getValue().isBlank()));
    }

    private void send() {
        Remedy remedy = remedies.getValue();
        if (remedy.needsMoment()) {
            close();
            remedy.chooseMoment();
            return;
        }
        try {
            Requests.Asked asked = requests.askFirstAid(
                    remedy.container().id(),
                    remedy.kind(),
                    reason.said(),
                    words.texts().locale());
            close();
            Notices.done(words.get(asked.joined() ? "ask.joined" : own ? "ask.sent" : "ask.sentOf"));
            sent.run();
        } catch (RuntimeException e) {
            problem.tell(ErrorMessages.of(e).in(words));
        }
    }
}
