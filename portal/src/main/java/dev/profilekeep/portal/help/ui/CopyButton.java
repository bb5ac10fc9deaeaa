package dev.profilekeep.portal.help.ui;

import com.vaadin.flow.component.button.Button;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import java.util.function.Supplier;

/** Takes the page as text along, for a ticket. */
final class CopyButton extends Button {
    private static final long serialVersionUID = 1L;

    private final transient Words words;
    private final transient Supplier<String> text;

    CopyButton(Words words, Supplier<String> text) {
        super(words.get("help.copy"), new SymbolIcon(Symbol.COPY));
        this.words = words;
        this.text = text;
        addClickListener(click -> copy());
    }

    private void copy() {
        getElement()
                .executeJs(
                        "return navigator.clipboard ? navigator.clipboard.writeText($0).then(() => true, () => false)"
                                + " : false",
                        text.get())
                .then(Boolean.class, done -> {
                    if (done) {
                        Notices.done(words.get("help.copied"));
                    } else {
                        Notices.error(words.get("help.notCopied"));
                    }
                });
    }
}
