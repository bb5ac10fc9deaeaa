package dev.profilekeep.replicate;

import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.NodeStore;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.content.TemporaryNodes;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The map of what was agreed, if there is one, and room for the nodes of others.
 *
 * @param map null if there is none: then all is read
 */
record Baseline(NodeStore nodes, @Nullable ContentMap map, Closeable closing) implements Closeable {
    static Baseline none() throws IOException {
        TemporaryNodes nodes = TemporaryNodes.open();
        return new Baseline(nodes, null, nodes);
    }

    static Baseline open(MapArchive archive, @Nullable Sha256 root) throws IOException {
        Optional<MapArchive.Opened> kept = root == null ? Optional.empty() : archive.open(root);
        return kept.isPresent() ? new Baseline(kept.get(), kept.get().map(), kept.get()) : none();
    }

    @Override
    public void close() throws IOException {
        closing.close();
    }
}
