package dev.profilekeep.portal.support;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.portal.room.RoomDesk;
import dev.profilekeep.space.Category;
import dev.profilekeep.space.SpaceUse;
import dev.profilekeep.space.SpaceUse.CategoryUse;
import dev.profilekeep.space.SpaceUse.Exclusion;
import dev.profilekeep.space.estate.SpaceLook;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** What takes the room, in memory: the same of every container. */
public final class FakeRoomDesk implements RoomDesk {
    public SpaceLook.State state = SpaceLook.State.READ;
    public boolean away;
    /** What goes wrong in a look, that nobody thought of; null for nothing. */
    public @Nullable Error broken;
    /** How often somebody looked. */
    public int looks;
    /** Done in the middle of a look. */
    public Runnable meanwhile = () -> {};

    public SpaceUse use = new SpaceUse(
            10 * Samples.GB,
            20 * Samples.GB,
            List.of(
                    new CategoryUse(Category.DOWNLOADS, 12, 5 * Samples.GB),
                    new CategoryUse(Category.EDGE_CACHE, 1, 3 * Samples.GB),
                    new CategoryUse(Category.FILE_SYSTEM, 0, 2 * Samples.GB)),
            List.of(new Exclusion(
                    Category.EDGE_CACHE,
                    "AppData\\Local\\Microsoft\\Edge\\User Data\\Default\\Cache",
                    1,
                    3 * Samples.GB)),
            0,
            0,
            0);

    @Override
    public SpaceLook look(ContainerDetail container, Progress progress) throws IOException {
        looks++;
        if (away) {
            throw new IOException("no answer");
        }
        if (broken != null) {
            throw broken;
        }
        progress.at(1, 2);
        meanwhile.run();
        if (!progress.at(2, 2)) {
            throw new CancellationException("stopped");
        }
        return new SpaceLook(state, "fra", Samples.NOW, state == SpaceLook.State.READ ? use : null);
    }
}
