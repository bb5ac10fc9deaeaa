package dev.profilekeep.engine;

import dev.profilekeep.account.ServiceAccounts;
import dev.profilekeep.approval.Approvals;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.backup.care.CareService;
import dev.profilekeep.backup.estate.AskedBackups;
import dev.profilekeep.backup.estate.BackedUpContents;
import dev.profilekeep.backup.estate.BackupFindings;
import dev.profilekeep.backup.estate.BackupService;
import dev.profilekeep.backup.points.BackupList;
import dev.profilekeep.backup.points.KeptBackups;
import dev.profilekeep.backup.points.PreviousVersions;
import dev.profilekeep.backup.points.Repositories;
import dev.profilekeep.backup.points.RestorePoints;
import dev.profilekeep.backup.watch.RepositoryWatch;
import dev.profilekeep.broker.SimulatedBroker;
import dev.profilekeep.catalog.Catalog;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.Containers;
import dev.profilekeep.catalog.OwnFolder;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.compact.estate.CompactionService;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.Prerequisites;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.RepositoryConfig;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.failover.FailoverPlans;
import dev.profilekeep.failover.FailoverService;
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
import dev.profilekeep.readiness.ReadinessService;
import dev.profilekeep.replica.estate.CopyFindings;
import dev.profilekeep.replica.estate.VerificationService;
import dev.profilekeep.replicate.Bandwidth;
import dev.profilekeep.replicate.ContainerReplicator;
import dev.profilekeep.replicate.ReplicationSettings;
import dev.profilekeep.replicate.estate.ReplicationService;
import dev.profilekeep.request.RequestRunner;
import dev.profilekeep.request.Requests;
import dev.profilekeep.restore.Restores;
import dev.profilekeep.restore.visit.BackupVisits;
import dev.profilekeep.restore.visit.VisitGrants;
import dev.profilekeep.session.CatalogSessions;
import dev.profilekeep.session.HostReports;
import dev.profilekeep.session.SessionImports;
import dev.profilekeep.site.ActiveNow;
import dev.profilekeep.site.ActiveSites;
import dev.profilekeep.space.estate.Space;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.users.Orphans;
import dev.profilekeep.users.Users;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Everything that ProfileKeep can do, opened from one configuration. No server is asked for anything yet: a share that is
 * down does not stop a start. Safe for several threads; close it to let go of the catalog and of every connection.
 */
public final class Engine implements Closeable {
    /** The engines of this process: a lease of one of them is alive, whatever the clock says. */
    private static final Set<String> NODES = ConcurrentHashMap.newKeySet();

    private final Ground ground;
    private final Catalog catalog;
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
    private final CompactionService compactions;
    private final Space space;
    private final Notifications notifications;
    private final BackupParts backupParts;
    private final RequestParts requestParts;
    private final ReplicaParts replicaParts;
    private final ReadinessParts readinessParts;
    private final VerificationParts verificationParts;
    private final FailoverParts failoverParts;

