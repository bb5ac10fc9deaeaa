package dev.profilekeep.engine;

import dev.profilekeep.account.ServiceAccounts;
import dev.profilekeep.approval.Approvals;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.backup.care.CareService;
import dev.profilekeep.backup.estate.AskedBackup;
import dev.profilekeep.backup.estate.AskedBackups;
import dev.profilekeep.backup.estate.BackupFindings;
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
import dev.profilekeep.catalog.Catalog;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.Containers;
import dev.profilekeep.catalog.OwnFolder;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.Prerequisites;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.RepositoryConfig;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.findings.HealthService;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.hostlog.HostLogs;
import dev.profilekeep.inventory.InventoryService;
import dev.profilekeep.lease.CutOffSwaps;
import dev.profilekeep.lease.LeaseTimes;
import dev.profilekeep.lease.Leases;
import dev.profilekeep.lease.SafeReplace;
import dev.profilekeep.lock.LockFindings;
import dev.profilekeep.lock.LockService;
import dev.profilekeep.notify.LeftLocks;
import dev.profilekeep.notify.Notifications;
import dev.profilekeep.notify.RepositoryTroubles;
import dev.profilekeep.notify.RequestMail;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.RequestRunner;
import dev.profilekeep.request.Requests;
import dev.profilekeep.request.RestorerByKind;
import dev.profilekeep.restore.RequestedRestores;
import dev.profilekeep.restore.Restores;
import dev.profilekeep.restore.visit.BackupVisits;
import dev.profilekeep.restore.visit.RequestedFiles;
import dev.profilekeep.restore.visit.RestoreShare;
import dev.profilekeep.restore.visit.VisitGrants;
import dev.profilekeep.session.CatalogSessions;
import dev.profilekeep.session.HostReports;
import dev.profilekeep.session.HostSession;
import dev.profilekeep.session.SessionImports;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.SlicedFile;
import dev.profilekeep.users.Orphans;
import dev.profilekeep.users.Users;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everything that ProfileKeep can do, opened from one configuration. No server is asked for anything yet: a share that is
 * down does not stop a start. Safe for several threads; close it to let go of the catalog and of every connection.
 */
public final class Engine implements Closeable {
    /** The engines of this process: a lease of one of them is alive, whatever the clock says. */
    private static final Set<String> NODES = ConcurrentHashMap.newKeySet();

    private final ProfileKeepConfig config;
    private final String node;
    private final Catalog catalog;
    private final AuditTrail audit;
    private final Locations locations;
    private final Containers containers;
    private final InventoryService inventory;
    private final CatalogSessions sessions;
    private final HostReports hostReports;
    private final SessionImports sessionImports;
    private final ServiceAccounts serviceAccounts;
    private final Approvals approvals;
    private final Leases leases;
    private final SafeReplace swaps;
    private final CutOffSwaps cutOffSwaps;
    private final HostLogs hostLogs;
    private final LockService locks;
    private final HealthService health;
    private final Users users;
    private final Restores restores;
    private final Notifications notifications;
    private final Repositories repositories;
    private final RestorePoints restorePoints;
    private final KeptBackups keptBackups;
    private final PreviousVersions previousVersions;
    private final BackupList backupList;
    private final Requests requests;
    private final RequestRunner requestRunner;
    private final BackupService backups;
    private final AskedBackups askedBackups;
    private final CareService care;
    private final RepositoryWatch watch;
    private final BackupVisits visits;
    private final VisitGrants visitGrants;

