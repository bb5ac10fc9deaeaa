package dev.profilekeep.portal.help.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.SaidField;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import java.util.function.Supplier;

/** Ticket and note for whoever goes on, and everything on the page to copy. */
final class HandOverCard extends Div {
    private static final long serialVersionUID = 1L;
    /** Of each: they are kept as one reason. */
    private static final int LONGEST = GivenReason.LONGEST / 2;

    private final transient Words words;
    private final transient HandingOver handing;
    private final transient Runnable done;
    private final TextField ticket;
    private final SaidField note;

    /** Leaves ticket and note where the next one finds them. */
    interface HandingOver {
        void to(String ticket, String note);
    }

    /** @param text the page as text */
    HandOverCard(Words words, Supplier<String> text, HandingOver handing, Runnable done) {
        this.words = words;
        this.handing = handing;
        this.done = done;
        ticket = new TextField(words.get("locks.ticket"));
        ticket.setMaxLength(LONGEST);
        ticket.setWidthFull();
        note = new SaidField(words.get("help.note"), false);
        note.setMaxLength(LONGEST);
        Button hand = new Button(words.get("help.handOver"), new SymbolIcon(Symbol.ARROW_RIGHT), click -> hand());
        Div buttons = new Div(new CopyButton(words, text::get), hand);
        buttons.addClassName("pk-actions");
        addClassName("pk-card");
        add(new Paragraph(words.get("help.handOver.text")), ticket, note, buttons);
    }

    String ticket() {
        return ticket.getValue();
    }

    private void hand() {
        if (ticket.getValue().isBlank() && note.getValue().isBlank()) {
            note.setInvalid(true);
            note.setErrorMessage(words.get("help.handOver.empty"));
            note.focus();
            return;
        }
        note.setInvalid(false);
        try {
            handing.to(ticket.getValue(), note.said());
            Notices.done(words.get("help.handOver.done"));
            done.run();
        } catch (RuntimeException e) {
            Notices.error(ErrorMessages.of(e).in(words));
        }
    }
}
