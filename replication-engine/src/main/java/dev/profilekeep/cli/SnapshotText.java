package dev.profilekeep.cli;

import dev.profilekeep.backup.snapshot.SnapshotOrigin;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What commands say of a snapshot. */
final class SnapshotText {
    private SnapshotText() {}

    /** In answers for programs; null for one that was backed up here. */
    static @Nullable Map<String, @Nullable Object> origin(@Nullable SnapshotOrigin origin) {
        if (origin == null) {
            return null;
        }
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("repository", origin.repository());
        facts.put("snapshot", origin.snapshot());
        facts.put("copied", origin.copied());
        return facts;
    }
}
