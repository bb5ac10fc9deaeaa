package dev.profilekeep.content;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.disk.content.KnownSignatures;
import dev.profilekeep.disk.content.ReadTotals;
import dev.profilekeep.disk.image.VirtualDisk;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the map of a disk, and has the content kept that an earlier map of the same container does not have.
 *
 * <p>Takes what {@link ContentReader} takes, what {@link ContentLayout} takes, some 150 bytes for each node of the earlier map, and a leaf. Safe for several
 * threads if the store and the keeper are.
 *
 * @param <T> what the keeper takes of a chunk
 */
public final class MapMaker<T> {
    /** How much of a disk is read. */
    public enum Extent {
        /** What may have changed since the earlier map; all, if there is none, or it cannot be believed. */
        CHANGED,
        /** Everything; what an earlier map would have spared is compared with it. */
        FULL
    }

    private static final Logger LOG = LoggerFactory.getLogger(MapMaker.class);

    private final NodeStore nodes;
    private final ContentReader reader;
    private final ContentKeeper<T> keeper;
    private final ChunkSizes sizes;
    private final Clock clock;

    public MapMaker(NodeStore nodes, ContentReader reader, ContentKeeper<T> keeper, ChunkSizes sizes, Clock clock) {
        this.nodes = nodes;
        this.reader = reader;
        this.keeper = keeper;
        this.sizes = sizes;
        this.clock = clock;
    }

    /**
     * Reads a disk.
     *
     * @param before of an earlier state of the same container, whose nodes the store has; null if there is none
     * @param progress told of bytes that count
     * @throws dev.profilekeep.disk.DiskException if the container is damaged; damage on the disk makes the map RAW instead
     * @throws java.util.concurrent.CancellationException if {@code progress} says so
     */
    public MadeMap make(VirtualDisk disk, @Nullable ContentMap before, Extent extent, Progress progress)
            throws IOException {
        if (before != null) {
            try {
                return read(disk, before, extent, progress);
            } catch (Earlier.BrokenException | MapDamagedException e) {
                LOG.warn("All of a container is read, for its earlier map cannot be used: {}", e.getMessage());
            }
        }
        return read(disk, null, Extent.FULL, progress);
    }

    /** Reads everything that is stored, whatever the disk holds. */
    public MadeMap makeRaw(VirtualDisk disk, String reason, Progress progress) throws IOException {
        Instant made = clock.instant();
        Earlier nothing = new Earlier(nodes, null, disk, sizes);
        return read(ContentLayout.raw(disk, sizes, reason), nothing, made, Extent.FULL, progress);
    }

    private MadeMap read(VirtualDisk disk, @Nullable ContentMap before, Extent extent, Progress progress)
            throws IOException {
        Instant made = clock.instant();
        Earlier earlier = new Earlier(nodes, before, disk, sizes);
        ContentLayout layout = ContentLayout.of(
                disk,
                sizes,
                extent == Extent.FULL ? KnownSignatures.NONE : earlier::signature,
                earlier.sums,
                (done, total) -> progress.at(0, disk.virtualSize()));
        return read(layout, earlier, made, extent, progress);
    }

    private MadeMap read(ContentLayout layout, Earlier earlier, Instant made, Extent extent, Progress progress)
            throws IOException {
        List<Optional<NodeRef>> records = layout.kind() == ContentLayout.Kind.FILES ? earlier.sums.finish() : List.of();
        var sink = new MapSink<>(layout, earlier, nodes, keeper);
        ReadTotals read = reader.read(
                layout, chunk -> extent == Extent.FULL || !earlier.spares(chunk.owner()), sink::digest, sink, progress);
        sink.requireSound();
        VirtualDisk disk = layout.disk();
        ContentMap map = new ContentMap(
                layout.rawReasons(),
                sizes,
                disk.virtualSize(),
                disk.logicalSectorSize(),
                disk.physicalSectorSize(),
                sink.root(),
                made,
                layout.countedBytes(),
                sink.bytes(),
                sink.chunks(),
                sink.finish().orElse(null),
                records,
                sink.signatures(),
                sink.signaturesComplete());
        return new MadeMap(map, read, read.skippedBytes(), sink.missed(), sink.missedChunks());
    }
}
