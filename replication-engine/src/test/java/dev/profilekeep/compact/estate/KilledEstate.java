package dev.profilekeep.compact.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.cli.ProfileKeepCli;
import dev.profilekeep.compact.FullContainer;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.engine.ChildJvm;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.inventory.InventoryRun;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.storage.SambaServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Office disks of three people at three locations, in folders or on shares of one server: one of a set that has a copy of each at both sites, and two of a set that has one. With a catalog in a file, and
 * processes of their own that make the disks smaller.
 */
final class KilledEstate implements AutoCloseable {
    /** Locations, and their shares. */
    private static final List<String> LOCATIONS = List.of("fra", "lon", "single");

    private static final String SETTING =
            """
            sites: [{id: fra, name: Frankfurt, zone: UTC}, {id: lon, name: London, zone: UTC}]
            %s
            locations:
              - {id: fra, site: fra, mode: ACT, %s}
              - {id: lon, site: lon, mode: ACT, %s}
              - {id: single, site: fra, mode: ACT, %s}
            sets:
              - {id: pool, replication: ENGINE, activeSite: fra, locations: [fra, lon]}
              - {id: office, replication: ENGINE, activeSite: fra, locations: [single]}
            policies: {compaction: {minimumBytes: 0, minimumPercent: 0, keepFreePercent: 0}}
            """;

    /** A disk under its name. */
    record Copy(String location, String who, Path file) {
        long size() throws IOException {
            return Files.size(file);
        }
    }

    private final Path folder;
    private final FullContainer full;
    private final @Nullable SambaServer server;
    private final List<Copy> copies = new ArrayList<>();

    private KilledEstate(Path folder, FullContainer full, @Nullable SambaServer server) throws Exception {
        this.folder = folder;
        this.full = full;
        this.server = server;
        String credentials = "";
        if (server != null) {
            Files.writeString(folder.resolve("password"), server.password().use(String::new));
            credentials = "credentials: [{id: service, username: %s, passwordFrom: \"file:password\"}]"
                    .formatted(SambaServer.USER);
        }
        Files.writeString(
                folder.resolve("profilekeep.yml"),
                SETTING.formatted(credentials, place("fra"), place("lon"), place("single")));
        add("fra", "anna");
        add("lon", "anna");
        add("single", "carl");
        add("single", "dora");
        for (Copy copy : copies) {
            Files.createDirectories(copy.file().getParent());
            full.lay(copy.file());
        }
        try (Engine engine = engine()) {
            lookThrough(engine);
        }
    }

    static KilledEstate inFolders(Path folder, FullContainer full) throws Exception {
        for (String location : LOCATIONS) {
            Files.createDirectories(folder.resolve(location));
        }
        return new KilledEstate(folder, full, null);
    }

    static KilledEstate onShares(Path folder, FullContainer full) throws Exception {
        SambaServer.Builder builder = SambaServer.builder();
        LOCATIONS.forEach(builder::share);
        SambaServer server = builder.start();
        try {
            return new KilledEstate(folder, full, server);
        } catch (Exception e) {
            server.close();
            throw e;
        }
    }

    private String place(String location) {
        return server == null
                ? "address: \"" + folder.resolve(location) + "\""
                : "address: \"" + server.address(location)
                        + "\", credentials: service, limits: {operationsPerUser: 0, slowAt: 0}";
    }

    private void add(String location, String who) {
        String path = "S-1-5-21-1-2-3-%d_%s/ODFC_%s.VHDX".formatted(1000 + who.charAt(0), who, who);
        copies.add(new Copy(location, who, root(location).resolve(path)));
    }

    /** The folder of a location, without its server. */
    Path root(String location) {
        return server == null ? folder.resolve(location) : server.folder(location);
    }

    List<String> locations() {
        return LOCATIONS;
    }

    List<Copy> copies() {
        return copies;
    }

    /** The server of the shares. */
    SambaServer server() {
        if (server == null) {
            throw new IllegalStateException("these are folders");
        }
        return server;
    }

    boolean isSmaller(Copy copy) throws IOException {
        return copy.size() != full.file().size();
    }

    /** How many files are smaller by now. */
    int smaller() throws IOException {
        int count = 0;
        for (Copy copy : copies) {
            count += isSmaller(copy) ? 1 : 0;
        }
        return count;
    }

    /** Whether there is such a file of a swap beside the copies of a location just now. */
    boolean isBeside(String location, Predicate<Path> wanted) {
        try (Stream<Path> all = Files.walk(root(location).resolve(".profilekeep"))) {
            return all.anyMatch(wanted);
        } catch (IOException | UncheckedIOException e) {
            return false; // not begun, or something went while it was looked at
        }
    }

    /** The command of a night, as a process: on shares that of the product; in folders, which it changes in the demo alone, the same by a class of the tests. */
    Process start() throws IOException {
        List<String> command;
        if (server == null) {
            command = ChildJvm.command(
                    NightProcess.class, folder.resolve("profilekeep.yml").toString());
        } else {
            List<String> arguments = new ArrayList<>(List.of("compact"));
            for (String location : LOCATIONS) {
                arguments.addAll(List.of("--location", location));
            }
            command = ChildJvm.command(ProfileKeepCli.class, arguments.toArray(String[]::new));
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment()
                .put("PROFILEKEEP_CONFIG", folder.resolve("profilekeep.yml").toString());
        return builder.start();
    }

    /** What the last process printed. */
    String said() throws IOException {
        String said = "";
        for (String file : List.of("out", "err")) {
            Path path = folder.resolve(file);
            said += Files.exists(path) ? Files.readString(path) : "";
        }
        return said;
    }

    /** The catalog and all that goes with it, in this process; no other may run. */
    Engine engine() {
        return engine(Clock.systemUTC());
    }

    Engine engine(Clock clock) {
        ProfileKeepConfig config = ConfigFile.read(folder.resolve("profilekeep.yml"));
        return Engine.open(server == null ? config.inDemo() : config, clock);
    }

    private static void lookThrough(Engine engine) throws Exception {
        assertThat(engine.inventory()
                        .runAll("test", RunControl.NEVER_STOP, run -> {})
                        .phase())
                .isEqualTo(InventoryRun.Phase.DONE);
    }

    /** Lays the large disks again where smaller ones are, and lets the catalog know. */
    void layAgain(Engine engine) throws Exception {
        for (Copy copy : copies) {
            if (isSmaller(copy)) {
                Files.delete(copy.file());
                full.lay(copy.file());
            }
        }
        lookThrough(engine);
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
