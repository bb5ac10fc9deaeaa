package dev.profilekeep.portal.compaction.ui;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.data.renderer.LitRenderer;
import dev.profilekeep.compact.estate.CompactionItem;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.text.Formats;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Renderers;
import java.time.Instant;
import java.util.Map;

/** The copies that a run looked at, for wide screens. */
final class CompactionsGrid extends Grid<CompactionItem> {
    private static final long serialVersionUID = 1L;

    CompactionsGrid(Words words, Map<String, String> locationNames) {
        addClassName("pk-wide-only");
        setMultiSort(false);
        setSelectionMode(SelectionMode.NONE);
        getElement().setAttribute("aria-label", words.get("space.list"));
        addColumn(LitRenderer.<CompactionItem>of("<div class=\"pk-cell\"><a class=\"name\""
                                + " href=\"${item.href}\">${item.name}</a><span>${item.place}</span></div>")
                        .withProperty("href", item -> "profiles/" + item.containerId())
                        .withProperty("name", ItemWords::name)
                        .withProperty(
                                "place",
                                item -> Visible.isolated(
                                        locationNames.getOrDefault(item.locationId(), item.locationId()))))
                .setHeader(words.get("space.column.account"))
                .setKey("account")
                .setWidth("11rem")
                .setFlexGrow(1);
        addColumn(Renderers.<CompactionItem>status(ItemWords::status, item -> ItemWords.outcome(item.outcome(), words)))
                .setHeader(words.get("space.column.outcome"))
                .setKey("outcome")
                .setWidth("11.5rem")
                .setFlexGrow(0);
        addColumn(item -> ItemWords.sizes(item, words))
                .setHeader(words.get("space.column.size"))
                .setKey("size")
                .setWidth("10rem")
                .setFlexGrow(0);
        addColumn(item -> ItemWords.gain(item, words))
                .setHeader(words.get("space.column.gain"))
                .setKey("gain")
                .setWidth("6rem")
                .setFlexGrow(0);
        addColumn(LitRenderer.<CompactionItem>of("<span title=\"${item.sentence}\">${item.reason}</span>")
                        .withProperty("reason", item -> ItemWords.reason(item, words))
                        .withProperty("sentence", item -> Visible.isolated(item.sentence())))
                .setHeader(words.get("space.column.why"))
                .setKey("why")
                .setWidth("11.5rem")
                .setFlexGrow(2);
        addColumn(LitRenderer.<CompactionItem>of("${item.at ? html`<pk-relative-time at=\"${item.at}\" locale=\""
                                + words.texts().locale().toLanguageTag() + "\"></pk-relative-time>` : '"
                                + Formats.NONE + "'}")
                        .withProperty("at", CompactionsGrid::at))
                .setHeader(words.get("space.column.at"))
                .setKey("at")
                .setWidth("9rem")
                .setFlexGrow(0);
    }

    private static String at(CompactionItem item) {
        Instant ended = item.endedAt();
        Instant at = ended == null ? item.beganAt() : ended;
        return at == null ? "" : at.toString();
    }
}
