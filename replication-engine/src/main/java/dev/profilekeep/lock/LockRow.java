package dev.profilekeep.lock;

import dev.profilekeep.container.ContainerKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A locked container as a list shows it.
 *
 * @param sites that have a copy, the active one first
 * @param verdict of the last look; null if nobody looked since the inventory found it locked
 */
public record LockRow(
        long containerId,
        String setId,
        ContainerKind kind,
        String sid,
        String account,
        String baseName,
        List<String> sites,
        @Nullable LockVerdict verdict) {
    public LockRow {
        sites = List.copyOf(sites);
    }
}
