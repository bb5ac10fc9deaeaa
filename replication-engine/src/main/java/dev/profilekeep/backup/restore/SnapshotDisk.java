package dev.profilekeep.backup.restore;

import dev.profilekeep.backup.chunk.MapContent;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.run.ContainerEnvelope;
import dev.profilekeep.backup.snapshot.ContainerFacts;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.MapDisk;
import dev.profilekeep.disk.convert.ConversionPlan;
import dev.profilekeep.disk.convert.ConversionPlanner;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * A container of a snapshot, as it was then. Its bytes are read as they are asked for, and each chunk is compared with its digest.
 *
 * @param facts of the container and its file
 * @param envelope what stood around the disk
 * @param map of the disk
 * @param disk what the map names, for whatever reads disks
 */
public record SnapshotDisk(ContainerFacts facts, ContainerEnvelope envelope, ContentMap map, MapDisk disk) {
    /**
     * Opens a container.
     *
     * @param container its place in {@link OpenSnapshot#containers()}
     * @param workers fetch chunks ahead of whoever reads
     * @param threads how many of them; 0 fetches nothing ahead
     * @throws dev.profilekeep.content.MapDamagedException if its map cannot be read
     */
    public static SnapshotDisk open(
            Repository repository, OpenSnapshot snapshot, int container, Executor workers, int threads)
            throws IOException {
        MapContent content = repository.content();
        ContentMap map = snapshot.map(container);
        return new SnapshotDisk(
                snapshot.containers().get(container),
                ContainerEnvelope.decode(snapshot.envelope(container)),
                map,
                MapDisk.open(content, map, content::bytes, workers, threads));
    }

    /**
     * How to make a container like the one that was: of the same format and sizes, with the same identity and metadata. Free clusters are zeros in it, and its blocks lie in
     * order.
     */
    public ConversionPlan asBefore() throws IOException {
        return asItWas(ConversionPlanner.to(disk, envelope.container()));
    }

    /** A map has no format of its own: what becomes of it is what was, and no change. */
    private static ConversionPlan asItWas(ConversionPlan plan) {
        return new ConversionPlan(
                plan.source(), plan.target(), plan.bytesToRead(), plan.blocksToStore(), plan.fileBytes(), List.of());
    }

    /** How to make a plain image of the disk. */
    public ConversionPlan asImage() throws IOException {
        return ConversionPlanner.toRaw(disk);
    }
}
