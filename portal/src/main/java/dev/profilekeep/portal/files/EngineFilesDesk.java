package dev.profilekeep.portal.files;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.restore.visit.Visit;
import dev.profilekeep.restore.visit.VisitGrants;
import java.io.IOException;
import org.springframework.stereotype.Component;

/** Backups by the engine. */
@Component
class EngineFilesDesk implements FilesDesk {
    private final Engine engine;

    EngineFilesDesk(Engine engine) {
        this.engine = engine;
    }

    @Override
    public Visit openOwn(ContainerRow container, KnownPoint point, Actor actor) throws IOException {
        return engine.visits().openOwn(container, point, actor);
    }

    @Override
    public Visit openAgreed(ContainerRow container, KnownPoint point, Actor actor) throws IOException {
        return engine.visits().openAgreed(container, point, actor);
    }

    @Override
    public boolean helpersDownload() {
        return engine.visits().helpersDownload();
    }

    @Override
    public VisitGrants grants() {
        return engine.visitGrants();
    }
}
