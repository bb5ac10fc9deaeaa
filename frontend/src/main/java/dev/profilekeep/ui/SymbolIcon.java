package dev.profilekeep.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;

/**
 * One line icon in the size and colour of the text around it: {@code <pk-icon>}. Without a label it is decoration and
 * hidden from screen readers; a button that shows nothing else needs its own accessible name.
 */
@Tag("pk-icon")
@JsModule("./profilekeep/pk-icon.ts")
public final class SymbolIcon extends Component implements HasStyle {
    public SymbolIcon(Symbol symbol) {
        setSymbol(symbol);
    }

    /** @param label what the icon says, already translated */
    public SymbolIcon(Symbol symbol, String label) {
        this(symbol);
        getElement().setAttribute("label", label);
    }

    public void setSymbol(Symbol symbol) {
        getElement().setAttribute("name", symbol.attribute());
    }
}
