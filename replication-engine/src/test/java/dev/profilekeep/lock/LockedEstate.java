package dev.profilekeep.lock;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.config.DatabaseConfig;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.inventory.InventoryRunningException;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.session.HostReport;
import dev.profilekeep.session.HostReportRefusedException;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** The small estate with people's disks at both sites, inventoried, people may act everywhere. Looks are a minute apart. */
final class LockedEstate implements AutoCloseable {
    static final String FRA = "fra-profiles";
    static final String LON = "lon-profiles";
    static final String ANNAS = Estate.ANNA + "_anna/Profile_anna.VHDX";
    static final String BENS = Estate.BEN + "_ben/Profile_ben.VHDX";
    static final byte[] LOCK = // as long as a real one
            Arrays.copyOf("what only FSLogix knows".getBytes(StandardCharsets.UTF_8), 3_072);
    static final Actor HELGE = new Actor("helge@example.com", "Helge", List.of("HELPDESK"), "");
    static final Actor ADA = new Actor("corp:ada@example.com", "Ada", List.of("ADMINISTRATOR"), "");
    static final Actor ALAN = new Actor("corp:alan@example.com", "Alan", List.of("ADMINISTRATOR"), "");

    final Estate estate;

    private LockedEstate(Path folder, String replication) {
        estate = new Estate(folder).mode("ASSIST").replication(replication);
    }

    /** The lock is the open disk. */
    static LockedEstate standard(Path folder) {
        return new LockedEstate(folder, "ENGINE");
    }

    /** The lock is the lock file. */
    static LockedEstate cloudCache(Path folder) {
        return new LockedEstate(folder, "CLOUD_CACHE");
    }

    /** The storage keeps the copy in London. */
    static LockedEstate replicatedByStorage(Path folder) {
        return new LockedEstate(folder, "STORAGE");
    }

    /** As {@link #cloudCache}, and an administrator vouches for the list of hosts. */
    static LockedEstate cloudCacheOf(Path folder, String... hosts) {
        return new LockedEstate(folder, "CLOUD_CACHE\n    hosts: [" + String.join(", ", hosts) + "]");
    }

    /** As {@link #cloudCache}, and a machine's cache disk is deleted with the machine. */
    static LockedEstate cloudCacheEnding(Path folder) {
        return new LockedEstate(folder, "CLOUD_CACHE\n    cacheEndsWithHost: true");
    }

    /** Hosts' logs are collected in {@code logs} below the folder, each host's in its own. */
    static LockedEstate withLogs(Path folder, String replication) {
        return new LockedEstate(folder, replication + "\n    logs: [{site: fra, address: 'logs/{host}'}]");
    }

    LockedEstate on(DatabaseConfig database) {
        estate.database("database: {url: \"" + database.url() + "\", user: " + database.user() + "}");
        return this;
    }

    /** Anna's disk at both sites, with a lock file beside each. */
    LockedEstate annaLocked() {
        return locked(ANNAS);
    }

    LockedEstate locked(String disk) {
        for (String location : new String[] {FRA, LON}) {
            estate.put(location, disk, "gpt-msr.vhdx");
            lockFile(location, disk);
        }
        inventory();
        return this;
    }

    void lockFile(String location, String disk) {
        estate.write(location, disk + ".lock", LOCK);
    }

    LockedEstate inventory() {
        estate.clock().forward(Duration.ofHours(1));
        try {
            engine().inventory().runAll("test", RunControl.NEVER_STOP, run -> {});
        } catch (InventoryRunningException e) {
            throw new AssertionError(e);
        }
        if (engine().locations().mode(LON) == LocationMode.OBSERVE) {
            engine().locations().changeMode(LON, LocationMode.ASSIST, ADA, "test");
        }
        return this;
    }

    Engine engine() {
        return estate.engine();
    }

    LockService locks() {
        return engine().locks();
    }

    long container(String account) {
        return engine()
                .containers()
                .find(ContainerFilter.ALL, new ContainerSort(ContainerSort.Column.ACCOUNT, false), 0, 10_000)
                .stream()
                .filter(row -> row.account().equals(account))
                .findFirst()
                .orElseThrow()
                .id();
    }

    long anna() {
        return container("anna");
    }

    void aMinuteLater() {
        estate.clock().forward(Duration.ofSeconds(61));
    }

    Instant now() {
        return estate.clock().instant();
    }

    /** The verdict on Anna's container a minute later: {@code STALE FREE_EVERYWHERE}; "free" if nothing locks it. */
    String verdict() {
        aMinuteLater();
        return word(locks().look(anna()));
    }

    static String word(Look look) {
        return look.verdict()
                .map(verdict -> verdict.word() + " " + verdict.rule())
                .orElse("free");
    }

