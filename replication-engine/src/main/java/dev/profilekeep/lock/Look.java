package dev.profilekeep.lock;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One look at one container.
 *
 * @param verdict empty if nothing that could be seen locks it
 * @param evidence what it rests on
 * @param nothingNew it had to do without what another look was about to learn, or its turn at a location did not come: what was
 *     kept before says more
 */
public record Look(
        long containerId,
        Instant at,
        Optional<LockVerdict> verdict,
        LockEvidence evidence,
        List<Sight> sights,
        boolean nothingNew) {
    public Look {
        sights = List.copyOf(sights);
    }

    public Look(
            long containerId, Instant at, Optional<LockVerdict> verdict, LockEvidence evidence, List<Sight> sights) {
        this(containerId, at, verdict, evidence, sights, false);
    }

    /** With the verdict of another look, which says more. */
    Look as(LockVerdict kept) {
        return new Look(containerId, kept.at(), Optional.of(kept), evidence, sights, true);
    }

    /**
     * A host that may keep something of the person's disk which no location has yet: it says that it has the disk mounted, or somebody knows of a session there. What hosts do not
     * tell of is not seen here.
     */
    public Optional<String> mayKeep() {
        return CloudCacheRules.mayKeep(evidence).map(HostSeen::name);
    }

    /** A host that keeps its cache though nothing is mounted there, as it says itself. */
    public Optional<LockEvidence.KeptCache> keptCache() {
        return Optional.ofNullable(evidence.keptCache());
    }

    /** Whether the state files of Cloud Cache at all locations were written at one time, as far as there are any; by the rule that locks are judged by. */
    public boolean statesAgree() {
        return CloudCacheRules.metasAgree(evidence);
    }

    /** Locations that are cut off, whose word counts for nothing. */
    public List<String> fenced() {
        return evidence.places().stream()
                .filter(PlaceSeen::fenced)
                .map(PlaceSeen::locationId)
                .toList();
    }

    /** Whether nothing locks it for certain: every location said so. */
    public boolean isFree() {
        return verdict.isEmpty() && LockCourt.allTold(evidence);
    }
}
