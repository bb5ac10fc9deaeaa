package dev.profilekeep.e2e.element;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;

/** A table of rows, by the roles that it gives its parts. */
public final class GridElement {
    /** What the cells of the rows in sight hold: the text of what is put into each cell, top to bottom. */
    private static final String TEXTS =
            """
            (table) => {
              const words = (node) => node.nodeType === Node.TEXT_NODE ? node.textContent
                : node.nodeType !== Node.ELEMENT_NODE || node.hidden ? ''
                : node.hasAttribute('word') ? node.getAttribute('word')
                : [...(node.shadowRoot && !node.textContent.trim() ? node.shadowRoot.childNodes : node.childNodes)]
                    .filter((child) => child.nodeName !== 'STYLE').map(words).join(' ');
              const text = (cell) => [...cell.querySelectorAll('slot')]
                .flatMap((slot) => slot.assignedNodes({ flatten: true })).map(words).join(' ')
                .replace(/\\s+/g, ' ').trim();
              const seen = (box) => box.getBoundingClientRect().height > 0 && !box.hidden;
              return [...table.querySelectorAll('tbody [role=row], tbody tr')].filter(seen)
                .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
                .map((row) => [...row.querySelectorAll('[role=gridcell], [role=rowheader]')].filter(seen).map(text))
                .filter((cells) => cells.some((cell) => cell !== ''));
            }""";

    private final Locator table;

    /** @param inside what holds a table in sight */
    public GridElement(Locator inside) {
        this.table = inside.getByRole(AriaRole.GRID)
                .or(inside.getByRole(AriaRole.TREEGRID))
                .or(inside.getByRole(AriaRole.TABLE))
                .first();
    }

    public Locator locator() {
        return table;
    }

    /** @param name of the head of a column in sight; plain words */
    public Locator head(String name) {
        return table.getByRole(
                AriaRole.COLUMNHEADER,
                new Locator.GetByRoleOptions().setName(Pattern.compile("^(Sort by )?" + name + "$")));
    }

    /** The rows whose cells together say this, in any case. */
    public Locator row(String saying) {
        return table.getByRole(AriaRole.ROW, new Locator.GetByRoleOptions().setName(saying));
    }

    /** Waits for a row that says this. */
    public void awaitRow(String saying) {
        assertThat(row(saying).first()).isVisible();
    }

    /** The texts of the rows in sight, cell by cell. */
    @SuppressWarnings("unchecked") // what the script returns
    public List<List<String>> texts() {
        return (List<List<String>>) table.evaluate(TEXTS);
    }

    /** The texts of one column of the rows in sight, counted from 0. */
    public List<String> column(int number) {
        return texts().stream().map(cells -> cells.get(number)).toList();
    }
}