    private Engine(
            ProfileKeepConfig config,
            Clock clock,
            Catalog catalog,
            Locations locations,
            HostLogs hostLogs,
            Function<RepositoryConfig, StorageProvider> repositoryConnector,
            AuditTrail audit) {
        this.config = config;
        this.catalog = catalog;
        this.audit = audit;
        this.locations = locations;
        this.hostLogs = hostLogs;
        this.node = hostName() + "-" + HexFormat.of().toHexDigits(new SecureRandom().nextInt());
        this.containers = new Containers(catalog.database(), config);
        GuardedPlaces places = new GuardedPlaces(locations);
        this.leases = new Leases(catalog.database(), places, clock, node, LeaseTimes.STANDARD);
        this.swaps = new SafeReplace(places, clock, node);
        this.cutOffSwaps = new CutOffSwaps(
                config.locations().stream().map(LocationConfig::id).toList(),
                places,
                swaps,
                leases,
                CutOffSwaps.Waits.STANDARD);
        this.inventory = new InventoryService(
                config,
                catalog.database(),
                locations::storage,
                List.of(new Orphans(), new LockFindings(), new BackupFindings(config)),
                cutOffSwaps::settle,
                clock,
                node);
        this.users = new Users(catalog.database(), audit, clock, inventory::judgeAnew);
        this.health = new HealthService(config, catalog.database(), audit, clock);
        this.sessions = new CatalogSessions(catalog.database(), clock);
        this.hostReports = new HostReports(catalog.database(), clock);
        this.sessionImports = new SessionImports(sessions, audit);
        this.serviceAccounts = new ServiceAccounts(catalog.database(), audit, config, clock);
        this.approvals = new Approvals(catalog.database(), audit, clock);
        this.locks = new LockService(
                config,
                catalog.database(),
                containers,
                sessions,
                places,
                leases,
                approvals,
                audit,
                hostLogs,
                judged -> inventory.judgeAnew(FindingCode.LOCKED, judged),
                clock);
        this.restores = new Restores(
                config, containers, locks, places, leases, swaps, audit, new RestoredFacts(inventory), clock);
        LockNews news = new LockNews(locks);
        this.notifications = new Notifications(
                config,
                catalog.database(),
                locations::storage,
                news::standing,
                List.of(new LeftLocks(news::leftBehind), new RepositoryTroubles(new RepositoryNews(health)::wrong)),
                clock,
                node);
        this.repositories = new Repositories(
                config.repositories(), repositoryConnector, RepositorySetting.standard(clock, hostName()));
        this.restorePoints = new RestorePoints(catalog.database(), clock);
        this.keptBackups = new KeptBackups(
                this::openRepository,
                restorePoints,
                container -> config.backups().destinations(container),
                audit);
        this.previousVersions = new PreviousVersions(config, locations::storage);
        this.backupList = new BackupList(catalog.database(), clock);
        this.requests = new Requests(
                catalog.database(),
                audit,
                (session, key, request, to, address, language, said) -> notifications.tellOfRequest(
                        session,
                        key,
                        new RequestMail(
                                request.isUndoFailed()
                                        ? "UNDO_FAILED"
                                        : request.state().name(),
                                request.wish().kind() == RequestKind.FILES
                                        ? RequestMail.About.FILES
                                        : request.wish().kind().isFirstAid()
                                                ? RequestMail.About.FIRST_AID
                                                : request.containerKind() == ContainerKind.ODFC
                                                        ? RequestMail.About.OFFICE
                                                        : RequestMail.About.WHOLE,
                                RequestMail.To.valueOf(to.name()),
                                request.account().isEmpty() ? request.sid() : request.account(),
                                request.askerName(),
                                request.deciderName(),
                                request.wish().moment(),
                                said,
                                request.where()),
                        address,
                        language),
                clock);
        RestoreShare share = new RestoreShare(config.restores().share(), new LocationStorages(config)::connect, clock);
        boolean configured = !config.repositories().isEmpty();
        this.requestRunner = new RequestRunner(
                requests,
                new RestorerByKind(
                        new RequestedFiles(
                                config.restores(), this::openRepository, restorePoints, configured, share, audit),
                        new RequestedRestores(
                                restores,
                                this::openRepository,
                                restorePoints,
                                configured,
                                config.backups()::repositoryOf,
                                locks,
                                audit)),
                clock,
                node);
        this.watch = new RepositoryWatch(config, catalog.database(), repositories, restorePoints, clock);
        this.visitGrants = new VisitGrants(
                catalog.database(),
                approvals,
                audit,
                (session, visited) -> {
                    Optional<Requests.Address> owner = Requests.addressOf(session, visited.sid());
                    if (owner.isPresent()) {
                        notifications.tellOfVisit(
                                session,
                                "visit-" + visited.id(),
                                owner.get().mail(),
                                owner.get().language(),
                                visited.visitorName(),
                                visited.reason());
                    }
                },
                clock);
        this.visits = new BackupVisits(config.restores(), this::openRepository, share, audit, visitGrants);
        this.backups = new BackupService(
                config,
                catalog.database(),
                repositories,
                restorePoints,
                locations::storage,
                this::judgeBackups,
                watch::look,
                new ChangeWatch(
                        catalog.database(),
                        repositories,
                        audit,
                        config.backups().zone(),
                        clock),
                slices(config),
                clock,
                node);
        this.askedBackups = new AskedBackups(backups, catalog.database(), audit, this::signedInWith, clock, node);
        this.care = new CareService(
                config,
                catalog.database(),
                repositories,
                restorePoints,
                new LocationStorages(config)::connect,
                this::judgeBackups,
                watch::look,
                audit,
                clock,
                node);
    }

