package dev.profilekeep.portal.backups.ui;

import com.vaadin.flow.component.virtuallist.VirtualList;
import com.vaadin.flow.data.renderer.LitRenderer;
import dev.profilekeep.backup.points.BackupList;
import dev.profilekeep.backup.points.ContainerBackup;
import dev.profilekeep.portal.base.ui.Words;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;

/** The list of backups for a phone. */
final class BackupsCards extends VirtualList<ContainerBackup> {
    private static final long serialVersionUID = 1L;

    BackupsCards(Words words, Function<ContainerBackup, BackupList.Standing> standing, Supplier<Instant> now) {
        addClassName("pk-narrow-only");
        getElement().setAttribute("role", "list");
        getElement().setAttribute("aria-label", words.get("backups.title"));
        setRenderer(LitRenderer.<ContainerBackup>of(
                        """
                        <a class="pk-row" href="${item.href}">
                          <span class="pk-cell"><b>${item.name}</b><span>${item.about}</span></span>
                          <pk-status plain status="${item.mark}" word="${item.word}"></pk-status>
                        </a>
                        """)
                .withProperty("href", row -> "profiles/" + row.containerId())
                .withProperty("name", BackupsGrid::name)
                .withProperty("about", row -> about(row, now.get(), words))
                .withProperty(
                        "mark", row -> BackupsGrid.status(standing.apply(row)).attribute())
                .withProperty("word", row -> words.get("backups.standing." + standing.apply(row))));
    }

    private static String about(ContainerBackup row, Instant now, Words words) {
        Instant newest = row.newest();
        String kind = words.get("kind." + row.kind().name());
        String said = newest == null ? kind : kind + " · " + MomentWords.of(newest, now, words);
        Instant inUse = row.inUseSince();
        return inUse == null
                ? said
                : said + " · " + words.get("backups.inUse", words.formats().dateTime(inUse));
    }
}
