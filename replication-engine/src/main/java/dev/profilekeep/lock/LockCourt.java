package dev.profilekeep.lock;

import dev.profilekeep.lock.LockVerdict.Live;
import dev.profilekeep.lock.LockVerdict.Remedy;
import dev.profilekeep.lock.LockVerdict.Stale;
import dev.profilekeep.lock.LockVerdict.Unproved;
import dev.profilekeep.lock.PlaceSeen.Asked;
import dev.profilekeep.lock.PlaceSeen.Probe;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Judges a lock by its evidence. Pure: the same evidence gives the same verdict. The order of the rules is their rank: what
 * speaks for a person comes first, then what could not be asked, and only then what may prove that nobody is there. Age alone
 * proves nothing.
 */
public final class LockCourt {
    private LockCourt() {}

    /** @return empty if nothing that was seen locks the container */
    public static Optional<LockVerdict> judge(LockEvidence evidence) {
        if (!isLocked(evidence)) {
            return Optional.empty();
        }
        List<Observation> seen = Testimony.of(evidence);
        Holder holder = HolderFinder.find(evidence);
        Optional<LockRule> living = living(evidence);
        if (living.isPresent()) {
            return Optional.of(new Live(living.get(), holder, evidence.now(), seen));
        }
        Optional<LockRule> doubt = doubt(evidence);
        if (doubt.isPresent()) {
            return Optional.of(new Unproved(doubt.get(), holder, evidence.now(), seen));
        }
        if (places(evidence).stream().anyMatch(place -> place.probe() == Probe.HELD)) {
            // Held by a machine that is proved to be gone: living() has looked.
            return Optional.of(new Stale(LockRule.DEAD_HANDLE, holder, evidence.now(), seen, Remedy.CLOSE_HANDLES));
        }
        if (!evidence.cloudCache()) {
            return Optional.of(
                    new Stale(LockRule.FREE_EVERYWHERE, holder, evidence.now(), seen, Remedy.REMOVE_LOCK_FILES));
        }
        LockRule rule = CloudCacheRules.judge(evidence);
        boolean stale =
                rule == LockRule.CACHE_GONE || rule == LockRule.BACK_AND_QUIET || rule == LockRule.NO_HOST_HAS_IT;
        return Optional.of(
                stale
                        ? new Stale(rule, holder, evidence.now(), seen, Remedy.REMOVE_LOCK_FILES)
                        : new Unproved(rule, holder, evidence.now(), seen));
    }

    /** Locations whose word counts: one that is fenced off holds nobody any more. */
    static List<PlaceSeen> places(LockEvidence evidence) {
        return evidence.places().stream().filter(place -> !place.fenced()).toList();
    }

    /** Whether every location whose word counts said whether something locks it there. Where all are fenced off nobody did. */
    static boolean allTold(LockEvidence evidence) {
        List<PlaceSeen> places = places(evidence);
        boolean anybody = !places.isEmpty() || evidence.places().isEmpty();
        return anybody
                && places.stream()
                        .allMatch(place -> place.asked() == Asked.ANSWERED && place.probe() != Probe.CANNOT_TELL);
    }

    private static boolean isLocked(LockEvidence evidence) {
        if (evidence.lockedBefore() && !allTold(evidence)) {
            return true;
        }
        return places(evidence).stream()
                .anyMatch(place -> !place.locks().isEmpty()
                        || place.probe() == Probe.HELD
                        || place.handles() != null && !place.handles().isEmpty());
    }

    private static Optional<LockRule> living(LockEvidence evidence) {
        if (evidence.ours() != null) {
            return Optional.of(LockRule.HELD);
        }
        List<PlaceSeen> held = places(evidence).stream()
                .filter(place -> place.probe() == Probe.HELD)
                .toList();
        if (!held.isEmpty() && (evidence.cloudCache() || !DeadHandles.proved(evidence, held))) {
            return Optional.of(LockRule.HELD);
        }
        boolean works = Suspects.all(evidence).stream()
                .anyMatch(host -> host.session() == HostSeen.Known.YES && Suspects.isFresh(host, evidence.now()));
        boolean locked = evidence.cloudCache()
                && places(evidence).stream().anyMatch(place -> !place.locks().isEmpty());
        if (works && (locked || !held.isEmpty())) {
            return Optional.of(LockRule.SESSION);
        }
        boolean renewed = evidence.cloudCache()
                && places(evidence).stream()
                        .map(PlaceSeen::lockRenewedAfter)
                        .filter(Objects::nonNull)
                        .anyMatch(before -> isYounger(before, evidence.now()));
        return renewed ? Optional.of(LockRule.RENEWED) : Optional.empty();
    }

    private static boolean isYounger(Instant time, Instant now) {
        return time.isAfter(now.minus(CloudCacheRules.QUIET_FOR));
    }

    private static Optional<LockRule> doubt(LockEvidence evidence) {
        List<PlaceSeen> places = places(evidence);
        if (places.stream().anyMatch(place -> place.asked() != Asked.ANSWERED)) {
            return Optional.of(LockRule.NOT_ASKED);
        }
        if (places.isEmpty() || places.stream().anyMatch(place -> place.probe() == Probe.CANNOT_TELL)) {
            return Optional.of(LockRule.CANNOT_TELL);
        }
        boolean contradiction = places.stream()
                .anyMatch(place -> place.probe() != Probe.HELD
                        && place.handles() != null
                        && !place.handles().isEmpty());
        if (contradiction) {
            return Optional.of(LockRule.CONTRADICTION);
        }
        boolean session = Suspects.all(evidence).stream()
                .anyMatch(host -> host.session() == HostSeen.Known.YES && Suspects.isFresh(host, evidence.now()));
        return session && places.stream().noneMatch(place -> place.probe() == Probe.HELD)
                ? Optional.of(LockRule.SESSION_WITHOUT_DISK)
                : Optional.empty();
    }
}
