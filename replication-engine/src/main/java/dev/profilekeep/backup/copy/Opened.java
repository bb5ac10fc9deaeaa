package dev.profilekeep.backup.copy;

import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.backup.snapshot.Snapshots;
import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Snapshots that were read last, kept open: the next container is likely to be in one of them. One thread. */
final class Opened implements Closeable {
    private static final int KEPT = 8;

    private final Snapshots snapshots;
    private final Map<UUID, OpenSnapshot> open = new LinkedHashMap<>(KEPT, 0.75f, true);

    Opened(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    OpenSnapshot get(UUID id) throws IOException {
        OpenSnapshot snapshot = open.get(id);
        if (snapshot == null) {
            snapshot = snapshots.open(id);
            open.put(id, snapshot);
            if (open.size() > KEPT) {
                OpenSnapshot oldest = open.remove(open.keySet().iterator().next());
                if (oldest != null) {
                    oldest.close();
                }
            }
        }
        return snapshot;
    }

    @Override
    public void close() throws IOException {
        for (OpenSnapshot snapshot : open.values()) {
            snapshot.close();
        }
        open.clear();
    }
}
