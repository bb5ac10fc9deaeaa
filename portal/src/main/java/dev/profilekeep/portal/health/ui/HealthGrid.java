package dev.profilekeep.portal.health.ui;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridMultiSelectionModel;
import com.vaadin.flow.component.grid.GridMultiSelectionModel.SelectAllCheckboxVisibility;
import com.vaadin.flow.component.grid.GridSortOrder;
import com.vaadin.flow.data.provider.SortDirection;
import com.vaadin.flow.data.renderer.LitRenderer;
import dev.profilekeep.findings.Acceptance;
import dev.profilekeep.findings.FindingRow;
import dev.profilekeep.findings.FindingSort;
import dev.profilekeep.portal.base.ui.Marks;
import dev.profilekeep.portal.base.ui.RowBoxes;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.health.FindingText;
import dev.profilekeep.ui.Renderers;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The table of findings for wide screens. */
final class HealthGrid extends Grid<FindingRow> {
    private static final long serialVersionUID = 1L;

    private final transient Map<FindingSort.Column, Column<FindingRow>> sorting =
            new EnumMap<>(FindingSort.Column.class);

    /**
     * @param opened told whose details are asked for
     * @param choosing whether several can be chosen
     */
    HealthGrid(Words words, FindingText text, Consumer<FindingRow> opened, boolean choosing) {
        addClassName("pk-wide-only");
        if (choosing) {
            RowBoxes.choosable(this, words);
        } else {
            setSelectionMode(SelectionMode.NONE);
        }
        getElement().setAttribute("aria-label", words.get("health.list"));
        column(
                FindingSort.Column.SEVERITY,
                addColumn(Renderers.status(
                        row -> Marks.of(row.severity()),
                        row -> words.get("severity." + row.severity().name()))),
                words.get("health.column.severity"),
                "10rem");
        Column<FindingRow> what = addColumn(LitRenderer.<FindingRow>of(
                        "<div class=\"pk-cell\"><button class=\"finding-link\" @click=\"${open}\">${item.name}</button>"
                                + "<span title=\"${item.meaning}\">${item.meaning}</span></div>")
                .withProperty("name", row -> text.of(row).name())
                .withProperty("meaning", row -> text.of(row).meaning())
                .withFunction("open", opened::accept));
        column(FindingSort.Column.CODE, what, words.get("health.column.finding"), "18rem");
        what.setFlexGrow(3);
        Column<FindingRow> who = addColumn(LitRenderer.<FindingRow>of(
                        "<div class=\"pk-cell\">${item.id ? html`<a class=\"name\" href=\"profiles/${item.id}\">${item.subject}</a>`"
                                + " : html`<b>${item.subject}</b>`}<span>${item.detail}</span></div>")
                .withProperty(
                        "id",
                        row -> row.container() == null
                                ? null
                                : Long.toString(row.container().id()))
                .withProperty("subject", text::subject)
                .withProperty("detail", row -> about(row, words)));
        column(FindingSort.Column.ACCOUNT, who, words.get("health.column.account"), "11rem");
        who.setFlexGrow(1);
        column(
                FindingSort.Column.SITE,
                addColumn(
                        LitRenderer.<FindingRow>of("<span>${item.site}</span>").withProperty("site", text::site)),
                words.get("health.column.site"),
                "8rem");
        column(
                FindingSort.Column.FIRST_SEEN,
                addColumn(LitRenderer.<FindingRow>of(
                                "<div class=\"pk-cell\"><pk-relative-time at=\"${item.at}\" locale=\""
                                        + words.texts().locale().toLanguageTag()
                                        + "\"></pk-relative-time><span>${item.note}</span></div>")
                        .withProperty("at", row -> row.firstSeen().toString())
                        .withProperty("note", row -> note(row, words))),
                words.get("health.column.firstSeen"),
                "12rem");
    }

    private void column(FindingSort.Column sort, Column<FindingRow> column, String head, String width) {
        column.setHeader(head);
        column.setKey(sort.name());
        column.setWidth(width);
        column.setFlexGrow(0);
        column.setResizable(true);
        column.setSortProperty(sort.name());
        column.setSortable(true);
        sorting.put(sort, column);
    }

    /** Whether everything that is listed can be chosen at once. */
    void chooseAll(boolean possible) {
        if (getSelectionModel() instanceof GridMultiSelectionModel<FindingRow> several) {
            several.setSelectAllCheckboxVisibility(
                    possible ? SelectAllCheckboxVisibility.VISIBLE : SelectAllCheckboxVisibility.HIDDEN);
        }
    }

    /** Shows the order in the heads. */
    void order(FindingSort sort) {
        sort(List.of(new GridSortOrder<>(
                sorting.get(sort.column()), sort.descending() ? SortDirection.DESCENDING : SortDirection.ASCENDING)));
    }

    /** @param changed told of every change of the order that somebody makes in the heads */
    void whenSorted(Consumer<FindingSort> changed) {
        addSortListener(event -> {
            if (event.isFromClient()) {
                event.getSortOrder().stream()
                        .findFirst()
                        .ifPresent(order -> changed.accept(new FindingSort(
                                FindingSort.Column.valueOf(order.getSorted().getKey()),
                                order.getDirection() == SortDirection.DESCENDING)));
            }
        });
    }

    static String about(FindingRow row, Words words) {
        FindingRow.About about = row.container();
        return about == null
                ? words.get("health.location")
                : words.get("kind." + about.kind().name());
    }

    /** Until when it is accepted, or since when it is no more. */
    static String note(FindingRow row, Words words) {
        Acceptance accepted = row.acceptance();
        Instant resolved = row.resolvedAt();
        if (resolved != null) {
            return words.get("health.resolvedOn", words.formats().date(resolved));
        }
        return accepted == null
                ? ""
                : words.get("health.acceptedUntil", words.formats().date(accepted.until()));
    }
}
