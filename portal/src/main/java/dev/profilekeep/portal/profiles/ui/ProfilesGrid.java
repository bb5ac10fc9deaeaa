package dev.profilekeep.portal.profiles.ui;

import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridSortOrder;
import com.vaadin.flow.data.provider.SortDirection;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.data.renderer.Renderer;
import com.vaadin.flow.data.renderer.TextRenderer;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.portal.base.ui.Marks;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.profiles.ProfilesColumn;
import dev.profilekeep.portal.text.Formats;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Renderers;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of containers for wide screens. */
final class ProfilesGrid extends Grid<ContainerRow> {
    private static final long serialVersionUID = 1L;

    private final transient Words words;
    private final transient Map<String, String> siteNames;
    private final transient Map<ProfilesColumn, Column<ContainerRow>> shown = new EnumMap<>(ProfilesColumn.class);

    ProfilesGrid(Words words, Map<String, String> siteNames) {
        this.words = words;
        this.siteNames = siteNames;
        addClassName("pk-wide-only");
        setSelectionMode(SelectionMode.NONE);
        setMultiSort(false);
        setColumnReorderingAllowed(false);
        getElement().setAttribute("aria-label", words.get("profiles.title"));
        for (ProfilesColumn column : ProfilesColumn.values()) {
            Column<ContainerRow> added = addColumn(renderer(column));
            added.setHeader(words.get("profiles.column." + column.key()));
            added.setKey(column.key());
            added.setResizable(true);
            added.setAutoWidth(false);
            added.setWidth(width(column));
            added.setFlexGrow(column == ProfilesColumn.ACCOUNT ? 1 : 0);
            column.sort().ifPresent(sort -> added.setSortProperty(sort.name()));
            added.setSortable(column.sort().isPresent());
            if (column.isSize()) {
                added.setTextAlign(ColumnTextAlign.END);
            }
            shown.put(column, added);
        }
    }

    void show(Set<ProfilesColumn> columns) {
        shown.forEach((column, added) -> added.setVisible(columns.contains(column)));
    }

    /** Shows the order in the heads, and tells of every change that somebody makes there. */
    void order(ContainerSort sort, Consumer<ContainerSort> changed) {
        Column<ContainerRow> column = shown.get(ProfilesColumn.of(sort.column()));
        sort(List.of(
                new GridSortOrder<>(column, sort.descending() ? SortDirection.DESCENDING : SortDirection.ASCENDING)));
        addSortListener(event -> {
            if (event.isFromClient()) {
                event.getSortOrder().stream()
                        .findFirst()
                        .flatMap(order -> sort(order))
                        .ifPresent(changed);
            }
        });
    }

    private java.util.Optional<ContainerSort> sort(GridSortOrder<ContainerRow> order) {
        return shown.entrySet().stream()
                .filter(entry -> entry.getValue().equals(order.getSorted()))
                .flatMap(entry -> entry.getKey().sort().stream())
                .findFirst()
                .map(column -> new ContainerSort(column, order.getDirection() == SortDirection.DESCENDING));
    }

    private Renderer<ContainerRow> renderer(ProfilesColumn column) {
        Formats formats = words.formats();
        return switch (column) {
            case ACCOUNT ->
                LitRenderer.<ContainerRow>of(
                                "<div class=\"pk-cell\"><a class=\"name\" href=\"profiles/${item.id}\">${item.name}</a>"
                                        + "<span title=\"${item.disk}\">${item.disk}</span></div>")
                        .withProperty("id", ContainerRow::id)
                        .withProperty("name", row -> name(row, words))
                        .withProperty("disk", row -> Visible.isolated(row.baseName()));
            case STATE ->
                Renderers.status(
                        row -> Marks.of(row.state()),
                        row -> words.get("state." + row.state().name()));
            case KIND -> text(row -> words.get("kind." + row.kind().name()));
            case FINDINGS -> lines(row -> findings(row, words));
            case SITES ->
                lines(row -> row.sites().stream()
                        .map(site -> siteNames.getOrDefault(site, site))
                        .collect(Collectors.joining(", ")));
            case FILE_SIZE -> text(row -> formats.bytes(row.fileSize()));
            case USED -> text(row -> formats.bytes(row.used()));
            case FREE -> text(row -> formats.bytes(row.free()));
            case RECLAIMABLE -> text(row -> formats.bytes(row.reclaimable()));
            case VIRTUAL_SIZE -> text(row -> formats.bytes(row.virtualSize()));
            case LAST_WRITTEN -> time(ContainerRow::lastWritten);
            case LAST_SEEN -> time(ContainerRow::lastSeen);
            case LOCKED -> text(row -> words.get(row.locked() ? "profiles.locked.yes" : "profiles.locked.no"));
            case SET -> text(ContainerRow::setId);
            case DISK -> text(row -> Visible.isolated(row.baseName()));
            case SID ->
                LitRenderer.<ContainerRow>of("<span class=\"pk-mono\">${item.sid}</span>")
                        .withProperty("sid", ContainerRow::sid);
        };
    }

    /** What a container is called: its account, or what else is known of it. */
    static String name(ContainerRow row, Words words) {
        if (!row.account().isEmpty()) {
            return Visible.isolated(row.account());
        }
        return row.sid().isEmpty() ? words.get("profiles.nameless") : row.sid();
    }

    static String findings(ContainerRow row, Words words) {
        return row.findings().stream()
                .map(code -> words.get("finding." + code.name() + ".name"))
                .collect(Collectors.joining(", "));
    }

    private static Renderer<ContainerRow> text(com.vaadin.flow.component.ItemLabelGenerator<ContainerRow> text) {
        return new TextRenderer<>(text);
    }

    /** As much as two lines hold, as the account beside it has; all of it on hover. */
    private static Renderer<ContainerRow> lines(com.vaadin.flow.function.ValueProvider<ContainerRow, String> words) {
        return LitRenderer.<ContainerRow>of("<span class=\"two-lines\" title=\"${item.words}\">${item.words}</span>")
                .withProperty("words", words);
    }

    private Renderer<ContainerRow> time(com.vaadin.flow.function.ValueProvider<ContainerRow, @Nullable Instant> time) {
        return LitRenderer.<ContainerRow>of("${item.at ? html`<pk-relative-time at=\"${item.at}\" locale=\""
                        + words.texts().locale().toLanguageTag() + "\"></pk-relative-time>` : '" + Formats.NONE + "'}")
                .withProperty("at", row -> {
                    Instant at = time.apply(row);
                    return at == null ? null : at.toString();
                });
    }

    private static String width(ProfilesColumn column) {
        return switch (column) {
            case ACCOUNT -> "9.5rem";
            case DISK, STATE -> "10rem";
            case FINDINGS -> "8.5rem";
            case SITES -> "7rem";
            case SID -> "26rem";
            case KIND, SET, LOCKED -> "8rem";
            case LAST_WRITTEN, LAST_SEEN -> "7.25rem";
            case RECLAIMABLE -> "7.5rem";
            case FILE_SIZE, USED, FREE -> "5.25rem";
            case VIRTUAL_SIZE -> "6.5rem";
        };
    }
}
