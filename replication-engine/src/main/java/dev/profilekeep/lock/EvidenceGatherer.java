package dev.profilekeep.lock;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.config.SiteConfig;
import dev.profilekeep.hostlog.HostLogs;
import dev.profilekeep.lease.LeaseHolder;
import dev.profilekeep.lease.Leases;
import dev.profilekeep.lock.PlaceSeen.Asked;
import dev.profilekeep.lock.PlaceSeen.Beside;
import dev.profilekeep.lock.PlaceSeen.Client;
import dev.profilekeep.lock.PlaceSeen.Fence;
import dev.profilekeep.lock.PlaceSeen.Probe;
import dev.profilekeep.session.HostSession;
import dev.profilekeep.session.SessionDirectory;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.workers.LocationWorkers;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at one container: every location of its set at once, for at most three seconds, then hosts and sessions as others told
 * of them. Safe for several threads.
 */
final class EvidenceGatherer {
    private static final Logger LOG = LoggerFactory.getLogger(EvidenceGatherer.class);
    /** A location that has not answered by then is said not to. */
    static final Duration DEADLINE = Duration.ofSeconds(3);
    /** What hosts' logs may take. */
    private static final Duration LOGS_WITHIN = Duration.ofSeconds(2);

    private static final Duration LOGS_AT_LEAST = Duration.ofMillis(500);
    /** So long many looks believe that a location that did not answer still does not. */
    private static final long DOWN_FOR = TimeUnit.SECONDS.toNanos(30);

    private final ProfileKeepConfig config;
    private final BiFunction<String, Initiator, StorageProvider> storages;
    private final Clock clock;
    private final LookTable table;
    private final SiteFences fences;
    private final GoneHosts gone;
    private final HostWitness hosts;
    private final HostWitness hostsOfMany;
    private final Leases leases;
    private final LocationWorkers workers;
    private final LogWitness logs;
    private final PlaceLooker looker;
    private final Map<String, Down> down = new ConcurrentHashMap<>();
    private final LongAdder looks = new LongAdder();

    private record Down(String reason, long since) {}

    EvidenceGatherer(
            ProfileKeepConfig config,
            BiFunction<String, Initiator, StorageProvider> storages,
            Clock clock,
            LookTable table,
            SiteFences fences,
            GoneHosts gone,
            ServerView servers,
            SessionDirectory directory,
            Leases leases,
            LocationWorkers workers,
            HostLogs logs) {
        this.config = config;
        this.storages = storages;
        this.clock = clock;
        this.table = table;
        this.fences = fences;
        this.gone = gone;
        this.hosts = new HostWitness(directory);
        this.hostsOfMany = new HostWitness(new RecentHosts(directory));
        this.leases = leases;
        this.workers = workers;
        this.logs = new LogWitness(logs);
        this.looker = new PlaceLooker(clock, servers);
    }

    LockCounts counts() {
        return new LockCounts(looks.sum(), looker.probes(), looker.remembered());
    }

    /**
     * @param each given every location's answer as it comes, by the calling thread
     * @throws IllegalArgumentException if the container's set is not configured any more
     */
    Look look(ContainerDetail container, LookTerms terms, Consumer<PlaceSeen> each) {
        Round round = round(List.of(container), terms);
        try {
            return look(container, terms, each, round);
        } finally {
            end(round);
        }
    }

    /**
     * Looks at several, one after another, with as few questions to the catalog as if they were one.
     *
     * @param told given each with its look, or without one if it could not be looked at
     */
    void looks(List<ContainerDetail> containers, LookTerms terms, BiConsumer<ContainerDetail, @Nullable Look> told) {
        Round round = round(containers, terms);
        try {
            for (ContainerDetail container : containers) {
                Look look = null;
                try {
                    look = look(container, terms, place -> {}, round);
                } catch (RuntimeException e) {
                    LOG.warn(
                            "container={} its lock could not be looked at: {}",
                            container.row().id(),
                            e.toString());
                }
                told.accept(container, look);
            }
        } finally {
            end(round);
        }
    }

