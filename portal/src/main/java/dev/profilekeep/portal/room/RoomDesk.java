package dev.profilekeep.portal.room;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.space.estate.SpaceLook;
import java.io.IOException;

/** Looks into containers. It knows no roles: only the services of the features may hold it. Safe for several threads. */
public interface RoomDesk {
    /**
     * What takes the room of a container, read now over the share; it takes its time.
     *
     * @param progress ends it with a {@link java.util.concurrent.CancellationException}
     * @throws IOException if the server does not answer
     */
    SpaceLook look(ContainerDetail container, Progress progress) throws IOException;
}
