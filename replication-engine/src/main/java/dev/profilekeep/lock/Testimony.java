package dev.profilekeep.lock;

import dev.profilekeep.lock.Observation.Source;
import dev.profilekeep.lock.PlaceSeen.Asked;
import dev.profilekeep.lock.PlaceSeen.Client;
import dev.profilekeep.lock.PlaceSeen.Handle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns evidence into observations, one by one as a person would read them: location by location, then hosts. */
final class Testimony {
    private final LockEvidence evidence;
    private final Instant locked;
    private final List<Observation> seen = new ArrayList<>();

    private Testimony(LockEvidence evidence) {
        this.evidence = evidence;
        this.locked = CloudCacheRules.lockedAt(evidence);
    }

    static List<Observation> of(LockEvidence evidence) {
        Testimony testimony = new Testimony(evidence);
        testimony.ours();
        evidence.places().forEach(testimony::place);
        testimony.metas();
        testimony.hosts();
        testimony.seen.addAll(evidence.logs());
        return List.copyOf(testimony.seen);
    }

    private void add(Source source, @Nullable String location, Instant at, Weight weight, Fact fact) {
        seen.add(new Observation(source, location, at, weight, fact));
    }

    private void ours() {
        LockEvidence.Ours ours = evidence.ours();
        if (ours != null) {
            add(Source.US, null, ours.since(), Weight.LIVE, new Fact.HeldByUs(ours.node(), ours.purpose()));
        }
    }

    private void place(PlaceSeen place) {
        PlaceSeen.Fence fence = place.fencedBy();
        String id = place.locationId();
        if (fence != null) {
            add(Source.PERSON, id, fence.since(), Weight.STALE, new Fact.SiteFenced(fence.since(), fence.by()));
            return;
        }
        if (place.asked() == Asked.UNREACHABLE) {
            add(Source.LISTING, id, place.at(), Weight.DOUBT, new Fact.Unreachable(place.reason()));
            return;
        }
        if (place.asked() == Asked.QUIET) {
            add(Source.LISTING, id, place.at(), Weight.DOUBT, new Fact.NotLooked(place.reason()));
            return;
        }
        probe(place);
        handles(place);
        locks(place);
        if (!place.times().hidden().isEmpty()) {
            Weight weight = evidence.cloudCache() ? Weight.DOUBT : Weight.NOTE;
            add(
                    Source.FILE_SERVER,
                    id,
                    place.at(),
                    weight,
                    new Fact.ClockHidden(place.times().hidden()));
        }
        Instant written = place.diskWritten();
        if (written != null) {
            add(Source.LISTING, id, place.at(), Weight.NOTE, new Fact.DiskWritten(written));
        }
    }

    private void probe(PlaceSeen place) {
        String id = place.locationId();
        Instant since = place.freeSince();
        Instant probed = place.probedAt();
        Instant at = probed == null ? place.at() : probed;
        switch (place.probe()) {
            case HELD:
                add(Source.PROBE, id, at, Weight.LIVE, new Fact.DiskHeld());
                break;
            case FREE:
                add(Source.PROBE, id, at, Weight.STALE, new Fact.DiskFree(since == null ? at : since));
                break;
            case ABSENT:
                add(Source.PROBE, id, at, Weight.NOTE, new Fact.NoDisk());
                break;
            case CANNOT_TELL:
                add(Source.PROBE, id, at, Weight.DOUBT, new Fact.CannotTell(place.reason()));
                break;
        }
    }

    private void handles(PlaceSeen place) {
        String id = place.locationId();
        List<Handle> handles = place.handles();
        if (handles == null) {
            add(Source.FILE_SERVER, id, place.at(), Weight.NOTE, new Fact.HandlesHidden(place.handlesHidden()));
        } else if (handles.isEmpty()) {
            add(Source.FILE_SERVER, id, place.at(), Weight.STALE, new Fact.NoOpenHandle());
        } else {
            for (Handle handle : handles) {
                List<Client> clients = handle.sessions();
                Client only = clients.size() == 1 ? clients.get(0) : null;
                add(
                        Source.FILE_SERVER,
                        id,
                        place.at(),
                        Weight.LIVE,
                        new Fact.OpenHandle(
                                handle.account(),
                                only == null ? "" : only.machine().replace("\\", ""),
                                only == null ? null : only.began(),
                                handle.writes()));
            }
        }
    }

    private void locks(PlaceSeen place) {
        String id = place.locationId();
        for (PlaceSeen.Beside lock : place.locks()) {
            add(
                    Source.LISTING,
                    id,
                    place.at(),
                    Weight.NOTE,
                    new Fact.LockFile(lock.name(), lock.bytes(), lock.written()));
        }
        Instant before = place.lockRenewedAfter();
        if (before != null) {
            add(Source.HISTORY, id, place.at(), Weight.LIVE, new Fact.LockRenewed(before));
            return;
        }
        Instant since = place.lockUnchangedSince();
        if (since != null && !place.locks().isEmpty()) {
            add(Source.HISTORY, id, place.at(), Weight.STALE, new Fact.LockUnchanged(since));
        }
    }