    /** As another machine has it: alone. */
    OpenFile open(String location, String path) {
        try {
            return estate.storage(location).onOwnConnection().openForWriting(StoragePath.of(path), Sharing.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean exists(String location, String path) {
        try {
            estate.storage(location).stat(StoragePath.of(path));
            return true;
        } catch (StorageException.NotFound e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean annaIsLocked() {
        return exists(FRA, ANNAS + ".lock") || exists(LON, ANNAS + ".lock");
    }

    /** A host tells of itself: nobody works there, nothing is mounted. */
    void report(String host, Instant boot, Long cacheBytes) {
        report(host, boot, cacheBytes, List.of());
    }

    void report(String host, Instant boot, Long cacheBytes, List<HostReport.Session> sessions) {
        report(host, "", now(), boot, cacheBytes, sessions, List.of());
    }

    /** A host of a domain tells of itself. */
    void reportOf(String host, String domain, Long cacheBytes, List<HostReport.Session> sessions) {
        report(host, domain, now(), null, cacheBytes, sessions, List.of());
    }

    /** A host with Anna on it tells that her disk would not open there. */
    void reportLockedOut(String host, Instant since) {
        reportTrouble(host, since, "LoadProfile failed. Status: 0x20");
    }

    /** A host with Anna on it tells of trouble with her profile. */
    void reportTrouble(String host, Instant since, String text) {
        HostReport.Event event = new HostReport.Event(
                "Microsoft-FSLogix-Apps/Operational",
                "Microsoft-FSLogix-Apps",
                26,
                "Error",
                now(),
                now().getEpochSecond(),
                "Profile load: " + Estate.ANNA + " " + text);
        report(host, "", now(), null, 4096L, List.of(annaSince(since)), List.of(event));
    }

    /** A host where nobody works has disks mounted. */
    void reportMounted(String host, Long cacheBytes, String... mounts) {
        report(host, "", now(), null, cacheBytes, List.of(), List.of(), mounts);
    }

    /** A host where nobody works cannot tell what it has mounted. */
    void reportMountsUnread(String host, Long cacheBytes) {
        report(host, "", now(), null, cacheBytes, List.of(), List.of(), (String[]) null);
    }

    /** A host tells of everything. */
    void reportAll(String host, Instant boot, Long cacheBytes, List<HostReport.Session> sessions, String... mounts) {
        report(host, "", now(), boot, cacheBytes, sessions, List.of(), mounts);
    }

    /** A host whose clock is ahead tells of itself. */
    void reportAhead(String host, Duration ahead, Long cacheBytes, List<HostReport.Session> sessions) {
        report(host, "", now().plus(ahead), null, cacheBytes, sessions, List.of());
    }

    /** By the host's own clock it is {@code at}. */
    void reportAt(String host, Instant at, Long cacheBytes) {
        report(host, "", at, null, cacheBytes, List.of(), List.of());
    }

    private void report(
            String host,
            String domain,
            Instant at,
            Instant boot,
            Long cacheBytes,
            List<HostReport.Session> sessions,
            List<HostReport.Event> events,
            String... mounts) {
        HostReport report = new HostReport(
                HostReport.VERSION,
                host + domain + "-" + now(),
                host,
                domain,
                "",
                at,
                at,
                at.equals(now()) ? at : null,
                boot,
                "UTC",
                0,
                "1",
                "1",
                "2.9",
                List.of(),
                List.of(),
                sessions,
                true,
                List.of(),
                cacheBytes == null ? null : new HostReport.CacheDisk("C:\\", 1L << 30, 1L << 29, cacheBytes),
                mounts == null
                        ? null
                        : Arrays.stream(mounts)
                                .map(path -> new HostReport.Mount(path, false))
                                .toList(),
                events,
                List.of());
        try {
            engine().hostReports().accept(report, ADA);
        } catch (HostReportRefusedException e) {
            throw new AssertionError(e);
        }
    }

    static HostReport.Session annaSince(Instant since) {
        return new HostReport.Session(Estate.ANNA, "EXAMPLE\\anna", "Active", since);
    }

    /** What the audit has of an act, oldest first. */
    List<AuditRecord> audit(String act) {
        return engine().audit().recent(1_000).stream()
                .filter(entry -> entry.entry().act().equals(act))
                .sorted((one, other) -> Long.compare(one.seq(), other.seq()))
                .toList();
    }

    @Override
    public void close() {
        estate.close();
    }

    /** Ada asks, Alan agrees, Ada declares it. */
    SiteFences.SiteFence cutOff(String site, String reason) throws Exception {
        long asked = locks().fences().ask(site, ADA, reason).id();
        engine().approvals().approve(asked, ALAN, "");
        return locks().fences().fence(site, ADA, reason);
    }
}
