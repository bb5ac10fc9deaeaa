package dev.profilekeep.portal.myprofile.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.helpcode.HelpCode;
import dev.profilekeep.portal.helpcode.HelpCodeService;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to do when calling the helpdesk: letters to read out, each with a word for it. */
final class CodeCard extends Section {
    private static final long serialVersionUID = 1L;

    private final transient Words words;
    private final transient HelpCodeService codes;
    private final Div letters = new Div();
    private final Button show;
    private transient @Nullable HelpCode shown;

    /** @param revealed called when somebody asked for the letters: they end by themselves */
    CodeCard(Words words, HelpCodeService codes, CopyForHelpdesk copy, Runnable revealed) {
        this.words = words;
        this.codes = codes;
        show = new Button(words.get("my.code.show"), new SymbolIcon(Symbol.HELP_USER), click -> {
            reveal();
            revealed.run();
        });
        addClassNames("pk-card", "my-code-card");
        Div acts = new Div(show, copy);
        acts.addClassName("my-actions");
        add(new H2(words.get("my.code.title")), new Paragraph(words.get("my.code.lead")), letters, acts);
        letters.addClassName("my-letters");
        letters.getElement().setAttribute("aria-live", "polite");
    }

    /** Shows the code, a new one if the one there is ends soon. */
    void reveal() {
        HelpCode code = codes.mine();
        shown = code;
        List<String> alphabet = List.of(words.get("my.code.alphabet").split(",\\s*"));
        OrderedList list = new OrderedList();
        list.addClassName("my-code");
        list.getElement().setAttribute("role", "list");
        list.getElement().setAttribute("data-code", code.letters());
        for (char letter : code.letters().toCharArray()) {
            Span big = new Span(String.valueOf(letter));
            big.addClassName("my-code-letter");
            Span spoken = new Span(alphabet.get(HelpCode.ALPHABET.indexOf(letter)));
            spoken.addClassName("my-code-word");
            list.add(new ListItem(big, spoken));
        }
        show.setText(words.get("my.code.renew"));
        letters.removeAll();
        letters.add(
                list, new Paragraph(words.get("my.code.until", words.formats().time(code.endsAt()))));
    }

    /** Whether letters are shown that end. */
    boolean isShown() {
        return shown != null;
    }

    /**
     * Takes letters away that find nobody any more.
     *
     * @param renew whether new ones come in their place
     */
    void tick(boolean renew) {
        HelpCode code = shown;
        if (code == null || !codes.isOver(code)) {
            return;
        }
        if (renew) {
            reveal();
            return;
        }
        shown = null;
        letters.removeAll();
        letters.add(new Paragraph(words.get("my.code.over")));
        show.setText(words.get("my.code.new"));
    }
}
