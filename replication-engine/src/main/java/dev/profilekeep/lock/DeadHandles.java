package dev.profilekeep.lock;

import dev.profilekeep.lock.PlaceSeen.Client;
import dev.profilekeep.lock.PlaceSeen.Handle;
import java.time.Instant;
import java.util.List;

/**
 * Standard mode: whether every open handle is proved to be of a machine that restarted after its session with the file server
 * began, or was declared gone as of a later time. The server does not say to which session a handle belongs, so every session of the handle's account counts.
 */
final class DeadHandles {
    private DeadHandles() {}

    static boolean proved(LockEvidence evidence, List<PlaceSeen> held) {
        return held.stream().allMatch(place -> {
            List<Handle> handles = place.handles();
            return handles != null
                    && !handles.isEmpty()
                    && handles.stream().allMatch(handle -> isDead(evidence, handle));
        });
    }

    private static boolean isDead(LockEvidence evidence, Handle handle) {
        return !handle.sessions().isEmpty() && handle.sessions().stream().allMatch(client -> isDead(evidence, client));
    }

    private static boolean isDead(LockEvidence evidence, Client client) {
        return Suspects.named(evidence, client.machine())
                .filter(host -> host.isGoneSince(client.began())
                        || host.session() == HostSeen.Known.NO && restarted(host, client.began(), evidence.now()))
                .isPresent();
    }

    private static boolean restarted(HostSeen host, Instant began, Instant now) {
        Instant boot = host.lastBoot();
        Instant heard = Suspects.heardAt(host, now);
        return boot != null && heard != null && boot.isAfter(began) && heard.isAfter(boot);
    }
}
