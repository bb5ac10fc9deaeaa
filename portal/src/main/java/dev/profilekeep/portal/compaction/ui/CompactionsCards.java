package dev.profilekeep.portal.compaction.ui;

import com.vaadin.flow.component.virtuallist.VirtualList;
import com.vaadin.flow.data.renderer.LitRenderer;
import dev.profilekeep.compact.estate.CompactionItem;
import dev.profilekeep.portal.base.ui.Words;

/** The copies that a run looked at, for a phone. */
final class CompactionsCards extends VirtualList<CompactionItem> {
    private static final long serialVersionUID = 1L;

    CompactionsCards(Words words) {
        addClassName("pk-narrow-only");
        getElement().setAttribute("role", "list");
        getElement().setAttribute("aria-label", words.get("space.list"));
        setRenderer(LitRenderer.<CompactionItem>of(
                        """
                        <a class="pk-row" href="${item.href}">
                          <span class="pk-cell"><b>${item.name}</b><span>${item.about}</span></span>
                          <pk-status plain status="${item.mark}" word="${item.word}"></pk-status>
                        </a>
                        """)
                .withProperty("href", item -> "profiles/" + item.containerId())
                .withProperty("name", ItemWords::name)
                .withProperty("about", item -> about(item, words))
                .withProperty("mark", item -> ItemWords.status(item).attribute())
                .withProperty("word", item -> ItemWords.outcome(item.outcome(), words)));
    }

    private static String about(CompactionItem item, Words words) {
        String sizes = ItemWords.sizes(item, words);
        String reason = ItemWords.reason(item, words);
        return reason.isEmpty() ? sizes : sizes + " · " + reason;
    }
}
