package dev.profilekeep.cli;

import dev.profilekeep.backup.snapshot.SnapshotOrigin;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What commands say of a snapshot. */
final class SnapshotText {
    private SnapshotText() {}

    /** Where a container lay. A folder that both its path and its location tell, as that was the one to be backed up, stands there once. */
    static String place(String path, String location) {
        String where = location.replaceFirst("/+\\z", "");
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            String beginning = path.substring(0, end);
            if (where.equals(beginning) || where.endsWith("/" + beginning)) {
                return where + path.substring(end);
            }
        }
        return path + " at " + location;
    }

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