    /**
     * @throws dev.profilekeep.config.ConfigException if a secret is missing or the data directory cannot be used
     * @throws dev.profilekeep.catalog.CatalogInUseException if another process has the H2 file open
     * @throws dev.profilekeep.catalog.CatalogException if the catalog cannot be opened
     */
    public static Engine open(ProfileKeepConfig config, Clock clock) {
        return open(config, clock, new LocationStorages(config)::connect);
    }

    /**
     * As {@link #open(ProfileKeepConfig, Clock)}, with storage of the caller's making below the guards.
     *
     * @param connector gives the bare storage of a location; must not touch the network yet
     */
    public static Engine open(
            ProfileKeepConfig config, Clock clock, Function<LocationConfig, StorageProvider> connector) {
        return open(config, clock, connector, new LocationStorages(config)::connect);
    }

    /**
     * As {@link #open(ProfileKeepConfig, Clock, Function)}, with storage of the caller's making for repositories too.
     *
     * @param repositoryConnector gives the bare storage of a repository; must not touch the network yet
     */
    public static Engine open(
            ProfileKeepConfig config,
            Clock clock,
            Function<LocationConfig, StorageProvider> connector,
            Function<RepositoryConfig, StorageProvider> repositoryConnector) {
        Prerequisites.require(config);
        try {
            OwnFolder.make(config.dataDirectory());
        } catch (IOException e) {
            throw new CatalogException(
                    "the data directory " + config.dataDirectory() + " cannot be made: " + e.getMessage(), e);
        }
        Catalog catalog = Catalog.open(config.database());
        boolean opened = false;
        try {
            AuditTrail audit = new AuditTrail(catalog.database(), clock);
            Locations locations = new Locations(config, catalog.database(), audit, connector, clock);
            boolean changed = locations.takeOverFile();
            Engine engine = new Engine(
                    config,
                    clock,
                    catalog,
                    locations,
                    new HostLogs(config, connector, clock),
                    repositoryConnector,
                    audit);
            if (!catalog.shared()) {
                engine.inventory.endRunsOfOthersThan(NODES);
                engine.backups.endRunsOfOthersThan(NODES);
                engine.askedBackups.endThoseOfOthersThan(NODES);
                engine.care.endRunsOfOthersThan(NODES);
                engine.leases.deadAreAllBut(NODES);
            }
            if (changed) {
                engine.inventory.judgeAnew();
            }
            NODES.add(engine.node);
            opened = true;
            return engine;
        } finally {
            if (!opened) {
                catalog.close();
            }
        }
    }

    /** In the demo's folders nobody waits to sign in, so nobody has to be given a turn. */
    private static SlicedFile.Slices slices(ProfileKeepConfig config) {
        boolean demo =
                !config.locations().isEmpty() && config.locations().stream().allMatch(LocationConfig::demo);
        return demo
                ? new SlicedFile.Slices(SlicedFile.STANDARD.hold(), Duration.ZERO, SlicedFile.STANDARD.pause())
                : SlicedFile.STANDARD;
    }