    /**
     * What looks made together share.
     *
     * @param targets by container; of one that cannot be looked at there are none
     * @param known what is remembered of their copies
     * @param after what is to be remembered
     */
    private record Round(
            Map<Long, List<Target>> targets,
            Map<String, Fence> fenced,
            Map<String, GoneHosts.GoneHost> gone,
            LookTable.Claimed known,
            LookTable.Claimed claimed,
            List<LookRow> after) {}

    private Round round(List<ContainerDetail> containers, LookTerms terms) {
        Map<String, Boolean> listed = new HashMap<>();
        Map<String, Boolean> holds = new HashMap<>();
        Targets where = new Targets(
                config,
                id -> listed.computeIfAbsent(id, table::wasListed),
                id -> holds.computeIfAbsent(id, table::holdsCopies));
        Map<Long, List<Target>> targets = new HashMap<>();
        for (ContainerDetail container : containers) {
            config.set(container.row().setId())
                    .ifPresent(set -> targets.put(container.row().id(), where.of(container, set)));
        }
        Map<String, Fence> fenced = fences.inForce();
        List<Long> copies = new ArrayList<>();
        List<Long> triable = new ArrayList<>();
        for (Target target : targets.values().stream().flatMap(List::stream).toList()) {
            if (target.copyId() == 0) {
                continue;
            }
            copies.add(target.copyId());
            if (!fenced.containsKey(site(target))
                    && !terms.held().contains(target.location().id())
                    && quiet(target.location(), terms).isEmpty()
                    && whyDown(target, terms) == null) {
                triable.add(target.copyId());
            }
        }
        LookTable.Claimed known = table.read(copies);
        LookTable.Claimed claimed = table.claim(triable, known, clock.instant());
        looker.announce(claimed.mine());
        return new Round(targets, fenced, gone.inForce(), known, claimed, new ArrayList<>());
    }

    private void end(Round round) {
        try {
            table.keep(round.after());
        } finally {
            looker.told(round.claimed().mine());
        }
    }

    private Look look(ContainerDetail container, LookTerms terms, Consumer<PlaceSeen> each, Round round) {
        looks.increment();
        long begun = System.nanoTime();
        SetConfig set = config.set(container.row().setId())
                .orElseThrow(() -> new IllegalArgumentException(
                        "container " + container.row().id() + " belongs to the set '"
                                + container.row().setId() + "', which is not configured"));
        List<Target> targets = round.targets().getOrDefault(container.row().id(), List.of());
        List<Sight> sights = places(targets, terms, each, round);
        boolean cloudCache = set.replication() == SetConfig.Replication.CLOUD_CACHE;
        LockEvidence evidence = evidence(
                container, set, cloudCache, sights, terms.many() ? hostsOfMany : hosts, gone.stillGone(round.gone()));
        Optional<LockVerdict> verdict = LockCourt.judge(evidence);
        if (terms.logs() && verdict.isPresent() && !set.logs().isEmpty()) {
            evidence =
                    evidence.with(logs.about(container.row(), set, verdict.get(), evidence.suspects(), logTime(begun)));
            verdict = LockCourt.judge(evidence);
        }
        return new Look(container.row().id(), evidence.now(), verdict, evidence, sights);
    }

    /** What is left of the time for a look; a moment at least, in which a place that answers does answer. */
    private static Duration logTime(long begun) {
        Duration left = DEADLINE.minusNanos(System.nanoTime() - begun);
        return left.compareTo(LOGS_WITHIN) > 0 ? LOGS_WITHIN : left.compareTo(LOGS_AT_LEAST) < 0 ? LOGS_AT_LEAST : left;
    }

