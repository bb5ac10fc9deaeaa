package dev.profilekeep.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.i18n.LocaleChangeEvent;
import com.vaadin.flow.i18n.LocaleChangeObserver;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a verdict rests on: ✓ ✗ ? with a sentence, its source and its age. A plain list ({@code ul.pk-evidence}), so
 * that it prints, copies and reads aloud as one.
 */
@Tag("ul")
@JsModule("./profilekeep/pk-icon.ts")
public final class EvidenceList extends Component implements HasStyle, LocaleChangeObserver {
    private List<Evidence> evidence = List.of();

    public EvidenceList(List<Evidence> evidence) {
        addClassName("pk-evidence");
        setEvidence(evidence);
    }

    public void setEvidence(List<Evidence> evidence) {
        this.evidence = List.copyOf(evidence);
        show(getUI().map(ui -> ui.getLocale()).orElse(Locale.ENGLISH));
    }

    @Override
    public void localeChange(LocaleChangeEvent change) {
        show(change.getLocale());
    }

    private void show(Locale locale) {
        getElement().removeAllChildren();
        var texts = Texts.in(locale);
        for (var one : evidence) {
            var item = new Element("li");
            item.setAttribute("data-answer", one.answer.attribute());
            var mark = new SymbolIcon(one.answer.symbol, texts.get("evidence." + one.answer.attribute()));
            mark.addClassName("pk-evidence-mark");
            var source = new Span(one.source);
            source.addClassName("pk-evidence-source");
            if (one.at != null) {
                source.getElement().appendChild(Element.createText(" · "), new RelativeTime(one.at).getElement());
            }
            var sentence = new Span(one.sentence);
            sentence.addClassName("pk-evidence-sentence");
            item.appendChild(mark.getElement(), sentence.getElement(), source.getElement());
            getElement().appendChild(item);
        }
    }

    /**
     * One observation.
     *
     * @param sentence what was seen, already translated
     * @param source where it was seen: a share, a header, a job; already translated
     * @param at when it was seen; null if it has no age
     */
    public record Evidence(Answer answer, String sentence, String source, @Nullable Instant at) {}

    /** Whether an observation speaks for the verdict wished for. */
    public enum Answer {
        YES(Symbol.CHECK),
        NO(Symbol.CLOSE),
        /** Not seen, or not provable from here. */
        UNKNOWN(Symbol.QUESTION);

        private final Symbol symbol;

        Answer(Symbol symbol) {
            this.symbol = symbol;
        }

        private String attribute() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
