package dev.profilekeep.portal.help;

import dev.profilekeep.catalog.ContainerRow;
import java.util.List;

/**
 * Somebody with containers, as a search finds them.
 *
 * @param key what stands behind {@code /help/}: the SID, or a container's number where there is none
 * @param account may be empty
 * @param sid may be empty
 * @param host the machine through which they were found; empty if it was not by a machine
 */
public record Caller(String key, String account, String sid, List<ContainerRow> containers, String host) {
    public Caller {
        containers = List.copyOf(containers);
    }

    /** Whether something seemed to lock one of the containers when it was last looked at. */
    public boolean locked() {
        return containers.stream().anyMatch(ContainerRow::locked);
    }
}
