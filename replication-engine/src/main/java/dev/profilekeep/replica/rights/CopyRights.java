package dev.profilekeep.replica.rights;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rights of one copy.
 *
 * @param folder of the person; null if the disk lies in the location's own folder
 * @param sidecars what lies beside the disk and belongs to it, by its ending in small letters: size and SHA-256. Without {@code .lock} and {@code .meta}, which change with each session
 * @param sidecarsUnread a sentence, if they could not be read; else empty
 */
public record CopyRights(
        String locationId,
        @Nullable SeenRights folder,
        SeenRights file,
        Map<String, String> sidecars,
        String sidecarsUnread) {
    public CopyRights {
        sidecars = Map.copyOf(sidecars);
    }
}
