package dev.profilekeep.backup.repo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.chunk.BundleKeeper;
import dev.profilekeep.backup.chunk.MapContent;
import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.snapshot.ContainerBackup;
import dev.profilekeep.backup.snapshot.ContainerFacts;
import dev.profilekeep.backup.snapshot.Envelope;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.backup.snapshot.ShardSnapshot;
import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.backup.snapshot.SnapshotSource;
import dev.profilekeep.backup.snapshot.Snapshots;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.EntryCursor;
import dev.profilekeep.content.MadeMap;
import dev.profilekeep.content.MapEntry;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.content.MapReader;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Backs disks up for tests, and compares what a snapshot gives back with them. */
public final class Disks {
    /** Some chunks go into bundles, some have names. */
    public static final ChunkSizes SIZES = new ChunkSizes(16 << 10, 128 << 10, 64 << 10, 128 << 10, 512 << 10);

    /** After everything that any image of ours was written. */
    private static final Instant LATER = Instant.parse("2040-01-01T00:00:00Z");

    private Disks() {}

    public static MadeMap make(WriteSession session, BlockDevice image, @Nullable ContentMap before)
            throws IOException {
        return make(session, image, before, MapMaker.Extent.CHANGED);
    }

    public static MadeMap make(
            WriteSession session, BlockDevice image, @Nullable ContentMap before, MapMaker.Extent extent)
            throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (BundleKeeper keeper = session.keeper()) {
            return new MapMaker<>(
                            keeper, new ContentReader(threads, 2), keeper, SIZES, Clock.fixed(LATER, ZoneOffset.UTC))
                    .make(RawDisk.open(image), before, extent, Progress.NONE);
        } finally {
            threads.shutdown();
        }
    }

    public static SnapshotHead publish(Repository repository, WriteSession session, ContentMap... maps)
            throws IOException {
        List<ContainerBackup> containers = new ArrayList<>();
        for (ContentMap map : maps) {
            String name = "S-1-5-21-1-2-3-" + containers.size();
            containers.add(new ContainerBackup(
                    new ContainerFacts(
                            new ContainerIdentity("set", ContainerKind.PROFILE, name, "Profile_Ada"),
                            "site a",
                            new SnapshotSource.Live(),
                            new StoredFile(
                                    StoragePath.of(name + "_Ada/Profile_Ada.VHDX"), false, 4, 4, 1, 2, 3, 4, 0x20),
                            new FileSecurity(null, null, new byte[0])),
                    map,
                    Envelope.NONE));
        }
        return repository.snapshots().publish(session, new ShardSnapshot("shard 1", containers));
    }

    /** Reads all of a map, and proves that it says what the disk does. */
    public static void assertSame(Repository repository, ContentMap map, BlockDevice disk) throws IOException {
        MapContent content = repository.content();
        MapReader reader = new MapReader(content);
        reader.verify(map);
        EntryCursor entries = reader.entries(map);
        long chunks = 0;
        for (MapEntry entry = entries.next(); entry != null; entry = entries.next()) {
            ByteBuffer wanted = ByteBuffer.allocate((int) entry.length());
            for (ByteRange piece : entry.pieces()) {
                ByteBuffer part = ByteBuffer.allocate((int) piece.length());
                disk.readFully(piece.start(), part);
                wanted.put(part.flip());
            }
            assertThat(content.bytes(entry)).isEqualTo(wanted.array());
            chunks++;
        }
        assertThat(chunks).isEqualTo(map.chunks());
    }

    /** Every snapshot that is there. */
    public static List<UUID> whole(Repository repository, Map<String, BlockDevice> disks) throws IOException {
        List<UUID> ids = new ArrayList<>();
        repository.snapshots().forEach(new Snapshots.Visitor() {
            @Override
            public void snapshot(OpenSnapshot snapshot) throws IOException {
                for (int i = 0; i < snapshot.containers().size(); i++) {
                    ContentMap map = snapshot.map(i);
                    assertSame(repository, map, disks.get(map.root().toString()));
                }
                ids.add(snapshot.head().id());
            }

            @Override
            public void damaged(UUID id, IOException why) throws IOException {
                throw why;
            }
        });
        return ids;
    }
}
