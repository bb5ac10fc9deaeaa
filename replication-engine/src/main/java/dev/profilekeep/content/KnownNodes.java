package dev.profilekeep.content;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The nodes of an earlier map, which a new one may share. Takes some 150 bytes for each. */
final class KnownNodes {
    private final Map<Sha256, Place> places = new HashMap<>();

    static KnownNodes none() {
        return new KnownNodes();
    }

    /** Remembers a tree. */
    void add(NodeStore store, @Nullable NodeRef root) throws IOException {
        if (root != null) {
            TreeReader.forEachNode(store, root, ref -> places.put(ref.digest(), ref.place()));
        }
    }

    Optional<Place> find(Sha256 node) {
        return Optional.ofNullable(places.get(node));
    }
}
