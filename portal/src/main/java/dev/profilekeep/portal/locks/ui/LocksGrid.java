package dev.profilekeep.portal.locks.ui;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridMultiSelectionModel;
import com.vaadin.flow.component.grid.GridMultiSelectionModel.SelectAllCheckboxVisibility;
import com.vaadin.flow.component.grid.GridSortOrder;
import com.vaadin.flow.data.provider.SortDirection;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.data.renderer.Renderer;
import com.vaadin.flow.function.ValueProvider;
import dev.profilekeep.lock.LockFilter;
import dev.profilekeep.lock.LockRow;
import dev.profilekeep.lock.LockSort;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.lock.LockWords;
import dev.profilekeep.portal.base.ui.LockMarks;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.locks.LocksQuery;
import dev.profilekeep.portal.text.Formats;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Renderers;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of locks for wide screens. */
final class LocksGrid extends Grid<LockRow> {
    private static final long serialVersionUID = 1L;

    private final transient Words words;
    private final transient Map<LockSort.Column, Column<LockRow>> sortable = new EnumMap<>(LockSort.Column.class);

    LocksGrid(Words words, LockWords lockWords, Map<String, String> siteNames, boolean helps) {
        this.words = words;
        addClassName("pk-wide-only");
        setMultiSort(false);
        getElement().setAttribute("aria-label", words.get("locks.title"));
        String name = helps ? "<a class=\"name\" href=\"${item.href}\">${item.name}</a>" : "<b>${item.name}</b>";
        column(
                LockSort.Column.ACCOUNT,
                "9.5rem",
                LitRenderer.<LockRow>of("<div class=\"pk-cell\">" + name + "<span>${item.kind}</span></div>")
                        .withProperty("href", LockParts::helpAddress)
                        .withProperty("name", row -> LockParts.name(row, words))
                        .withProperty(
                                "kind", row -> words.get("kind." + row.kind().name())));
        column(
                LockSort.Column.VERDICT,
                "9.5rem",
                Renderers.status(
                        row -> LockMarks.of(LockMarks.word(row.verdict())),
                        row -> words.get("verdict." + LockMarks.word(row.verdict()))));
        column(LockSort.Column.HOST, "6.5rem", text(row -> host(row)));
        column(LockSort.Column.SINCE, "7rem", time(row -> since(row)));
        addColumn(text(row -> sites(row, siteNames)))
                .setHeader(words.get("locks.column.sites"))
                .setKey("sites")
                .setResizable(true)
                .setWidth("6.5rem")
                .setFlexGrow(0);
        addColumn(LitRenderer.<LockRow>of("<span class=\"two-lines\" title=\"${item.why}\">${item.why}</span>")
                        .withProperty("why", row -> why(row, lockWords)))
                .setHeader(words.get("locks.column.why"))
                .setKey("why")
                .setResizable(true)
                .setWidth("10rem")
                .setFlexGrow(1);
        column(LockSort.Column.JUDGED, "8.5rem", time(row -> judged(row)));
    }

    private void column(LockSort.Column sort, String width, Renderer<LockRow> renderer) {
        Column<LockRow> column = addColumn(renderer);
        column.setHeader(words.get("locks.column." + LocksQuery.key(sort)))
                .setKey(LocksQuery.key(sort))
                .setSortProperty(sort.name())
                .setSortable(true)
                .setResizable(true)
                .setWidth(width)
                .setFlexGrow(0);
        sortable.put(sort, column);
    }

    /** Whether everything that is listed can be chosen at once. */
    void chooseAll(boolean possible) {
        if (getSelectionModel() instanceof GridMultiSelectionModel<LockRow> several) {
            several.setSelectAllCheckboxVisibility(
                    possible ? SelectAllCheckboxVisibility.VISIBLE : SelectAllCheckboxVisibility.HIDDEN);
        }
    }

    /** Shows the order in the heads, and tells of every change that somebody makes there. */
    void order(LockSort sort, Consumer<LockSort> changed) {
        Column<LockRow> column = sortable.get(sort.column());
        sort(List.of(
                new GridSortOrder<>(column, sort.descending() ? SortDirection.DESCENDING : SortDirection.ASCENDING)));
        addSortListener(event -> {
            if (event.isFromClient()) {
                event.getSortOrder().stream()
                        .findFirst()
                        .ifPresent(order -> sortable.forEach((key, one) -> {
                            if (one.equals(order.getSorted())) {
                                changed.accept(new LockSort(key, order.getDirection() == SortDirection.DESCENDING));
                            }
                        }));
            }
        });
    }

    static String why(LockRow row, LockWords lockWords) {
        LockVerdict verdict = row.verdict();
        return verdict == null ? lockWords.without(LockFilter.NOT_JUDGED) : lockWords.sentence(verdict);
    }

    private static String host(LockRow row) {
        LockVerdict verdict = row.verdict();
        String host = verdict == null ? "" : verdict.holder().host();
        return host.isEmpty() ? Formats.NONE : Visible.isolated(host);
    }

    private static String sites(LockRow row, Map<String, String> siteNames) {
        return row.sites().stream()
                .map(site -> siteNames.getOrDefault(site, site))
                .collect(Collectors.joining(", "));
    }

    private static @Nullable Instant since(LockRow row) {
        LockVerdict verdict = row.verdict();
        return verdict == null ? null : verdict.holder().since();
    }

    private static @Nullable Instant judged(LockRow row) {
        LockVerdict verdict = row.verdict();
        return verdict == null ? null : verdict.at();
    }

    private static Renderer<LockRow> text(ValueProvider<LockRow, String> text) {
        return LitRenderer.<LockRow>of("<span class=\"two-lines\" title=\"${item.text}\">${item.text}</span>")
                .withProperty("text", text);
    }

    private Renderer<LockRow> time(ValueProvider<LockRow, @Nullable Instant> time) {
        return LitRenderer.<LockRow>of("${item.at ? html`<pk-relative-time at=\"${item.at}\" locale=\""
                        + words.texts().locale().toLanguageTag() + "\"></pk-relative-time>` : '" + Formats.NONE + "'}")
                .withProperty("at", row -> {
                    Instant at = time.apply(row);
                    return at == null ? null : at.toString();
                });
    }
}
