package dev.profilekeep.lock;

import dev.profilekeep.lock.PlaceSeen.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Cloud Cache: the lock is the file, and a host may keep changes that are not at the sites yet, also after a restart, which is
 * when it writes them. So a proof needs the host's own word that it keeps nothing, or a host that has been back for minutes
 * while nothing moved. Stateless; asked only when every location answered and nobody has the disk open.
 */
final class CloudCacheRules {
    /** FSLogix renews a lock every 60 s; nothing may have moved for five times as long. */
    static final Duration QUIET_FOR = Duration.ofMinutes(5);

    private CloudCacheRules() {}

    static LockRule judge(LockEvidence evidence) {
        Instant now = evidence.now();
        if (LockCourt.places(evidence).stream()
                .anyMatch(place -> !place.times().hidden().isEmpty())) {
            return LockRule.NO_CLOCK;
        }
        Instant locked = lockedAt(evidence);
        if (locked.isAfter(now.minus(QUIET_FOR))) {
            return LockRule.TOO_YOUNG;
        }
        List<HostSeen> suspects = evidence.suspects();
        List<HostSeen> every = evidence.everyHost();
        boolean everyClear = !every.isEmpty()
                && every.stream().allMatch(host -> Suspects.isFresh(host, now))
                && Stream.concat(every.stream(), suspects.stream())
                        .allMatch(host -> saysItKeepsNothing(host, evidence));
        if (everyClear) {
            return LockRule.NO_HOST_HAS_IT;
        }
        if (suspects.size() != 1 || !suspects.get(0).made()) {
            return LockRule.NO_HOLDER;
        }
        HostSeen host = suspects.get(0);
        if (anotherKeepsIt(evidence, host)) {
            return LockRule.CACHE_MAY_BE;
        }
        boolean wentWithIt = evidence.cacheEndsWithHost() && host.isGoneSince(lastWritten(evidence));
        if (wentWithIt || saysItKeepsNothing(host, evidence)) {
            return LockRule.CACHE_GONE;
        }
        return isBackAndQuiet(evidence, host, locked) ? LockRule.BACK_AND_QUIET : LockRule.CACHE_MAY_BE;
    }

    /** The newest write of any lock file. */
    static Instant lockedAt(LockEvidence evidence) {
        return LockCourt.places(evidence).stream()
                .flatMap(PlaceSeen::lockWrites)
                .map(Written::last)
                .max(Instant::compareTo)
                .orElse(evidence.now());
    }

    /** The newest write of any file of the container: a disk, its state, a lock. */
    static Instant lastWritten(LockEvidence evidence) {
        return LockCourt.places(evidence).stream()
                .flatMap(PlaceSeen::writes)
                .map(Written::last)
                .max(Instant::compareTo)
                .orElse(evidence.now());
    }

    /** Before which a word proves nothing: neither what says when it was written, nor what looks saw change, is younger. */
    private static Instant settledAt(LockEvidence evidence) {
        return LockCourt.places(evidence).stream()
                .flatMap(PlaceSeen::writes)
                .map(Written::seen)
                .max(Instant::compareTo)
                .orElse(evidence.now());
    }

    /**
     * Whether a host spoke after everything that was written, and after looks saw the last of it: what is older says nothing of who
     * wrote that. Within a minute of it nobody can tell which came first.
     */
    static boolean spokeLast(HostSeen host, LockEvidence evidence) {
        Instant heard = Suspects.heardAt(host, evidence.now());
        return heard != null && heard.isAfter(settledAt(evidence).plus(Written.CLOCKS));
    }

    private static boolean saysItKeepsNothing(HostSeen host, LockEvidence evidence) {
        return spokeLast(host, evidence) && host.session() == HostSeen.Known.NO && host.cache() == HostSeen.Known.NO;
    }

    /** Whether a host that nobody suspects says that it keeps the disk: then the lock may be its own. */
    private static boolean anotherKeepsIt(LockEvidence evidence, HostSeen suspect) {
        return evidence.everyHost().stream()
                .filter(host -> !Suspects.key(host.name()).equals(Suspects.key(suspect.name())))
                .anyMatch(host -> host.cache() == HostSeen.Known.YES);
    }

