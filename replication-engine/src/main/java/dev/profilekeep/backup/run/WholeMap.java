package dev.profilekeep.backup.run;

import dev.profilekeep.backup.chunk.BundleKeeper;
import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.MapDamagedException;
import dev.profilekeep.content.MapEntry;
import dev.profilekeep.content.MapWalk;
import dev.profilekeep.content.NodeRef;
import java.io.IOException;
import java.util.List;

/** Says whether a repository that lacks packs still has all that a map names. Reads the nodes of the map. */
record WholeMap(WriteSession session) {
    boolean is(ContentMap map) throws IOException {
        try (BundleKeeper keeper = session.keeper()) {
            return new MapWalk(keeper).walk(map, new Looking(keeper));
        }
    }

    private record Looking(BundleKeeper keeper) implements MapWalk.Visitor {
        @Override
        public boolean enter(NodeRef node) {
            return true;
        }

        @Override
        public boolean entries(List<MapEntry> entries) throws IOException {
            for (MapEntry entry : entries) {
                if (!keeper.isThere(entry)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void broken(NodeRef node, MapDamagedException why) {}

        @Override
        public void sound(NodeRef node) {}
    }
}
