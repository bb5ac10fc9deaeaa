package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.profilekeep.fslogix.CodeExplainer;
import dev.profilekeep.fslogix.Explanation;
import dev.profilekeep.ui.Status;
import dev.profilekeep.ui.StatusBadge;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import java.util.List;

/** What a code of FSLogix or Windows means, how sure that is, and what to do; another can be looked up on the spot. */
public final class CodesDialog extends Dialog {
    private static final long serialVersionUID = 1L;
    private static final int MOST = 20;

    private final transient Words words;
    private final transient CodeExplainer explainer;
    private final Div found = new Div();

    /** @param code what is looked up at once; empty for nothing */
    public CodesDialog(Words words, String code) {
        this.words = words;
        this.explainer = new CodeExplainer(words.texts().locale());
        setHeaderTitle(words.get("codes.title"));
        setWidth("min(44rem, 94vw)");
        addClassName("codes-dialog");
        TextField search = new TextField(words.get("codes.search"));
        search.setHelperText(words.get("codes.hint"));
        search.setPrefixComponent(new SymbolIcon(Symbol.SEARCH));
        search.setClearButtonVisible(true);
        search.setMaxLength(200);
        search.setWidthFull();
        search.setValueChangeMode(ValueChangeMode.LAZY);
        search.setValueChangeTimeout(250);
        search.setValue(code);
        search.addValueChangeListener(change -> look(change.getValue()));
        found.addClassName("codes-found");
        found.getElement().setAttribute("aria-live", "polite");
        Div content = new Div(search, found);
        content.addClassName("pk-stack");
        add(content);
        getFooter().add(new Button(words.get("action.close"), click -> close()));
        look(code);
        search.focus();
    }

    private void look(String code) {
        found.removeAll();
        if (code.isBlank()) {
            return;
        }
        List<Explanation> known = explainer.search(code);
        if (known.isEmpty()) {
            found.add(new Paragraph(words.get("codes.none", code.strip())));
        }
        known.stream().limit(MOST).map(this::card).forEach(found::add);
        if (known.size() > MOST) {
            found.add(new Paragraph(words.get("codes.more", known.size() - MOST)));
        }
    }

    private Component card(Explanation one) {
        Span number = new Span(words.get("codes.kind." + one.kind().name(), one.code()));
        number.addClassNames("pk-eyebrow");
        H3 title = new H3(one.title());
        StatusBadge sure = new StatusBadge(
                mark(one.confidence()),
                words.get("codes.confidence." + one.confidence().name()));
        sure.setPlain(true);
        Div head = new Div(title, sure);
        head.addClassName("pk-card-header");
        Span next = new Span(one.next());
        Span label = new Span(words.get("health.column.next"));
        label.addClassName("codes-next");
        Paragraph todo = new Paragraph(label, new Span(" "), next);
        Div card = new Div(number, head, new Paragraph(one.text()), new Paragraph(one.meaning()), todo);
        if (!one.name().isEmpty() || !one.source().isEmpty()) {
            Span origin = new Span(
                    one.source().isEmpty()
                            ? one.name()
                            : one.name().isEmpty()
                                    ? words.get("codes.source", one.source())
                                    : one.name() + " · " + words.get("codes.source", one.source()));
            origin.addClassNames("pk-secondary", "pk-small");
            card.add(origin);
        }
        card.addClassName("code");
        return card;
    }

    private static Status mark(Explanation.Confidence confidence) {
        return switch (confidence) {
            case HIGH -> Status.READY;
            case MEDIUM -> Status.INFO;
            case LOW, NONE -> Status.UNKNOWN;
        };
    }
}
