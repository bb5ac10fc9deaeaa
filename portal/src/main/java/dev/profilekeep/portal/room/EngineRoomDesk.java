package dev.profilekeep.portal.room;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.space.estate.SpaceLook;
import java.io.IOException;
import org.springframework.stereotype.Component;

/** Containers by the engine. */
@Component
class EngineRoomDesk implements RoomDesk {
    private final Engine engine;

    EngineRoomDesk(Engine engine) {
        this.engine = engine;
    }

    @Override
    public SpaceLook look(ContainerDetail container, Progress progress) throws IOException {
        return engine.space().look(container, progress);
    }
}
