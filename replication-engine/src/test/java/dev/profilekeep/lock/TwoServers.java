package dev.profilekeep.lock;

import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.inventory.InventoryRunningException;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.storage.SambaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Frankfurt and London, each on a real smbd, and the engine over them. People may act. */
final class TwoServers implements AutoCloseable {
    static final String SHARE = "profiles";

    final SambaServer fra;
    final SambaServer lon;
    private final Path folder;
    private final Ahead clock = new Ahead();
    private Engine engine;

    /** The time of this machine, or later. */
    private static final class Ahead extends Clock {
        private volatile Duration by = Duration.ZERO;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(by);
        }
    }

    private TwoServers(Path folder, SambaServer.Builder first, SambaServer.Builder second) {
        this.folder = folder;
        this.fra = first.share(SHARE).start();
        this.lon = second.share(SHARE).start();
    }

    static TwoServers start(Path folder, String replication) throws IOException {
        return start(folder, replication, SambaServer.builder(), SambaServer.builder());
    }

    /** @param ofSet another key of the set */
    static TwoServers start(Path folder, String replication, String ofSet) throws IOException {
        return start(folder, replication + ", " + ofSet, SambaServer.builder(), SambaServer.builder());
    }

    /** Our account is one of the servers' administrators. Skips where that cannot be. */
    static TwoServers startAsAdministrator(Path folder, String replication) throws IOException {
        return start(
                folder,
                replication,
                SambaServer.builder().administrator(),
                SambaServer.builder().administrator());
    }

    private static TwoServers start(
            Path folder, String replication, SambaServer.Builder first, SambaServer.Builder second) throws IOException {
        TwoServers servers = new TwoServers(folder, first, second);
        for (SambaServer server : List.of(servers.fra, servers.lon)) {
            Files.setPosixFilePermissions(server.folder(SHARE), PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        Files.writeString(folder.resolve("password"), servers.fra.password().use(String::new));
        Files.writeString(
                servers.config(),
                """
                sites: [{id: fra, name: Frankfurt, zone: UTC}, {id: lon, name: London, zone: UTC}]
                credentials: [{id: service, username: %s, passwordFrom: "file:password"}]
                locations:
                  - {id: fra-p, site: fra, mode: ASSIST, address: "%s", credentials: service}
                  - {id: lon-p, site: lon, mode: ASSIST, address: "%s", credentials: service}
                sets: [{id: pool, replication: %s, activeSite: fra, locations: [fra-p, lon-p]}]
                """
                        .formatted(
                                SambaServer.USER, servers.fra.address(SHARE), servers.lon.address(SHARE), replication));
        return servers;
    }

    Path config() {
        return folder.resolve("profilekeep.yml");
    }

    Engine engine() {
        if (engine == null) {
            engine = Engine.open(ConfigFile.read(config()), clock);
        }
        return engine;
    }

    LockService locks() {
        return engine().locks();
    }

    /** From now on the engine takes it for so much later. */
    void forward(Duration by) {
        clock.by = clock.by.plus(by);
    }

    Instant now() {
        return clock.instant();
    }

    /** A time of this machine as the engine has it. */
    Instant asEngine(Instant time) {
        return time.plus(clock.by);
    }

    /** What clearing it would do, as soon as both servers have answered in time: this machine may be busy. */
    ClearPlan proved(long container) {
        ClearPlan plan = locks().plan(List.of(container));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!isTold(plan.rows().get(0).verdict()) && System.nanoTime() < end) {
            forward(Duration.ofSeconds(61));
            plan = locks().plan(List.of(container));
        }
        return plan;
    }

    private static boolean isTold(@Nullable LockVerdict verdict) {
        return verdict instanceof LockVerdict.Stale || verdict instanceof LockVerdict.Live;
    }

    /** A disk at both sites, with a lock file beside each. */
    void lay(String disk, byte[] content) throws IOException {
        for (SambaServer server : List.of(fra, lon)) {
            write(server, disk, content);
            lockFile(server, disk);
        }
    }

    static void lockFile(SambaServer server, String disk) throws IOException {
        write(server, disk + ".lock", LockedEstate.LOCK);
    }

    static Path file(SambaServer server, String path) {
        return server.folder(SHARE).resolve(path);
    }

    private static void write(SambaServer server, String path, byte[] content) throws IOException {
        Path file = file(server, path);
        Files.createDirectories(file.getParent());
        Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.write(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    void inventory() throws InventoryRunningException {
        engine().inventory().runAll("test", RunControl.NEVER_STOP, run -> {});
    }

    /** Numbers of containers by account. */
    TreeMap<String, Long> containers() {
        TreeMap<String, Long> all = new TreeMap<>();
        engine().containers()
                .find(ContainerFilter.ALL, new ContainerSort(ContainerSort.Column.ACCOUNT, false), 0, 100_000)
                .forEach(row -> all.put(row.account(), row.id()));
        return all;
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
        }
        fra.close();
        lon.close();
    }
}
