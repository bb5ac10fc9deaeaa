package dev.profilekeep.portal.support;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.config.RestorePolicy;
import dev.profilekeep.portal.files.FilesDesk;
import dev.profilekeep.restore.visit.BackupVisits;
import dev.profilekeep.restore.visit.Visit;
import dev.profilekeep.restore.visit.VisitGrants;
import dev.profilekeep.restore.visit.VisitedBackup;
import java.io.IOException;

/** The engine's own visits, into a real backup. */
public final class KeptFiles implements FilesDesk, AutoCloseable {
    private final VisitedBackup backup;
    private final BackupVisits visits;

    public KeptFiles(VisitedBackup backup, RestorePolicy policy) {
        this.backup = backup;
        this.visits = backup.visits(policy);
    }

    @Override
    public Visit openOwn(ContainerRow container, KnownPoint point, Actor actor) throws IOException {
        return visits.openOwn(container, point, actor);
    }

    @Override
    public Visit openAgreed(ContainerRow container, KnownPoint point, Actor actor) throws IOException {
        return visits.openAgreed(container, point, actor);
    }

    @Override
    public boolean helpersDownload() {
        return visits.helpersDownload();
    }

    @Override
    public VisitGrants grants() {
        return backup.grants;
    }

    @Override
    public void close() {
        visits.close();
    }
}
