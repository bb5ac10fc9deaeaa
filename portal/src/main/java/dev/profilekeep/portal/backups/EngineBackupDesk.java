package dev.profilekeep.portal.backups;

import dev.profilekeep.backup.points.BackupList;
import dev.profilekeep.backup.points.ContainerBackup;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.config.BackupPolicy;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.engine.Engine;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Backups by the engine. */
@Component
class EngineBackupDesk implements BackupDesk {
    private final Engine engine;

    EngineBackupDesk(Engine engine) {
        this.engine = engine;
    }

    @Override
    public List<KnownPoint> points(ContainerRow container) {
        return engine.restorePoints()
                .of(new ContainerIdentity(container.setId(), container.kind(), container.sid(), container.baseName())
                        .key());
    }

    @Override
    public List<RepositorySeen> repositories() {
        BackupPolicy policy = engine.config().backups();
        return engine.repositories().configured().stream()
                .map(one -> new RepositorySeen(
                        one.id(),
                        one.name(),
                        one.siteId(),
                        one.id().equals(policy.repositoryId())
                                || policy.repositoryOfSet().containsValue(one.id()),
                        policy.copyTo().contains(one.id()),
                        engine.backupList().known(one.id())))
                .toList();
    }

    @Override
    public List<ContainerBackup> list(BackupList.Filter filter, BackupList.Sort sort, long offset, int limit) {
        return engine.backupList().list(filter, sort, offset, limit);
    }

    @Override
    public long count(BackupList.Filter filter) {
        return engine.backupList().count(filter);
    }

    @Override
    public BackupList.Totals totals(BackupList.Filter filter) {
        return engine.backupList().totals(filter);
    }

    @Override
    public Set<ContainerKind> kinds() {
        return engine.config().backups().kinds();
    }

    @Override
    public Duration mostAge() {
        return Duration.ofDays(engine.config().backups().warnAfterDays());
    }
}
