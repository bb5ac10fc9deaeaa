package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.profilekeep.ui.Shortcuts;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import java.util.function.Consumer;

/** Narrows a list by what is typed, a moment after the last key; {@code /} leads to it. */
public final class SearchField extends TextField {
    private static final long serialVersionUID = 1L;

    /** @param typed told what the person typed, not what a program set */
    public SearchField(String label, Consumer<String> typed) {
        setPlaceholder(label);
        setAriaLabel(label);
        setPrefixComponent(new SymbolIcon(Symbol.SEARCH));
        setClearButtonVisible(true);
        setValueChangeMode(ValueChangeMode.LAZY);
        setValueChangeTimeout(250);
        setMaxLength(200);
        addClassName("pk-toolbar-search");
        addValueChangeListener(change -> {
            if (change.isFromClient()) {
                typed.accept(change.getValue());
            }
        });
        Shortcuts.markSearch(this);
    }
}
