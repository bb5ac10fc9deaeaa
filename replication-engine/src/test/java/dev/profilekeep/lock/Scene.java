package dev.profilekeep.lock;

import dev.profilekeep.lock.HostSeen.Known;
import dev.profilekeep.lock.PlaceSeen.Asked;
import dev.profilekeep.lock.PlaceSeen.Beside;
import dev.profilekeep.lock.PlaceSeen.Client;
import dev.profilekeep.lock.PlaceSeen.Fence;
import dev.profilekeep.lock.PlaceSeen.Handle;
import dev.profilekeep.lock.PlaceSeen.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Evidence put together word by word. Two sites, a lock file at both, nobody has the disk open, nothing known of hosts. */
final class Scene {
    static final Instant NOW = Instant.parse("2026-03-02T09:30:00Z");
    static final Instant LOCKED = Instant.parse("2026-03-02T07:12:00Z");

    private final boolean cloudCache;
    private final List<PlaceSeen> places = new ArrayList<>();
    private final List<HostSeen> suspects = new ArrayList<>();
    private final List<HostSeen> every = new ArrayList<>();
    private final List<Observation> logs = new ArrayList<>();
    private boolean cacheEndsWithHost;
    private boolean lockedBefore;

    private LockEvidence.Ours ours;

    private Scene(boolean cloudCache) {
        this.cloudCache = cloudCache;
        places.add(place("fra"));
        places.add(place("lon"));
    }

    static Scene standard() {
        return new Scene(false);
    }

    static Scene cloudCache() {
        return new Scene(true);
    }

    private static PlaceSeen place(String site) {
        return new PlaceSeen(
                site + "-profiles",
                site,
                NOW,
                Asked.ANSWERED,
                "",
                Probe.FREE,
                null,
                List.of(new Beside("Profile_anna.VHDX.lock", 3_072, LOCKED)),
                List.of(new Beside("Profile_anna.VHDX.meta", 1_024, LOCKED)),
                null,
                "the account is no administrator of the file server",
                LOCKED,
                NOW.minus(Duration.ofMinutes(47)),
                NOW.minus(Duration.ofMinutes(47)),
                null,
                PlaceSeen.Times.AS_SAID,
                null);
    }

    Scene at(int place, UnaryOperator<Seen> change) {
        places.set(place, change.apply(new Seen(places.get(place))).place);
        return this;
    }

    Scene everywhere(UnaryOperator<Seen> change) {
        for (int i = 0; i < places.size(); i++) {
            at(i, change);
        }
        return this;
    }

    Scene suspect(UnaryOperator<Host> change) {
        suspects.add(change.apply(new Host("AVD-12")).host);
        return this;
    }

    Scene everyHost(int count, UnaryOperator<Host> change) {
        for (int i = 1; i <= count; i++) {
            every.add(change.apply(new Host("AVD-" + i)).host);
        }
        return this;
    }

    Scene cacheEndsWithHost() {
        cacheEndsWithHost = true;
        return this;
    }

    /** What a log says. */
    Scene logged(Fact fact) {
        logs.add(new Observation(Observation.Source.LOG, null, NOW, Weight.NOTE, fact));
        return this;
    }

    /** What is silent now showed a lock when it last told. */
    Scene lockedBefore() {
        lockedBefore = true;
        return this;
    }

    LockEvidence evidence() {
        return new LockEvidence(
                cloudCache, NOW, places, suspects, every, logs, ours, lockedBefore, cacheEndsWithHost, null);
    }

    Scene leasedByUs() {
        ours = new LockEvidence.Ours("node-2", "clear", NOW.minusSeconds(3));
        return this;
    }

    LockVerdict verdict() {
        return LockCourt.judge(evidence()).orElseThrow();
    }

    String rule() {
        LockVerdict verdict = verdict();
        return verdict.word() + " " + verdict.rule();
    }

    /** One location, to be changed. */
    static final class Seen {
        private PlaceSeen place;

        Seen(PlaceSeen place) {
            this.place = place;
        }

        private Seen with(Asked asked, String reason, Probe probe) {
            return with(asked, reason, probe, place.locks(), place.metas(), place.handles(), null, place.fencedBy());
        }

        private Seen with(
                Asked asked,
                String reason,
                Probe probe,
                List<Beside> locks,
                List<Beside> metas,
                List<Handle> handles,
                Instant renewedAfter,
                Fence fence) {
            place = new PlaceSeen(
                    place.locationId(),
                    place.siteId(),
                    place.at(),
                    asked,
                    reason,
                    probe,
                    place.probedAt(),
                    locks,
                    metas,
                    handles,
                    handles == null ? place.handlesHidden() : "",
                    place.diskWritten(),
                    probe == Probe.FREE ? place.freeSince() : null,
                    place.lockUnchangedSince(),
                    renewedAfter,
                    place.times(),
                    fence);
            return this;
        }

        Seen held() {
            return with(Asked.ANSWERED, "", Probe.HELD);
        }

        Seen absent() {
            return with(Asked.ANSWERED, "", Probe.ABSENT);
        }

        Seen cannotTell() {
            return with(Asked.ANSWERED, "a local folder does not show who has a file open", Probe.CANNOT_TELL);
        }

        Seen unreachable() {
            return with(Asked.UNREACHABLE, "connection refused", Probe.CANNOT_TELL);
        }

        Seen quiet() {
            return with(Asked.QUIET, "quiet hours until 09:30", Probe.CANNOT_TELL);
        }

