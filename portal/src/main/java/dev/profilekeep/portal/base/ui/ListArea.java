package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The same rows as a table where there is room, and as cards where there is not; or why there are none. */
public final class ListArea extends Div {
    private static final long serialVersionUID = 1L;

    private final Grid<?> grid;
    private final Component cards;

    public ListArea(Grid<?> grid, Component cards, String... classNames) {
        this.grid = grid;
        this.cards = cards;
        addClassName("profiles-list");
        addClassNames(classNames);
        add(grid, cards);
    }

    /** @param instead what stands there in place of rows; null if there are some */
    public void showEmpty(@Nullable Supplier<Component> instead) {
        grid.setEmptyStateComponent(instead == null ? new Div() : instead.get());
        cards.setVisible(instead == null);
        getChildren()
                .filter(child -> child.hasClassName("profiles-empty"))
                .toList()
                .forEach(this::remove);
        if (instead != null) {
            Div empty = new Div(instead.get());
            empty.addClassNames("profiles-empty", "pk-narrow-only");
            add(empty);
        }
    }
}
