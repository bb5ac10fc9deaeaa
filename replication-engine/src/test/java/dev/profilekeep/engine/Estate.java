package dev.profilekeep.engine;

import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.RepositoryConfig;
import dev.profilekeep.container.ContainerNames;
import dev.profilekeep.container.FolderName;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.MemoryDevice;
import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.TrackingStorage;
import dev.profilekeep.storage.Volume;
import dev.profilekeep.storage.layer.LayeredStorage;
import dev.profilekeep.storage.local.LocalStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * A small estate for tests: Frankfurt (active) and London, one location each, on storage in memory that can be watched and
 * made to fail. The clock stands still until it is moved.
 */
public final class Estate implements AutoCloseable {
    public static final String ANNA = "S-1-5-21-1004336348-1177238915-682003330-1001";
    public static final String BEN = "S-1-5-21-1004336348-1177238915-682003330-1002";

    private static final String CONFIG =
            """
            dataDirectory: data
            %s
            sites:
              - {id: fra, name: Frankfurt, zone: Europe/Berlin}
              - {id: lon, name: London, zone: Europe/London}
            locations:
              - id: fra-profiles
                site: fra
                address: fra
                name: %s
                mode: %s
                quietHours: ["07:30-09:30"]
              - id: lon-profiles
                site: lon
                address: lon
            sets:
              - id: %s
                replication: %s
                activeSite: fra
                locations: [fra-profiles, lon-profiles]
            %s
            """;

    private final Path folder;
    private final Map<String, MemoryStorage> memory = new LinkedHashMap<>();
    private final Map<String, TrackingStorage> tracking = new LinkedHashMap<>();
    private final Map<String, FaultyStorage> faulty = new LinkedHashMap<>();
    private final MovingClock clock = new MovingClock();
    private String database = "";
    private String more = "";
    private String named = "fra-profiles";
    private String mode = "OBSERVE";
    private String replication = "CLOUD_CACHE";
    private String set = "pool";
    private UnaryOperator<StorageProvider> repositories = UnaryOperator.identity();
    private boolean london = true;
    private String quietInLondon = "";
    private String modeInLondon = "";
    private int connections;
    private Volume repositoryVolume;
    private Engine engine;

    public Estate(Path folder) {
        this.folder = folder;
        for (String location : new String[] {"fra-profiles", "lon-profiles"}) {
            MemoryStorage storage = MemoryStorage.likeWindows().clock(clock);
            memory.put(location, storage);
            faulty.put(location, new FaultyStorage(storage));
            tracking.put(location, new TrackingStorage(faulty.get(location)));
        }
    }

    /** A clock that a test moves; it can be made to tick, so that no two looks at it say the same. */
    public static final class MovingClock extends Clock {
        private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2022-06-20T23:30:00Z"));
        private volatile Duration tick = Duration.ZERO;

        public void tick(Duration each) {
            tick = each;
        }

        public void set(Instant time) {
            now.set(time);
        }

        public void forward(Duration time) {
            now.updateAndGet(before -> before.plus(time));
        }

