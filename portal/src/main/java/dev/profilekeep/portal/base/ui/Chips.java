package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** A row of filters that are on or off: buttons that say whether they are pressed. */
public final class Chips<T> extends Div {
    private static final long serialVersionUID = 1L;

    private final transient Map<T, NativeButton> buttons = new LinkedHashMap<>();
    private final transient Set<T> chosen = new LinkedHashSet<>();

    /**
     * @param name what the filters are about, for screen readers
     * @param changed told what is on when somebody presses one
     */
    public Chips(String name, List<T> items, Function<T, String> label, Consumer<Set<T>> changed) {
        addClassName("chip-group");
        getElement().setAttribute("role", "group");
        getElement().setAttribute("aria-label", name);
        for (T item : items) {
            NativeButton button = new NativeButton(label.apply(item));
            button.addClassName("pk-chip");
            button.addClickListener(click -> {
                if (!chosen.remove(item)) {
                    chosen.add(item);
                }
                show();
                changed.accept(Set.copyOf(chosen));
            });
            buttons.put(item, button);
            add(button);
        }
        show();
    }

    /** Shows these as on; tells nobody. */
    public void choose(Set<T> items) {
        chosen.clear();
        chosen.addAll(items);
        show();
    }

    private void show() {
        buttons.forEach((item, button) ->
                button.getElement().setAttribute("aria-pressed", Boolean.toString(chosen.contains(item))));
    }
}
