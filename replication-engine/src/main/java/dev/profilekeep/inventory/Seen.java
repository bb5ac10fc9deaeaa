package dev.profilekeep.inventory;

import dev.profilekeep.catalog.CopyDetail.SidecarSeen;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.storage.StoredFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container's disk as a listing shows it.
 *
 * @param folder path of the folder it lies in; empty for the location's own
 * @param sidecars files that belong to it
 * @param differences names of difference disks beside it
 */
record Seen(
        ContainerIdentity identity,
        String account,
        String folder,
        StoredFile file,
        List<SidecarSeen> sidecars,
        List<String> differences) {

    /** A lock file lies beside it. */
    boolean hasLock() {
        return lock(sidecars) != null;
    }

    static @Nullable SidecarSeen lock(List<SidecarSeen> sidecars) {
        for (SidecarSeen sidecar : sidecars) {
            if (sidecar.name().regionMatches(true, sidecar.name().length() - 5, ".lock", 0, 5)) {
                return sidecar;
            }
        }
        return null;
    }
}
