package dev.profilekeep.portal.backups.ui;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridSortOrder;
import com.vaadin.flow.data.provider.SortDirection;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.data.renderer.Renderer;
import com.vaadin.flow.function.ValueProvider;
import dev.profilekeep.backup.points.BackupList;
import dev.profilekeep.backup.points.BackupList.Sort;
import dev.profilekeep.backup.points.ContainerBackup;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.text.Formats;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Renderers;
import dev.profilekeep.ui.Status;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who can be brought back, and to when, for wide screens. */
final class BackupsGrid extends Grid<ContainerBackup> {
    private static final long serialVersionUID = 1L;

    private final transient Words words;
    private final Column<ContainerBackup> account;
    private final Column<ContainerBackup> newest;

    BackupsGrid(Words words, Function<ContainerBackup, BackupList.Standing> standing) {
        this.words = words;
        addClassName("pk-wide-only");
        setMultiSort(false);
        setSelectionMode(SelectionMode.NONE);
        getElement().setAttribute("aria-label", words.get("backups.title"));
        account = addColumn(LitRenderer.<ContainerBackup>of("<div class=\"pk-cell\"><a class=\"name\""
                                + " href=\"${item.href}\">${item.name}</a><span>${item.kind}</span></div>")
                        .withProperty("href", row -> "profiles/" + row.containerId())
                        .withProperty("name", BackupsGrid::name)
                        .withProperty(
                                "kind", row -> words.get("kind." + row.kind().name())))
                .setHeader(words.get("backups.column.account"))
                .setKey("account")
                .setSortable(true)
                .setSortProperty("account")
                .setWidth("12rem")
                .setFlexGrow(1);
        addColumn(Renderers.<ContainerBackup>status(
                        row -> status(standing.apply(row)),
                        row -> words.get("backups.standing." + standing.apply(row))))
                .setHeader(words.get("backups.column.standing"))
                .setKey("standing")
                .setWidth("11rem")
                .setFlexGrow(0);
        newest = addColumn(time(ContainerBackup::newest))
                .setHeader(words.get("backups.column.newest"))
                .setKey("newest")
                .setSortable(true)
                .setSortProperty("newest")
                .setWidth("10rem")
                .setFlexGrow(0);
        addColumn(time(ContainerBackup::oldest))
                .setHeader(words.get("backups.column.oldest"))
                .setKey("oldest")
                .setWidth("10rem")
                .setFlexGrow(0);
        addColumn(row -> words.formats().count(row.points()))
                .setHeader(words.get("backups.column.points"))
                .setKey("points")
                .setWidth("8rem")
                .setFlexGrow(0);
        addColumn(time(ContainerBackup::inUseSince))
                .setHeader(words.get("backups.column.inUse"))
                .setKey("inUse")
                .setWidth("10rem")
                .setFlexGrow(0);
        addColumn(time(ContainerBackup::lastWritten))
                .setHeader(words.get("backups.column.written"))
                .setKey("written")
                .setWidth("10rem")
                .setFlexGrow(0);
    }

    /** Shows the order in the heads, and tells of every change that somebody makes there. */
    void order(Sort sort, Consumer<Sort> changed) {
        boolean byAccount = sort == Sort.ACCOUNT || sort == Sort.ACCOUNT_DOWN;
        boolean down = sort == Sort.NEWEST_FIRST || sort == Sort.ACCOUNT_DOWN;
        sort(List.of(new GridSortOrder<>(
                byAccount ? account : newest, down ? SortDirection.DESCENDING : SortDirection.ASCENDING)));
        addSortListener(event -> {
            if (event.isFromClient()) {
                event.getSortOrder().stream().findFirst().ifPresent(order -> {
                    boolean descending = order.getDirection() == SortDirection.DESCENDING;
                    changed.accept(
                            order.getSorted().equals(account)
                                    ? descending ? Sort.ACCOUNT_DOWN : Sort.ACCOUNT
                                    : descending ? Sort.NEWEST_FIRST : Sort.OLDEST_FIRST);
                });
            }
        });
    }

    static String name(ContainerBackup row) {
        return Visible.isolated(row.account().isEmpty() ? row.sid() : row.account());
    }

    static Status status(BackupList.Standing standing) {
        return switch (standing) {
            case FRESH -> Status.READY;
            case OLD -> Status.DEGRADED;
            case NONE -> Status.NOT_READY;
        };
    }

    private Renderer<ContainerBackup> time(ValueProvider<ContainerBackup, @Nullable Instant> time) {
        return LitRenderer.<ContainerBackup>of("${item.at ? html`<pk-relative-time at=\"${item.at}\" locale=\""
                        + words.texts().locale().toLanguageTag() + "\"></pk-relative-time>` : '" + Formats.NONE + "'}")
                .withProperty("at", row -> {
                    Instant at = time.apply(row);
                    return at == null ? null : at.toString();
                });
    }
}