    private static boolean isBackAndQuiet(LockEvidence evidence, HostSeen host, Instant locked) {
        Instant now = evidence.now();
        Instant boot = host.lastBoot();
        Instant heard = Suspects.heardAt(host, now);
        if (boot == null
                || heard == null
                || !boot.isAfter(locked)
                || host.session() != HostSeen.Known.NO
                || !spokeLast(host, evidence)) {
            return false;
        }
        Instant back = boot.plus(QUIET_FOR);
        return heard.isAfter(back)
                && now.isAfter(back)
                && nothingMoved(evidence, now.minus(QUIET_FOR))
                && host.cache() != HostSeen.Known.YES
                && everyCopyHasAMeta(evidence)
                && metasAgree(evidence)
                && metasUnmoved(evidence, boot);
    }

    /** No lock file came, went or changed, and no disk was written. */
    private static boolean nothingMoved(LockEvidence evidence, Instant since) {
        return LockCourt.places(evidence).stream()
                .filter(place -> place.probe() != Probe.ABSENT || !place.locks().isEmpty())
                .allMatch(place -> {
                    Instant unchanged = place.lockUnchangedSince();
                    Written disk = place.disk();
                    return unchanged != null
                            && !unchanged.isAfter(since)
                            && (disk == null || !disk.seen().isAfter(since));
                });
    }

    /** A copy without a state file agrees with nobody. */
    private static boolean everyCopyHasAMeta(LockEvidence evidence) {
        return LockCourt.places(evidence).stream()
                .filter(place -> place.probe() != Probe.ABSENT)
                .noneMatch(place -> place.metas().isEmpty());
    }

    /**
     * A host on which the person is known to work, however long ago that was told (sessions that nobody tells of any more are kept for 30 days), or which has the disk mounted; not one that an
     * administrator declared gone, where its cache is gone with it.
     */
    static Optional<HostSeen> mayKeep(LockEvidence evidence) {
        return Suspects.all(evidence).stream()
                .filter(host -> host.session() == HostSeen.Known.YES || host.cache() == HostSeen.Known.YES)
                .filter(host -> !evidence.cacheEndsWithHost() || !isGone(host))
                .findFirst();
    }

    private static boolean isGone(HostSeen host) {
        Instant began = host.sessionSince() == null ? host.heardAt() : host.sessionSince();
        return began != null && host.isGoneSince(began);
    }

    /** Whether the state files of the copies were written at one time. */
    static boolean metasAgree(LockEvidence evidence) {
        return metasApart(evidence).compareTo(Duration.ofMinutes(2)) <= 0;
    }

    /** Between the oldest and the youngest of what is each copy's last. */
    static Duration metasApart(LockEvidence evidence) {
        List<List<Written>> copies = LockCourt.places(evidence).stream()
                .map(place -> place.metaWrites().toList())
                .filter(metas -> !metas.isEmpty())
                .toList();
        if (copies.size() < 2) {
            return Duration.ZERO;
        }
        Instant oldest =
                newestOfEach(copies, Written::first).min(Instant::compareTo).orElseThrow();
        Instant youngest =
                newestOfEach(copies, Written::last).max(Instant::compareTo).orElseThrow();
        return Duration.between(oldest, youngest);
    }

    private static Stream<Instant> newestOfEach(List<List<Written>> copies, Function<Written, Instant> when) {
        return copies.stream()
                .map(metas -> metas.stream().map(when).max(Instant::compareTo).orElseThrow());
    }

    /** A state file written after the restart says that the host is writing what it kept: wait until it is done. */
    private static boolean metasUnmoved(LockEvidence evidence, Instant boot) {
        Instant quietSince = evidence.now().minus(QUIET_FOR);
        return LockCourt.places(evidence).stream()
                .flatMap(PlaceSeen::metaWrites)
                .map(Written::seen)
                .noneMatch(seen -> seen.isAfter(boot) && seen.isAfter(quietSince));
    }
}
