package dev.profilekeep.portal.health.ui;

import com.vaadin.flow.component.virtuallist.VirtualList;
import com.vaadin.flow.data.renderer.LitRenderer;
import dev.profilekeep.findings.FindingRow;
import dev.profilekeep.portal.base.ui.Marks;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.health.FindingText;
import java.util.function.Consumer;

/** The list of findings for a phone: a card for each. */
final class HealthCards extends VirtualList<FindingRow> {
    private static final long serialVersionUID = 1L;

    HealthCards(Words words, FindingText text, Consumer<FindingRow> opened) {
        addClassName("pk-narrow-only");
        getElement().setAttribute("role", "list");
        getElement().setAttribute("aria-label", words.get("health.list"));
        setRenderer(LitRenderer.<FindingRow>of(
                        """
                <button class="pk-row finding-row" @click="${open}">
                  <span class="pk-cell"><b>${item.name}</b><span>${item.about}</span></span>
                  <pk-status plain status="${item.mark}" word="${item.word}"></pk-status>
                </button>""")
                .withProperty("name", row -> text.of(row).name())
                .withProperty("about", row -> text.subject(row) + " · " + text.site(row))
                .withProperty("mark", row -> Marks.of(row.severity()).attribute())
                .withProperty(
                        "word", row -> words.get("severity." + row.severity().name()))
                .withFunction("open", opened::accept));
    }
}