        Seen fenced() {
            Fence fence = new Fence(NOW.minus(Duration.ofHours(1)), "Ada");
            return with(
                    place.asked(),
                    place.reason(),
                    place.probe(),
                    place.locks(),
                    place.metas(),
                    place.handles(),
                    null,
                    fence);
        }

        Seen noLock() {
            return with(
                    place.asked(),
                    place.reason(),
                    place.probe(),
                    List.of(),
                    place.metas(),
                    place.handles(),
                    null,
                    null);
        }

        Seen locked(Instant written) {
            List<Beside> locks = List.of(new Beside("Profile_anna.VHDX.lock", 3_072, written));
            return with(
                    place.asked(), place.reason(), place.probe(), locks, place.metas(), place.handles(), null, null);
        }

        Seen meta(Instant written) {
            List<Beside> metas = List.of(new Beside("Profile_anna.VHDX.meta", 1_024, written));
            return with(
                    place.asked(), place.reason(), place.probe(), place.locks(), metas, place.handles(), null, null);
        }

        Seen renewedAfter(Instant before) {
            return with(
                    place.asked(),
                    place.reason(),
                    place.probe(),
                    place.locks(),
                    place.metas(),
                    place.handles(),
                    before,
                    null);
        }

        Seen unchangedSince(Instant since) {
            place = new PlaceSeen(
                    place.locationId(),
                    place.siteId(),
                    place.at(),
                    place.asked(),
                    place.reason(),
                    place.probe(),
                    place.probedAt(),
                    place.locks(),
                    place.metas(),
                    place.handles(),
                    place.handlesHidden(),
                    place.diskWritten(),
                    place.freeSince(),
                    since,
                    place.lockRenewedAfter(),
                    place.times(),
                    place.fencedBy());
            return this;
        }

        /** The file server did not tell the time. */
        Seen noClock() {
            return times(new PlaceSeen.Times("connection refused", place.times().changes()));
        }

        /** A look saw the lock file first so at {@code since}, and one at {@code after} had seen another, or none. */
        Seen lockSeen(Instant after, Instant since) {
            return change("Profile_anna.VHDX.lock", after, since);
        }

        Seen diskSeen(Instant after, Instant since) {
            return change("", after, since);
        }

        Seen metaSeen(Instant after, Instant since) {
            return change("Profile_anna.VHDX.meta", after, since);
        }

        private Seen change(String name, Instant after, Instant since) {
            List<PlaceSeen.Change> changes = new ArrayList<>(place.times().changes());
            changes.add(new PlaceSeen.Change(name, after, since, null, false));
            return times(new PlaceSeen.Times(place.times().hidden(), changes));
        }

        private Seen times(PlaceSeen.Times times) {
            place = new PlaceSeen(
                    place.locationId(),
                    place.siteId(),
                    place.at(),
                    place.asked(),
                    place.reason(),
                    place.probe(),
                    place.probedAt(),
                    place.locks(),
                    place.metas(),
                    place.handles(),
                    place.handlesHidden(),
                    place.diskWritten(),
                    place.freeSince(),
                    place.lockUnchangedSince(),
                    place.lockRenewedAfter(),
                    times,
                    place.fencedBy());
            return this;
        }

        Seen handles(Handle... handles) {
            return with(
                    place.asked(),
                    place.reason(),
                    place.probe(),
                    place.locks(),
                    place.metas(),
                    List.of(handles),
                    null,
                    null);
        }
    }

    static Handle handle(Client... sessions) {
        return new Handle(17, "CONTOSO\\anna", true, List.of(sessions));
    }

    static Client client(String machine, Instant began) {
        return new Client(machine, began);
    }

    /** One host, to be changed: heard a minute ago, running for days, nothing known of session and cache. */
    static final class Host {
        private HostSeen host;

        Host(String name) {
            host = new HostSeen(
                    name,
                    NOW.minus(Duration.ofMinutes(1)),
                    NOW.minus(Duration.ofDays(3)),
                    Known.UNKNOWN,
                    null,
                    Known.UNKNOWN,
                    null,
                    true,
                    null);
        }

        /** Near in time, and no more. */
        Host onlySuspected() {
            host = new HostSeen(
                    host.name(),
                    host.heardAt(),
                    host.lastBoot(),
                    host.session(),
                    null,
                    host.cache(),
                    host.gone(),
                    false,
                    null);
            return this;
        }

        private Host with(Instant heard, Instant boot, Known session, Known cache, HostSeen.Gone gone) {
            host = new HostSeen(host.name(), heard, boot, session, null, cache, gone, host.made(), null);
            return this;
        }

        Host heard(Instant at) {
            return with(at, host.lastBoot(), host.session(), host.cache(), host.gone());
        }

        Host booted(Instant at) {
            return with(host.heardAt(), at, host.session(), host.cache(), host.gone());
        }

        Host session(Known session) {
            return with(host.heardAt(), host.lastBoot(), session, host.cache(), host.gone());
        }

        Host cache(Known cache) {
            return with(host.heardAt(), host.lastBoot(), host.session(), cache, host.gone());
        }

        /** Declared gone, as of then; last heard of a minute before. */
        Host gone(Instant at) {
            return with(
                    at.minusSeconds(60), host.lastBoot(), host.session(), host.cache(), new HostSeen.Gone(at, "Ada"));
        }

        Host clear() {
            return session(Known.NO).cache(Known.NO);
        }
    }
}
