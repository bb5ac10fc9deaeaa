package dev.profilekeep.portal.support;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.portal.files.FilesDesk;
import dev.profilekeep.restore.visit.Visit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A desk behind which no repository answers; it tells who came to it, and for which container. */
public final class FakeFilesDesk implements FilesDesk {
    public final List<Long> asked = new ArrayList<>();

    @Override
    public Visit openOwn(ContainerRow container, KnownPoint point, Actor actor) throws IOException {
        asked.add(container.id());
        throw new IOException("no repository answers");
    }
}
