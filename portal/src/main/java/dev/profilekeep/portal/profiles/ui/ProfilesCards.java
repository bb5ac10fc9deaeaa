package dev.profilekeep.portal.profiles.ui;

import com.vaadin.flow.component.virtuallist.VirtualList;
import com.vaadin.flow.data.renderer.LitRenderer;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.portal.base.ui.Marks;
import dev.profilekeep.portal.base.ui.Words;

/** The list of containers for a phone: a card for each, one thumb high. */
final class ProfilesCards extends VirtualList<ContainerRow> {
    private static final long serialVersionUID = 1L;

    ProfilesCards(Words words) {
        addClassName("pk-narrow-only");
        getElement().setAttribute("role", "list");
        getElement().setAttribute("aria-label", words.get("profiles.title"));
        setRenderer(LitRenderer.<ContainerRow>of(
                        """
                <a class="pk-row" href="profiles/${item.id}">
                  <span class="pk-cell"><b>${item.name}</b><span>${item.about}</span></span>
                  <pk-status plain status="${item.mark}" word="${item.word}"></pk-status>
                </a>""")
                .withProperty("id", ContainerRow::id)
                .withProperty("name", row -> ProfilesGrid.name(row, words))
                .withProperty("about", row -> about(row, words))
                .withProperty("mark", row -> Marks.of(row.state()).attribute())
                .withProperty("word", row -> words.get("state." + row.state().name())));
    }

    private static String about(ContainerRow row, Words words) {
        String about =
                words.get("kind." + row.kind().name()) + " · " + words.formats().bytes(row.fileSize());
        return row.findings().isEmpty() ? about : about + " · " + ProfilesGrid.findings(row, words);
    }
}
