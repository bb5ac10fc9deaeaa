package dev.profilekeep.broker;

import java.util.List;

/**
 * Hosts of one site that serve the same people.
 *
 * @param hosts by name
 */
public record HostPool(String id, String name, String siteId, PoolModel model, List<Host> hosts) {
    public HostPool {
        hosts = List.copyOf(hosts);
    }

    /**
     * A session host.
     *
     * @param drained it takes no new sessions
     */
    public record Host(String name, boolean on, boolean drained) {}
}