    private LockEvidence evidence(
            ContainerDetail container,
            SetConfig set,
            boolean cloudCache,
            List<Sight> sights,
            HostWitness witness,
            Map<String, GoneHosts.GoneHost> goneNow) {
        List<PlaceSeen> places = sights.stream().map(Sight::place).toList();
        List<Instant> written = places.stream()
                .filter(place -> !place.fenced())
                .flatMap(place -> place.locks().stream())
                .map(Beside::written)
                .sorted()
                .toList();
        Instant locked = written.isEmpty() ? null : written.get(0);
        Instant lastLocked = written.isEmpty() ? null : written.get(written.size() - 1);
        Set<String> machines = new TreeSet<>();
        places.stream()
                .map(PlaceSeen::handles)
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .flatMap(handle -> handle.sessions().stream())
                .map(Client::machine)
                .forEach(machines::add);
        String sid = container.row().sid();
        List<HostSession> history = witness.historyOf(sid, container.row().account());
        return new LockEvidence(
                cloudCache,
                clock.instant(),
                places,
                witness.suspects(history, sid, locked, lastLocked, machines, goneNow),
                witness.every(set.hosts(), history, sid, goneNow),
                List.of(),
                ours(container.row().id(), places),
                lockedBefore(container, sights),
                set.cacheEndsWithHost());
    }

    /** An act met one of its disks open: that it was free at a try before is no answer any more. */
    void metOpen(ContainerDetail container) {
        table.metOpen(
                container.copies().stream().map(CopyDetail::id).toList(), clock.instant());
    }

    /** Of locations that do not tell now: what the last look, or else the inventory, saw there. */
    private boolean lockedBefore(ContainerDetail container, List<Sight> sights) {
        List<Long> silent = sights.stream()
                .filter(sight -> sight.copyId() != 0 && !sight.place().fenced())
                .filter(sight ->
                        sight.place().asked() != Asked.ANSWERED || sight.place().probe() == Probe.CANNOT_TELL)
                .map(Sight::copyId)
                .toList();
        if (silent.isEmpty()) {
            // Of a container all of whose sites are cut off nobody tells anything any more.
            return container.row().locked()
                    && sights.stream().allMatch(sight -> sight.place().fenced());
        }
        Map<Long, LookRow> rows = table.read(silent).rows();
        return container.copies().stream()
                .filter(copy -> silent.contains(copy.id()))
                .anyMatch(copy -> {
                    LookRow last = rows.get(copy.id());
                    return last != null && last.lookedAt() != null
                            ? last.hadLock() || last.probe() == Probe.HELD
                            : container.row().locked();
                });
    }

    /** What one of us holds only explains a disk that is open. */
    private LockEvidence.@Nullable Ours ours(long containerId, List<PlaceSeen> places) {
        if (places.stream().noneMatch(place -> place.probe() == Probe.HELD)) {
            return null;
        }
        Optional<LeaseHolder> holder = leases.heldByUs(containerId);
        return holder.map(one -> new LockEvidence.Ours(one.node(), one.purpose(), one.since()))
                .orElse(null);
    }

    private record Asking(Target target, Future<Sight> answer, AtomicReference<Sight> sofar) {}

    private List<Sight> places(List<Target> targets, LookTerms terms, Consumer<PlaceSeen> each, Round round) {
        List<Sight> sights = new ArrayList<>();
        List<Asking> asking = new ArrayList<>();
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        for (Target target : targets) {
            Fence fence = round.fenced().get(site(target));
            String quiet = quiet(target.location(), terms).orElse(null);
            String dead = whyDown(target, terms);
            if (fence != null) {
                sights.add(silent(target, Asked.UNREACHABLE, "the site is cut off", fence));
            } else if (quiet != null) {
                sights.add(silent(target, Asked.QUIET, "quiet hours " + quiet, null));
            } else if (dead != null) {
                sights.add(silent(target, Asked.UNREACHABLE, dead, null));
            } else {
                asking.add(ask(target, terms, round.known(), round.claimed()));
            }
        }
        sights.forEach(sight -> each.accept(sight.place()));
        collect(asking, deadline, round, sights, each);
        return sights;
    }

    private static String site(Target target) {
        return target.location().siteId();
    }

