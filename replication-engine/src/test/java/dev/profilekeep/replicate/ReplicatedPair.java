package dev.profilekeep.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.catalog.Catalog;
import dev.profilekeep.catalog.Databases;
import dev.profilekeep.compact.FullContainer;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.disk.vhdx.WritableVhdx;
import dev.profilekeep.lease.LeasePlaces;
import dev.profilekeep.lease.LeaseTimes;
import dev.profilekeep.lease.Leases;
import dev.profilekeep.lease.SafeReplace;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.layer.HandleDevice;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** A disk at two sites, with all that carries it from one to the other. */
final class ReplicatedPair implements Closeable {
    static final StoragePath DISK = StoragePath.of("Profile_anna.vhdx");
    static final Pair PAIR = new Pair(17, "pool", "fra", DISK, "lon", DISK);
    static final int BLOCK = 16 << 10;
    private static final StoragePath SWAPS = StoragePath.of(".profilekeep");

    final Map<String, StorageProvider> storages = new ConcurrentHashMap<>();
    final Path folder;
    final Catalog catalog;
    final ReplicaBook book;
    /** Why nothing may be carried; empty if it may. */
    volatile String closed = "";

    Clock clock = Clock.systemUTC();
    ReplicationSettings settings = new ReplicationSettings(true, Duration.ofDays(30), 0);
    private final LeasePlaces places = new Places();
    private Leases leases;

    ReplicatedPair(Path folder, StorageProvider from, StorageProvider to) {
        this.folder = folder;
        storages.put("fra", from);
        storages.put("lon", to);
        catalog = Catalog.open(Databases.h2(folder.resolve("catalog")));
        book = new ReplicaBook(catalog.database());
        leases = leases();
    }

    private Leases leases() {
        return new Leases(catalog.database(), places, clock, "a node", LeaseTimes.STANDARD);
    }

    /** As another process that knows that the one before it is dead. */
    void startAnew() {
        leases.close();
        leases = leases();
        leases.deadAreAllBut(java.util.Set.of());
    }

    StorageProvider from() {
        return storages.get("fra");
    }

    StorageProvider to() {
        return storages.get("lon");
    }

    private SafeReplace swaps(Clock when) {
        return new SafeReplace(places, when, "a node");
    }

    ContainerReplicator replicator() {
        return new ContainerReplicator(new Means(
                places,
                leases,
                swaps(clock),
                book,
                new MapArchive(folder.resolve("maps")),
                pair -> closed.isEmpty() ? Optional.empty() : Optional.of(closed),
                new AuditTrail(catalog.database(), clock),
                Actor.SCHEDULE,
                Initiator.JOB,
                new SlicedFile.Slices(Duration.ofSeconds(10), Duration.ofSeconds(17), rest -> {}),
                new ContentReader(Runnable::run, 1),
                settings,
                Bandwidth.UNLIMITED,
                clock));
    }

    ReplicationOutcome carry() {
        ContainerReplicator replicator = replicator();
        return replicator.run(replicator.plan(PAIR), () -> false);
    }

    /** Settles what was cut off, a day later. */
    List<String> recover() throws IOException {
        Clock later = Clock.offset(clock, Duration.ofDays(2));
        return swaps(later).recover("lon", Initiator.JOB, leases, Actor.SCHEDULE);
    }

    static Sha256 content(StorageProvider storage) throws IOException {
        return FullContainer.content(storage, DISK);
    }

    /**
     * Writes random blocks to what counts and is no volume's.
     *
     * @return how many blocks of 16 KiB of the disk are others than before
     */
    static int change(StorageProvider storage, long tailStart, long tailBytes, int blocks, Random random)
            throws IOException {
        TreeSet<Long> places = new TreeSet<>();
        while (places.size() < blocks) {
            places.add((long) random.nextInt((int) (tailBytes / BLOCK)));
        }
        byte[] bytes = new byte[BLOCK];
        try (OpenFile file = storage.openForWriting(DISK, Sharing.NONE);
                WritableVhdx disk = WritableVhdx.open(new HandleDevice(file))) {
            for (long place : places) {
                random.nextBytes(bytes);
                disk.write(tailStart + place * BLOCK, ByteBuffer.wrap(bytes));
            }
        }
        return places.size();
    }

    static void zero(StorageProvider storage, long offset, int length) throws IOException {
        try (OpenFile file = storage.openForWriting(DISK, Sharing.NONE);
                WritableVhdx disk = WritableVhdx.open(new HandleDevice(file))) {
            disk.write(offset, ByteBuffer.allocate(length));
        }
    }

    /** Nothing but the disk lies at the other site, and no old file is kept. */
    static void assertNothingLeft(StorageProvider storage, String where) throws IOException {
        assertThat(storage.list(StoragePath.ROOT))
                .as(where)
                .extracting(StoredFile::name)
                .isSubsetOf(DISK.name(), SWAPS.name());
        try {
            assertThat(storage.list(SWAPS))
                    .as(where)
                    .extracting(StoredFile::name)
                    .isEmpty();
        } catch (StorageException.NotFound e) {
            // nothing was ever made there
        }
    }

    private final class Places implements LeasePlaces {
        @Override
        public boolean isConfigured(String locationId) {
            return storages.containsKey(locationId);
        }

        @Override
        public StorageProvider storage(String locationId, Initiator initiator) {
            return storages.get(locationId);
        }

        @Override
        public LocationMode mode(String locationId) {
            return LocationMode.ACT;
        }

        @Override
        public boolean changesUnproved(String locationId) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        leases.close();
        catalog.close();
        for (StorageProvider storage : storages.values()) {
            storage.close();
        }
    }
}