    private void metas() {
        long with = LockCourt.places(evidence).stream()
                .filter(place -> !place.metas().isEmpty())
                .count();
        if (evidence.cloudCache() && with > 1) {
            boolean agree = CloudCacheRules.metasAgree(evidence);
            add(
                    Source.LISTING,
                    null,
                    evidence.now(),
                    agree ? Weight.STALE : Weight.DOUBT,
                    new Fact.MetaFiles(agree, CloudCacheRules.metasApart(evidence)));
        }
    }

    private void hosts() {
        for (HostSeen host : evidence.suspects()) {
            Observation why = host.why();
            if (why != null) {
                seen.add(why);
            }
            if (why == null || !(why.fact() instanceof Fact.HostNamesakes) || host.session() == HostSeen.Known.YES) {
                host(host);
            }
        }
        List<HostSeen> every = evidence.everyHost();
        every.stream()
                .filter(host -> evidence.suspects().stream()
                        .noneMatch(other -> Suspects.key(other.name()).equals(Suspects.key(host.name()))))
                .filter(host -> host.session() == HostSeen.Known.YES || host.cache() == HostSeen.Known.YES)
                .forEach(this::host);
        boolean clear = !every.isEmpty()
                && every.stream()
                        .allMatch(host -> Suspects.isFresh(host, evidence.now())
                                && host.session() == HostSeen.Known.NO
                                && host.cache() == HostSeen.Known.NO);
        if (clear) {
            boolean last = every.stream().allMatch(host -> CloudCacheRules.spokeLast(host, evidence));
            add(
                    Source.HOST,
                    null,
                    evidence.now(),
                    last || !evidence.cloudCache() ? Weight.STALE : Weight.NOTE,
                    new Fact.EveryHostClear(every.size()));
        } else if (evidence.suspects().isEmpty()) {
            add(
                    Source.SESSIONS,
                    null,
                    evidence.now(),
                    evidence.cloudCache() ? Weight.DOUBT : Weight.NOTE,
                    new Fact.HolderUnknown());
        }
    }

    private void host(HostSeen host) {
        Instant heard = Suspects.heardAt(host, evidence.now());
        HostSeen.Gone gone = host.gone();
        if (gone != null) {
            boolean proves = !evidence.cloudCache()
                    || evidence.cacheEndsWithHost()
                            && host.made()
                            && host.isGoneSince(CloudCacheRules.lastWritten(evidence));
            add(
                    Source.PERSON,
                    null,
                    gone.at(),
                    proves ? Weight.STALE : Weight.DOUBT,
                    new Fact.HostGone(host.name(), gone.at(), gone.by()));
            if (host.session() != HostSeen.Known.YES || !Suspects.isFresh(host, evidence.now())) {
                return; // what it said before is over
            }
        }
        if (heard == null) {
            add(Source.HOST, null, evidence.now(), Weight.DOUBT, new Fact.HostSilent(host.name()));
            return;
        }
        session(host, heard);
        restart(host, heard);
        if (evidence.cloudCache() && host.cache() == HostSeen.Known.NO) {
            boolean last = CloudCacheRules.spokeLast(host, evidence);
            add(Source.HOST, null, heard, last ? Weight.STALE : Weight.NOTE, new Fact.CacheEmpty(host.name()));
        } else if (evidence.cloudCache() && host.cache() == HostSeen.Known.YES) {
            add(Source.HOST, null, heard, Weight.DOUBT, new Fact.CacheKept(host.name()));
        }
    }

    private void session(HostSeen host, Instant heard) {
        boolean fresh = Suspects.isFresh(host, evidence.now());
        if (host.session() == HostSeen.Known.YES) {
            add(
                    Source.SESSIONS,
                    null,
                    heard,
                    fresh ? Weight.LIVE : Weight.DOUBT,
                    new Fact.SessionOpen(host.name(), host.sessionSince()));
        } else if (host.session() == HostSeen.Known.NO) {
            add(
                    Source.SESSIONS,
                    null,
                    heard,
                    heard.isAfter(locked) ? Weight.STALE : Weight.NOTE,
                    new Fact.SessionNone(host.name()));
        }
    }

    private void restart(HostSeen host, Instant heard) {
        Instant boot = host.lastBoot();
        if (boot != null && boot.isAfter(locked)) {
            // Under Cloud Cache that is when a host writes what it kept.
            add(
                    Source.HOST,
                    null,
                    heard,
                    evidence.cloudCache() ? Weight.NOTE : Weight.STALE,
                    new Fact.HostRestarted(host.name(), boot));
        } else {
            add(Source.HOST, null, heard, Weight.NOTE, new Fact.HostNotRestarted(host.name(), boot));
        }
    }
}
