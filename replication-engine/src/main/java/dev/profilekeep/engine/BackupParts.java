package dev.profilekeep.engine;

import dev.profilekeep.backup.care.CareService;
import dev.profilekeep.backup.estate.AskedBackup;
import dev.profilekeep.backup.estate.AskedBackups;
import dev.profilekeep.backup.estate.BackupService;
import dev.profilekeep.backup.estate.ChangeWatch;
import dev.profilekeep.backup.points.BackupList;
import dev.profilekeep.backup.points.KeptBackups;
import dev.profilekeep.backup.points.PreviousVersions;
import dev.profilekeep.backup.points.Repositories;
import dev.profilekeep.backup.points.RestorePoints;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.repo.RepositorySetting;
import dev.profilekeep.backup.watch.RepositoryWatch;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.Containers;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.RepositoryConfig;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.inventory.InventoryService;
import dev.profilekeep.session.CatalogSessions;
import dev.profilekeep.session.HostSession;
import dev.profilekeep.site.ActiveNow;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The parts of an engine that make backups, keep them, and know of them. */
final class BackupParts {
    final Repositories repositories;
    final RestorePoints restorePoints;
    final KeptBackups keptBackups;
    final PreviousVersions previousVersions;
    final BackupList backupList;
    final RepositoryWatch watch;
    final BackupService backups;
    final AskedBackups askedBackups;
    final CareService care;

    private final Containers containers;
    private final CatalogSessions sessions;
    private final InventoryService inventory;

    BackupParts(
            Ground ground,
            Locations locations,
            Containers containers,
            CatalogSessions sessions,
            InventoryService inventory,
            Function<RepositoryConfig, StorageProvider> connector) {
        this.containers = containers;
        this.sessions = sessions;
        this.inventory = inventory;
        ProfileKeepConfig config = ground.config();
        Database database = ground.database();
        Clock clock = ground.clock();
        this.repositories = new Repositories(
                config.repositories(), connector, RepositorySetting.standard(clock, Ground.hostName()));
        this.restorePoints = new RestorePoints(database, clock);
        this.keptBackups = new KeptBackups(
                this::open, restorePoints, container -> config.backups().destinations(container), ground.audit());
        this.previousVersions = new PreviousVersions(config, locations::storage, () -> ActiveNow.of(database, config));
        this.backupList = new BackupList(database, clock);
        this.watch = new RepositoryWatch(config, database, repositories, restorePoints, clock);
        this.backups = new BackupService(
                config,
                database,
                repositories,
                restorePoints,
                locations::storage,
                this::judge,
                watch::look,
                new ChangeWatch(
                        database, repositories, ground.audit(), config.backups().zone(), clock),
                slices(config),
                clock,
                ground.node());
        this.askedBackups =
                new AskedBackups(backups, database, ground.audit(), this::signedInWith, clock, ground.node());
        this.care = new CareService(
                config,
                database,
                repositories,
                restorePoints,
                new LocationStorages(config)::connect,
                this::judge,
                watch::look,
                ground.audit(),
                clock,
                ground.node());
    }

    /** For the one process that may open the catalog: ends what those of other nodes left under way. */
    void endRunsOfOthersThan(Set<String> livingNodes) {
        backups.endRunsOfOthersThan(livingNodes);
        askedBackups.endThoseOfOthersThan(livingNodes);
        care.endRunsOfOthersThan(livingNodes);
    }

    /** Whoever is served by a repository proves that it is there. */
    Repository open(String id) throws IOException {
        Repository repository = repositories.open(id);
        restorePoints.opened(id);
        return repository;
    }

    void close() {
        askedBackups.close();
        backups.close();
        care.close();
        repositories.close();
    }

    /** In the demo's folders nobody waits to sign in, so nobody has to be given a turn. */
    static SlicedFile.Slices slices(ProfileKeepConfig config) {
        boolean demo =
                !config.locations().isEmpty() && config.locations().stream().allMatch(LocationConfig::demo);
        return demo
                ? new SlicedFile.Slices(SlicedFile.STANDARD.hold(), Duration.ZERO, SlicedFile.STANDARD.pause())
                : SlicedFile.STANDARD;
    }

    /** Where the person of a container is signed in, each host once. */
    private List<AskedBackup.At> signedInWith(long containerId) {
        return containers
                .detail(containerId)
                .map(ContainerDetail::row)
                .map(row -> sessions.sessionsOf(row.sid(), row.account()).stream()
                        .collect(Collectors.toMap(
                                HostSession::host,
                                one -> new AskedBackup.At(one.host(), one.since()),
                                (one, other) -> one.since() == null ? other : one,
                                TreeMap::new))
                        .values()
                        .stream()
                        .toList())
                .orElse(List.of());
    }

    private void judge(Collection<Long> concerned) {
        inventory.judgeAnew(FindingCode.NO_BACKUP, concerned);
        inventory.judgeAnew(FindingCode.BACKUP_DIFFERS, concerned);
        inventory.judgeAnew(FindingCode.BACKUP_DAMAGED, concerned);
    }
}