    /** Whoever is served by a repository proves that it is there. */
    private Repository openRepository(String id) throws IOException {
        Repository repository = repositories.open(id);
        restorePoints.opened(id);
        return repository;
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

    private void judgeBackups(Collection<Long> containers) {
        inventory.judgeAnew(FindingCode.NO_BACKUP, containers);
        inventory.judgeAnew(FindingCode.BACKUP_DIFFERS, containers);
        inventory.judgeAnew(FindingCode.BACKUP_DAMAGED, containers);
    }

    public ProfileKeepConfig config() {
        return config;
    }

    public Catalog catalog() {
        return catalog;
    }

    public Containers containers() {
        return containers;
    }

    public InventoryService inventory() {
        return inventory;
    }

    public HealthService health() {
        return health;
    }

    public Users users() {
        return users;
    }

    public Leases leases() {
        return leases;
    }

    /** Puts new files in the place of old ones. */
    public SafeReplace swaps() {
        return swaps;
    }

    /** Swaps that were cut off. A process that stays has them settled from its start on. */
    public CutOffSwaps cutOffSwaps() {
        return cutOffSwaps;
    }

    /** Who works where, as brokers and hosts told it. */
    public CatalogSessions sessions() {
        return sessions;
    }

    /** Takes what session hosts tell about themselves. */
    public HostReports hostReports() {
        return hostReports;
    }

    /** Takes exports of brokers, and leaves in the audit trail who brought them. */
    public SessionImports sessionImports() {
        return sessionImports;
    }

    /** Programs that ask over REST by a token. */
    public ServiceAccounts serviceAccounts() {
        return serviceAccounts;
    }

    /** Acts that need two people. */
    public Approvals approvals() {
        return approvals;
    }

    /** Locks: whose they are, whether they are stale, and clearing them. */
    public LockService locks() {
        return locks;
    }

    /** Puts backups back in their places. */
    public Restores restores() {
        return restores;
    }

    /** What is wrong, who is told of it, and who asked for a word. */
    public Notifications notifications() {
        return notifications;
    }

    /** The repositories that backups go to. */
    public Repositories repositories() {
        return repositories;
    }

    /** What file servers keep of containers by themselves. */
    public PreviousVersions previousVersions() {
        return previousVersions;
    }

    /** Keeps backups whatever the rules say, and lets them go again. */
    public KeptBackups keptBackups() {
        return keptBackups;
    }

    /** What can be restored, as the catalog knows it. */
    public RestorePoints restorePoints() {
        return restorePoints;
    }

    /** Every container with what it can go back to. */
    public BackupList backupList() {
        return backupList;
    }

    /** Restores that people ask for. */
    public Requests requests() {
        return requests;
    }

    /** Begins what was agreed. A process that stays lets it tick from its start on. */
    public RequestRunner requestRunner() {
        return requestRunner;
    }

    /** Backs the estate up. */
    public BackupService backups() {
        return backups;
    }

    /** Single containers that people have backed up now. */
    public AskedBackups askedBackups() {
        return askedBackups;
    }

    /** Cares for repositories. */
    public CareService care() {
        return care;
    }

    /** What is wrong with whole repositories. */
    public RepositoryWatch repositoryWatch() {
        return watch;
    }

    /** Backups that people look into. */
    public BackupVisits visits() {
        return visits;
    }

    /** Looking into another person's backups, with a second person. */
    public VisitGrants visitGrants() {
        return visitGrants;
    }

    public Locations locations() {
        return locations;
    }

    public AuditTrail audit() {
        return audit;
    }

    /** This process, among those that share the catalog: host name and a random part, new at each start. */
    public String node() {
        return node;
    }

    @Override
    public void close() {
        requestRunner.close();
        visits.close();
        notifications.close();
        cutOffSwaps.close();
        inventory.close();
        restores.close();
        locks.close();
        hostLogs.close();
        askedBackups.close();
        backups.close();
        care.close();
        repositories.close();
        leases.close();
        locations.close();
        catalog.close();
        NODES.remove(node);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
