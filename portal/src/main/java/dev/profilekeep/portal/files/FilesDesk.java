package dev.profilekeep.portal.files;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.restore.visit.Visit;
import dev.profilekeep.restore.visit.VisitGrants;
import java.io.IOException;

/** Backups as the engine opens them. It knows no roles and no scope: only the services of the features may hold it. Safe for several threads. */
public interface FilesDesk {
    /** Opens a backup of the actor's own container; takes as long as the repository needs. */
    Visit openOwn(ContainerRow container, KnownPoint point, Actor actor) throws IOException;

    /** Opens one of another person's, within the hour that two people agreed on. */
    Visit openAgreed(ContainerRow container, KnownPoint point, Actor actor) throws IOException;

    /** Whether the settings let whoever helps download files of others, from some network at least. */
    boolean helpersDownload();

    /** Looking into another person's backups, with a second person. */
    VisitGrants grants();
}
