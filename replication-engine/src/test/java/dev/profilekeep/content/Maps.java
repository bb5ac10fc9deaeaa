package dev.profilekeep.content;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.BlockDevice;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes maps for tests, with nodes in memory and small chunks, so that there are many. */
final class Maps implements NodeStore {
    /** After everything that any image of ours was written. */
    static final Instant NOW = Instant.parse("2040-01-01T00:00:00Z");

    static final ChunkSizes SMALL = new ChunkSizes(4096, 16384, 8192, 16384, 65536);

    private final List<byte[]> nodes = new ArrayList<>();
    private final ContentReader reader = new ContentReader(Runnable::run, 1);
    long nodeBytes;

    @Override
    public Place add(byte[] node) {
        nodes.add(node.clone());
        nodeBytes += node.length;
        return new Place(new ChunkId(1, nodes.size() - 1, 1), 0, node.length);
    }

    @Override
    public byte[] get(Place place) {
        return nodes.get((int) place.bundle().middle());
    }

    byte[] node(int number) {
        return nodes.get(number);
    }

    int nodes() {
        return nodes.size();
    }

    MapMaker<Boolean> maker(ChunkSizes sizes) {
        return new MapMaker<>(this, reader, ContentKeeper.NOTHING, sizes, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    MadeMap make(BlockDevice image, @Nullable ContentMap before, MapMaker.Extent extent) throws IOException {
        return make(RawDisk.open(image), before, extent);
    }

    MadeMap make(VirtualDisk disk, @Nullable ContentMap before, MapMaker.Extent extent) throws IOException {
        return maker(SMALL).make(disk, before, extent, Progress.NONE);
    }

    List<MapEntry> entries(ContentMap map) throws IOException {
        List<MapEntry> all = new ArrayList<>();
        EntryCursor cursor = new MapReader(this).entries(map);
        for (MapEntry entry = cursor.next(); entry != null; entry = cursor.next()) {
            all.add(entry);
        }
        return all;
    }
}