        @Override
        public Instant instant() {
            return now.updateAndGet(before -> before.plus(tick));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    public MovingClock clock() {
        return clock;
    }

    /** Keys to add to the configuration, at its top level. */
    public Estate with(String yaml) {
        more = yaml;
        return this;
    }

    /** How people call the location at Frankfurt. */
    public Estate named(String name) {
        named = name;
        return this;
    }

    /** What the file says of Frankfurt's mode. */
    public Estate mode(String value) {
        mode = value;
        return this;
    }

    /** The id of the set, from when the engine is opened next. */
    public Estate setCalled(String id) {
        set = id;
        return this;
    }

    /** Who carries changes. */
    public Estate replication(String value) {
        replication = value;
        return this;
    }

    /** How often storage was connected. */
    public int connections() {
        return connections;
    }

    /** Takes London out of the configuration. */
    public Estate withoutLondon() {
        london = false;
        return this;
    }

    /** What the file says of London's mode. */
    public Estate modeInLondon(String value) {
        modeInLondon = value;
        return this;
    }

    /** When nobody may be disturbed in London, by its clocks. */
    public Estate quietInLondon(String hours) {
        quietInLondon = hours;
        return this;
    }

    public Estate database(String yaml) {
        database = yaml;
        return this;
    }

    public ProfileKeepConfig config() {
        Path file = folder.resolve("profilekeep.yml");
        try {
            String text = CONFIG.formatted(database, named, mode, set, replication, more);
            if (!london) {
                text = text.replaceFirst("(?s)  - id: lon-profiles.*?address: lon\n", "")
                        .replace(", lon-profiles]", "]");
            }
            if (!quietInLondon.isEmpty()) {
                text = text.replace(
                        "    address: lon\n", "    address: lon\n    quietHours: [\"" + quietInLondon + "\"]\n");
            }
            if (!modeInLondon.isEmpty()) {
                text = text.replace("    address: lon\n", "    address: lon\n    mode: " + modeInLondon + "\n");
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ConfigFile.read(file);
    }

    /** The engine, opened at the first call. */
    public Engine engine() {
        if (engine == null) {
            engine = openAnother();
        }
        return engine;
    }

    /** Another engine on the same catalog and storage, as another process would have it; the caller closes it. */
    public Engine openAnother() {
        return Engine.open(config(), clock, this::connect, this::connect);
    }

    /** Closes the engine; the next call of {@link #engine()} opens another. */
    public void shut() {
        engine().close();
        engine = null;
    }

    public Engine reopen() {
        shut();
        return engine();
    }

    private StorageProvider connect(LocationConfig location) {
        connections++;
        TrackingStorage known = tracking.get(location.id());
        // Hosts' logs lie in folders of this machine.
        return known == null ? new LocalStorage(Path.of(location.address())) : known.onOwnConnection();
    }

    private StorageProvider connect(RepositoryConfig repository) {
        StorageProvider storage = repositories.apply(new LocalStorage(Path.of(repository.address())));
        return repositoryVolume == null ? storage : new OnVolume(storage, repositoryVolume);
    }

    /** Says how large the volume below is, whatever the disk of this machine says at the moment. */
    private static final class OnVolume extends LayeredStorage {
        private final Volume volume;

        OnVolume(StorageProvider below, Volume volume) {
            super(below);
            this.volume = volume;
        }

        @Override
        public Optional<Volume> volume() {
            return Optional.of(volume);
        }

        @Override
        public StorageProvider onOwnConnection() {
            return new OnVolume(below().onOwnConnection(), volume);
        }

        @Override
        public StorageProvider onOwnConnection(ConnectionTerms terms) throws IOException {
            return new OnVolume(below().onOwnConnection(terms), volume);
        }
    }

    /** The room that repositories are said to have, from when the engine is opened next. */
    public Estate repositoriesOn(Volume volume) {
        repositoryVolume = volume;
        return this;
    }

    /** What stands between repositories and their folders, from when the engine is opened next. */
    public Estate repositoriesThrough(UnaryOperator<StorageProvider> layer) {
        repositories = layer;
        return this;
    }

    public TrackingStorage tracking(String location) {
        return tracking.get(location);
    }

    public FaultyStorage faulty(String location) {
        return faulty.get(location);
    }

    public MemoryStorage storage(String location) {
        return memory.get(location);
    }

    /** Puts one of the project's own images where a container lies. */
    public void put(String location, String path, String image) {
        MemoryDevice disk = Fixtures.ownImage(image);

        write(location, path, disk.bytes());
    }

    public void write(String location, String path, byte[] content) {
        MemoryStorage storage = storage(location);
        StoragePath file = StoragePath.of(path);
        try {
            boolean fresh = folders(storage, file.parent());
            if (fresh && ContainerNames.folder(path.split("/")[0]) instanceof FolderName.Person person) {
                // as people make their own folders
                storage.setSecurity(
                        StoragePath.of(path.split("/")[0]), new FileSecurity(person.sid(), null, new byte[0]));
            }
            try {
                storage.delete(file);
            } catch (StorageException.NotFound e) {
                // new
            }
            try (OpenFile open = storage.create(file, Sharing.NONE)) {
                open.writeFully(0, ByteBuffer.wrap(content));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void delete(String location, String path) {
        try {
            storage(location).delete(StoragePath.of(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return whether the last of them is new */
    private static boolean folders(MemoryStorage storage, StoragePath folder) throws IOException {
        if (folder == null || folder.equals(StoragePath.ROOT)) {
            return false;
        }
        folders(storage, folder.parent());
        try {
            storage.createFolder(folder);
            return true;
        } catch (StorageException.Exists e) {
            return false;
        }
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
        }
    }
}
