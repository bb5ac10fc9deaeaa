package dev.profilekeep.portal.locks.ui;

import com.vaadin.flow.component.virtuallist.VirtualList;
import com.vaadin.flow.data.renderer.LitRenderer;
import dev.profilekeep.lock.LockRow;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.portal.base.ui.LockMarks;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.text.Visible;

/** The list of locks for a phone. */
final class LocksCards extends VirtualList<LockRow> {
    private static final long serialVersionUID = 1L;

    LocksCards(Words words, boolean helps) {
        addClassName("pk-narrow-only");
        getElement().setAttribute("role", "list");
        getElement().setAttribute("aria-label", words.get("locks.title"));
        String inside =
                """
                  <span class="pk-cell"><b>${item.name}</b><span>${item.about}</span></span>
                  <pk-status plain status="${item.mark}" word="${item.word}"></pk-status>
                """;
        setRenderer(LitRenderer.<LockRow>of(
                        helps
                                ? "<a class=\"pk-row\" href=\"${item.href}\">" + inside + "</a>"
                                : "<div class=\"pk-row\">" + inside + "</div>")
                .withProperty("href", LockParts::helpAddress)
                .withProperty("name", row -> LockParts.name(row, words))
                .withProperty("about", row -> about(row, words))
                .withProperty("mark", row -> LockMarks.of(LockMarks.word(row.verdict()))
                        .attribute())
                .withProperty("word", row -> words.get("verdict." + LockMarks.word(row.verdict()))));
    }

    private static String about(LockRow row, Words words) {
        LockVerdict verdict = row.verdict();
        String kind = words.get("kind." + row.kind().name());
        String host = verdict == null ? "" : verdict.holder().host();
        return host.isEmpty() ? kind : kind + " · " + Visible.isolated(host);
    }
}
