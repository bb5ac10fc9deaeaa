package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.component.grid.Grid;

/**
 * Names the boxes that choose rows. The grid labels them in English, and on an element around the box, where a screen reader
 * does not look; boxes come and go with the rows in sight.
 */
public final class RowBoxes {
    private RowBoxes() {}

    /** Lets several rows of a list be chosen, each by a box with a name. */
    public static void choosable(Grid<?> grid, Words words) {
        grid.setSelectionMode(Grid.SelectionMode.MULTI);
        String each = words.get("choose.row");
        String all = words.get("choose.all");
        grid.addAttachListener(attached -> grid.getElement()
                .executeJs(
                        """
                        const name = () => this.querySelectorAll('vaadin-grid-cell-content > vaadin-checkbox').forEach(
                            box => box.accessibleName = box.id === 'selectAllCheckbox' ? $1 : $0);
                        this.pkRowBoxes?.disconnect();
                        this.pkRowBoxes = new MutationObserver(name);
                        this.pkRowBoxes.observe(this, {childList: true, subtree: true});
                        name();
                        """,
                        each,
                        all));
    }
}
