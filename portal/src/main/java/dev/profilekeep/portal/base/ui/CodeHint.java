package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import dev.profilekeep.fslogix.CodeExplainer;
import dev.profilekeep.fslogix.Explanation;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import java.util.List;
import java.util.Optional;

/** Offers to explain what stands in a search field or beside a finding, if it is a code that is known. */
public final class CodeHint extends Div {
    private static final long serialVersionUID = 1L;

    private final transient Words words;
    private final transient CodeExplainer explainer;

    public CodeHint(Words words) {
        this.words = words;
        this.explainer = new CodeExplainer(words.texts().locale());
        addClassName("code-hint");
        getElement().setAttribute("role", "status");
        setVisible(false);
    }

    /** Of what somebody typed: a number, with or without the kind of it, or a symbol. Names of people are no codes. */
    public void typed(String text) {
        String code = text.strip();
        boolean perhaps = code.length() >= 2 && (code.chars().anyMatch(Character::isDigit) || code.indexOf('_') > 0);
        List<Explanation> known = perhaps ? explainer.codes(code) : List.of();
        offer(code, known.isEmpty() ? Optional.empty() : Optional.of(known.get(0)), known.size());
    }

    /** Of the first code in a text that a server or a log wrote. What was read in a disk is no such text. */
    public void in(String text) {
        Optional<Explanation> known = explainer.inText(text).filter(Explanation::known);
        offer(known.map(Explanation::code).orElse(""), known, 1);
    }

    private void offer(String code, Optional<Explanation> first, int meanings) {
        removeAll();
        setVisible(first.isPresent());
        first.ifPresent(known -> {
            Button open = new Button(
                    meanings == 1
                            ? words.get("codes.offer", known.code(), known.title())
                            : words.get("codes.offerSeveral", code, meanings),
                    new SymbolIcon(Symbol.QUESTION),
                    click -> new CodesDialog(words, code).open());
            open.addThemeNames("tertiary-inline");
            add(open);
        });
    }
}
