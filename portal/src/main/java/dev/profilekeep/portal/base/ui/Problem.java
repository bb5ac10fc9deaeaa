package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.component.html.Div;
import dev.profilekeep.ui.Symbol;

/** Where a dialog says that something did not work. Read out at once; nothing is seen before. */
public final class Problem extends Div {
    private static final long serialVersionUID = 1L;

    public Problem() {
        getElement().setAttribute("role", "alert");
        setVisible(false);
    }

    public void tell(String text) {
        removeAll();
        add(Parts.note(Symbol.ERROR, text, true));
        setVisible(true);
    }
}
