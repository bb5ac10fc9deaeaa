package dev.profilekeep.cli;

import dev.profilekeep.content.ContentKeeper;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.content.TemporaryNodes;
import dev.profilekeep.disk.content.ChunkSizes;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;

/** What makes the maps of a command: threads, and a temporary file for their nodes. */
final class MapWork implements Closeable {
    private final ContentThreads threads = new ContentThreads();
    private final TemporaryNodes nodes;
    private final MapMaker<Boolean> maker;

    private MapWork(TemporaryNodes nodes) {
        this.nodes = nodes;
        this.maker =
                new MapMaker<>(nodes, threads.reader(), ContentKeeper.NOTHING, ChunkSizes.STANDARD, Clock.systemUTC());
    }

    static MapWork begin() throws IOException {
        return new MapWork(TemporaryNodes.open());
    }

    MapMaker<Boolean> maker() {
        return maker;
    }

    TemporaryNodes nodes() {
        return nodes;
    }

    @Override
    public void close() throws IOException {
        threads.close();
        nodes.close();
    }
}
