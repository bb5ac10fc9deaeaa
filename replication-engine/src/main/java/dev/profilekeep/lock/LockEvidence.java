package dev.profilekeep.lock;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a judgement of one container's lock may rest on.
 *
 * @param cloudCache the set's copies are kept by FSLogix: the lock is the file; otherwise it is the open handle
 * @param places every location of the set for this kind of disk, whether it holds a copy or not
 * @param suspects hosts that may have made the lock: those that the person had a session on, that a log or a handle names
 * @param everyHost all hosts of the pool; empty if they are not known in full
 * @param logs what hosts' FSLogix logs say of the person: for people to read, it decides nothing
 * @param ours what one of us has the container open for at this moment; null if none of us has
 * @param lockedBefore a location that is silent, or cannot tell, showed a lock when it last did
 * @param cacheEndsWithHost an administrator recorded for the set that a host's cache does not outlive the host
 * @param keptCache a host that the person worked on, or one of the pool, which keeps its cache; null if none says so, or there is no Cloud Cache
 */
public record LockEvidence(
        boolean cloudCache,
        Instant now,
        List<PlaceSeen> places,
        List<HostSeen> suspects,
        List<HostSeen> everyHost,
        List<Observation> logs,
        @Nullable Ours ours,
        boolean lockedBefore,
        boolean cacheEndsWithHost,
        @Nullable KeptCache keptCache) {
    /** One of us, at work on the container or not known to have let go of it. */
    public record Ours(String node, String purpose, Instant since) {}

    /**
     * A host's own word that something lies in its cache though nothing is mounted there: it does not clear it at sign-off, and what it keeps may be anybody's.
     *
     * @param bytes in its cache, more than none
     * @param at as of when it said so
     */
    public record KeptCache(String host, long bytes, Instant at) {}

    public LockEvidence {
        places = List.copyOf(places);
        suspects = List.copyOf(suspects);
        everyHost = List.copyOf(everyHost);
        logs = List.copyOf(logs);
    }

    /** The same with what logs say. */
    LockEvidence with(List<Observation> said) {
        return new LockEvidence(
                cloudCache, now, places, suspects, everyHost, said, ours, lockedBefore, cacheEndsWithHost, keptCache);
    }
}
