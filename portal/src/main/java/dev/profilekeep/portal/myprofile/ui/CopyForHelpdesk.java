package dev.profilekeep.portal.myprofile.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextArea;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import java.util.function.Supplier;

/** The one thing to press: everything the helpdesk will ask for, copied. Where a browser refuses, it is shown to copy by hand. */
final class CopyForHelpdesk extends Div {
    private static final long serialVersionUID = 1L;

    /** @param text made when it is pressed, so that it says how things stand then */
    CopyForHelpdesk(Words words, Supplier<String> text, boolean primary) {
        Button copy = new Button(words.get("my.copy"), new SymbolIcon(Symbol.COPY));
        if (primary) {
            copy.addThemeNames("primary");
        }
        copy.addClickListener(click -> {
            String current = text.get();
            copy.getElement()
                    .executeJs(
                            "return navigator.clipboard ? navigator.clipboard.writeText($0).then(() => true, () =>"
                                    + " false) : false",
                            current)
                    .then(Boolean.class, done -> {
                        if (done) {
                            Notices.done(words.get("my.copied"));
                        } else {
                            byHand(words, current).open();
                        }
                    });
        });
        addClassName("copy-for-helpdesk");
        add(copy);
    }

    private static Dialog byHand(Words words, String text) {
        TextArea area = new TextArea();
        area.setValue(text);
        area.setReadOnly(true);
        area.setWidthFull();
        area.setAriaLabel(words.get("my.copy"));
        Dialog dialog = new Dialog(words.get("my.copyByHand"), area);
        dialog.setWidth("min(32rem, 94vw)");
        dialog.getFooter().add(new Button(words.get("action.close"), click -> dialog.close()));
        return dialog;
    }
}