    private Asking ask(Target target, LookTerms terms, LookTable.Claimed known, LookTable.Claimed claimed) {
        AtomicReference<Sight> sofar = new AtomicReference<>();
        LookRow before =
                claimed.rows().containsKey(target.copyId()) ? claimed.row(target.copyId()) : known.row(target.copyId());
        boolean mine = target.copyId() == 0 || claimed.mine().contains(target.copyId());
        Future<Sight> answer = workers.of(target.location()).submit(() -> {
            StorageProvider storage = storages.apply(target.location().id(), terms.initiator());
            return looker.look(target, storage, terms, before, mine, sofar::set);
        });
        return new Asking(target, answer, sofar);
    }

    /** Takes answers in the order they come. */
    private void collect(
            List<Asking> asking, long deadline, Round round, List<Sight> sights, Consumer<PlaceSeen> each) {
        List<Asking> open = new ArrayList<>(asking);
        while (!open.isEmpty()) {
            Asking next = open.stream()
                    .filter(one -> one.answer().isDone())
                    .findFirst()
                    .orElse(open.get(0));
            boolean others = open.size() > 1 && !next.answer().isDone();
            Sight sight =
                    answer(next, others ? Math.min(deadline, System.nanoTime() + 20_000_000) : deadline, deadline);
            if (sight == null) {
                open.remove(next);
                open.add(next); // the others may be quicker
                continue;
            }
            open.remove(next);
            Sight told = sight;
            if (sight.copyId() != 0 && sight.place().asked() == Asked.ANSWERED) {
                LookRow before = round.known().row(sight.copyId());
                LookRow after = History.after(before, sight);
                round.after().add(after);
                told = sight.with(History.told(sight.place(), before, after));
            }
            sights.add(told);
            each.accept(told.place());
        }
    }

    /** Null if there is time left, and no answer until {@code until}. */
    private @Nullable Sight answer(Asking one, long until, long deadline) {
        Target target = one.target();
        try {
            Sight sight = one.answer().get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            down.remove(target.location().id());
            return sight;
        } catch (TimeoutException e) {
            if (System.nanoTime() - deadline < 0) {
                return null;
            }
            Sight sofar = one.sofar().get();
            one.answer().cancel(true);
            return sofar != null ? sofar : isDown(target, "it did not answer within " + DEADLINE.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            one.answer().cancel(true);
            return silent(target, Asked.UNREACHABLE, "interrupted", null);
        } catch (ExecutionException e) {
            Throwable why = e.getCause();
            if (why instanceof StorageException.Unreachable gone) {
                return isDown(target, ServerView.words(gone));
            }
            if (why instanceof IOException refused) {
                return silent(target, Asked.UNREACHABLE, ServerView.words(refused), null);
            }
            throw new IllegalStateException("looking at " + target.location().id() + " failed: " + why, why);
        }
    }

    private Sight isDown(Target target, String reason) {
        down.put(target.location().id(), new Down(reason, System.nanoTime()));
        return silent(target, Asked.UNREACHABLE, reason, null);
    }

    /** Why it need not be asked; null if it is to be asked. A look at one container alone always asks. */
    private @Nullable String whyDown(Target target, LookTerms terms) {
        Down known = terms.many() ? down.get(target.location().id()) : null;
        return known == null || System.nanoTime() - known.since() > DOWN_FOR ? null : known.reason();
    }

    private Optional<String> quiet(LocationConfig location, LookTerms terms) {
        if (terms.person()) {
            return Optional.empty();
        }
        ZoneId zone = config.site(location.siteId()).map(SiteConfig::zone).orElse(ZoneId.of("UTC"));
        Instant now = clock.instant();
        return location.quietHours().stream()
                .filter(hours -> hours.contain(now, zone))
                .map(Object::toString)
                .findFirst();
    }

    private Sight silent(Target target, Asked asked, String reason, @Nullable Fence fence) {
        PlaceSeen place = new PlaceSeen(
                target.location().id(),
                target.location().siteId(),
                clock.instant(),
                asked,
                reason,
                Probe.CANNOT_TELL,
                null,
                List.of(),
                List.of(),
                null,
                "not asked",
                null,
                null,
                null,
                null,
                fence);
        StoragePath path = target.paths().isEmpty() ? null : target.paths().get(0);
        return new Sight(place, target.copyId(), path, null, List.of(), List.of());
    }
}