    private Engine(
            Ground ground,
            Catalog catalog,
            Locations locations,
            HostLogs hostLogs,
            Function<RepositoryConfig, StorageProvider> repositoryConnector) {
        this.ground = ground;
        this.catalog = catalog;
        this.locations = locations;
        this.hostLogs = hostLogs;
        ProfileKeepConfig config = ground.config();
        Database database = ground.database();
        AuditTrail audit = ground.audit();
        Clock clock = ground.clock();
        String node = ground.node();
        this.containers = new Containers(database, config);
        GuardedPlaces places = new GuardedPlaces(locations);
        this.leases = new Leases(database, places, clock, node, LeaseTimes.STANDARD);
        this.swaps = new SafeReplace(places, clock, node);
        this.cutOffSwaps = new CutOffSwaps(
                config.locations().stream().map(LocationConfig::id).toList(),
                places,
                swaps,
                leases,
                CutOffSwaps.Waits.STANDARD);
        this.inventory = new InventoryService(
                config,
                database,
                locations::storage,
                List.of(new Orphans(), new LockFindings(), new BackupFindings(config), new CopyFindings(config)),
                cutOffSwaps::settle,
                clock,
                node);
        this.users = new Users(database, audit, clock, inventory::judgeAnew);
        this.health = new HealthService(config, database, audit, clock);
        this.sessions = new CatalogSessions(database, clock);
        this.hostReports = new HostReports(database, clock);
        this.sessionImports = new SessionImports(sessions, audit);
        this.serviceAccounts = new ServiceAccounts(database, audit, config, clock);
        this.approvals = new Approvals(database, audit, clock);
        this.locks = new LockService(
                config,
                database,
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
                config,
                containers,
                locks,
                places,
                leases,
                swaps,
                audit,
                new RestoredFacts(inventory, database, clock),
                () -> ActiveNow.of(database, config),
                clock);
        this.compactions = new CompactionService(
                config,
                database,
                containers,
                restores,
                swaps,
                cutOffSwaps,
                locations::storage,
                new MapsOfBackups(new BackedUpContents(database, clock), inventory),
                audit,
                BackupParts.slices(config),
                clock,
                node);
        this.space = new Space(config, database, locations::storage, clock);
        LockNews news = new LockNews(locks);
        this.notifications = new Notifications(
                config,
                database,
                locations::storage,
                news::standing,
                List.of(new LeftLocks(news::leftBehind), new RepositoryTroubles(new RepositoryNews(health)::wrong)),
                new CompactionNews(config, compactions),
                clock,
                node);
        this.backupParts = new BackupParts(ground, locations, containers, sessions, inventory, repositoryConnector);
        this.requestParts = new RequestParts(ground, backupParts, restores, locks, approvals, notifications);
        this.replicaParts = new ReplicaParts(ground, locations, places, leases, swaps);
        this.verificationParts = VerificationParts.of(ground, locations, sessions, inventory);
        this.readinessParts = new ReadinessParts(
                ground, locations, verificationParts.verification().standings());
        this.failoverParts =
                FailoverParts.of(ground, locations, approvals, replicaParts, verificationParts.verification());
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
                    Ground.of(config, clock, catalog.database(), audit),
                    catalog,
                    locations,
                    new HostLogs(config, connector, clock),
                    repositoryConnector);
            if (!catalog.shared()) {
                engine.inventory.endRunsOfOthersThan(NODES);
                engine.backupParts.endRunsOfOthersThan(NODES);
                engine.compactions.endRunsOfOthersThan(NODES);
                engine.readinessParts.readiness.endRunsOfOthersThan(NODES);
                engine.verification().endRunsOfOthersThan(NODES);
                engine.replications().endRunsOfOthersThan(NODES);
                engine.failovers().pauseThoseOfOthersThan(NODES, Actor.SCHEDULE);
                engine.leases.deadAreAllBut(NODES);
            }
            if (changed) {
                engine.inventory.judgeAnew();
            }
            NODES.add(engine.node());
            opened = true;
            return engine;
        } finally {
            if (!opened) {
                catalog.close();
            }
        }
    }

    public ProfileKeepConfig config() {
        return ground.config();
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

    /** Makes disks smaller. */
    public CompactionService compactions() {
        return compactions;
    }

    /**
     * Which site of each set people work at.
     *
     * @throws IOException if the key of this installation cannot be read, or not be made at its first use
     */
    public ActiveSites activeSites() throws IOException {
        return replicaParts.sites();
    }

    /** Moves people to another site, by plans. */
    public FailoverService failovers() {
        return failoverParts.service();
    }

    /** The plans by which people are moved. */
    public FailoverPlans failoverPlans() {
        return failoverParts.plans();
    }

    /** The only desktop service there is yet: tables of the catalog. */
    public SimulatedBroker simulatedBroker() {
        return failoverParts.broker();
    }

    /** Brings copies at further sites up to date. */
    public ReplicationService replications() {
        return replicaParts.replication;
    }

    /**
     * Carries copies to other sites, one container at a time.
     *
     * @param actor in whose name it is done
     * @param bandwidth shared by all that carry at the same time
     * @throws IOException as {@link #activeSites}
     */
    public ContainerReplicator replicator(
            Actor actor, ContentReader reader, ReplicationSettings settings, Bandwidth bandwidth) throws IOException {
        return replicaParts.replicator(actor, reader, settings, bandwidth);
    }

    /** What takes the room of containers, and whose disk FSLogix never makes smaller. */
    public Space space() {
        return space;
    }

    /** What is wrong, who is told of it, and who asked for a word. */
    public Notifications notifications() {
        return notifications;
    }

    /** The repositories that backups go to. */
    public Repositories repositories() {
        return backupParts.repositories;
    }

    /** What file servers keep of containers by themselves. */
    public PreviousVersions previousVersions() {
        return backupParts.previousVersions;
    }

    /** Keeps backups whatever the rules say, and lets them go again. */
    public KeptBackups keptBackups() {
        return backupParts.keptBackups;
    }

    /** What can be restored, as the catalog knows it. */
    public RestorePoints restorePoints() {
        return backupParts.restorePoints;
    }

    /** Every container with what it can go back to. */
    public BackupList backupList() {
        return backupParts.backupList;
    }

    /** Restores that people ask for. */
    public Requests requests() {
        return requestParts.requests;
    }

    /** Begins what was agreed. A process that stays lets it tick from its start on. */
    public RequestRunner requestRunner() {
        return requestParts.requestRunner;
    }

    /** Backs the estate up. */
    public BackupService backups() {
        return backupParts.backups;
    }

    /** Single containers that people have backed up now. */
    public AskedBackups askedBackups() {
        return backupParts.askedBackups;
    }

    /** Finds out how copies at further sites stand. */
    public VerificationService verification() {
        return verificationParts.verification();
    }

    /** Cares for repositories. */
    public CareService care() {
        return backupParts.care;
    }

    /** What is wrong with whole repositories. */
    public RepositoryWatch repositoryWatch() {
        return backupParts.watch;
    }

    /** Backups that people look into. */
    public BackupVisits visits() {
        return requestParts.visits;
    }

    /** Looking into another person's backups, with a second person. */
    public VisitGrants visitGrants() {
        return requestParts.visitGrants;
    }

    /** Whether people could work at another site. */
    public ReadinessService readiness() {
        return readinessParts.readiness;
    }

    public Locations locations() {
        return locations;
    }

    public AuditTrail audit() {
        return ground.audit();
    }

    /** This process, among those that share the catalog: host name and a random part, new at each start. */
    public String node() {
        return ground.node();
    }

    @Override
    public void close() {
        requestParts.close();
        readinessParts.close();
        replicaParts.replication.close();
        verification().close();
        notifications.close();
        cutOffSwaps.close();
        inventory.close();
        compactions.close();
        restores.close();
        locks.close();
        hostLogs.close();
        backupParts.close();
        leases.close();
        locations.close();
        catalog.close();
        NODES.remove(ground.node());
    }
}
