package dev.profilekeep.lock;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.hostlog.HostLogs;
import dev.profilekeep.lease.LeaseHolder;
import dev.profilekeep.lease.Leases;
import dev.profilekeep.lock.PlaceSeen.Asked;
import dev.profilekeep.lock.PlaceSeen.Client;
import dev.profilekeep.lock.PlaceSeen.Fence;
import dev.profilekeep.lock.PlaceSeen.Probe;
import dev.profilekeep.session.SessionDirectory;
import dev.profilekeep.site.ActiveNow;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.workers.LocationWorkers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at one container: every location of its set at once ({@link Places}), then hosts and sessions as others told of them. Safe for several threads.
 */
final class EvidenceGatherer {
    private static final Logger LOG = LoggerFactory.getLogger(EvidenceGatherer.class);
    /** What hosts' logs may take. */
    private static final Duration LOGS_WITHIN = Duration.ofSeconds(2);

    private static final Duration LOGS_AT_LEAST = Duration.ofMillis(500);
    /** So much later than the first of many looks the catalog is told of those that are made, for others may wait for it. */
    private static final long KEEP_WITHIN = TimeUnit.MILLISECONDS.toNanos(500);

    private final ProfileKeepConfig config;
    private final Clock clock;
    private final LookTable table;
    private final SiteFences fences;
    private final GoneHosts gone;
    private final HostWitness hosts;
    private final HostWitness hostsOfMany;
    private final Leases leases;
    private final LogWitness logs;
    private final PlaceLooker looker;
    private final Underway underway = new Underway();
    private final Places places;
    private final Supplier<ActiveNow> active;
    private final LongAdder looks = new LongAdder();

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
            HostLogs logs,
            Supplier<ActiveNow> active) {
        this.active = active;
        this.config = config;
        this.clock = clock;
        this.table = table;
        this.fences = fences;
        this.gone = gone;
        List<String> configured =
                config.sets().stream().flatMap(set -> set.hosts().stream()).toList();
        this.hosts = new HostWitness(directory, configured);
        this.hostsOfMany = new HostWitness(new RecentHosts(directory), configured);
        this.leases = leases;
        this.logs = new LogWitness(logs);
        this.looker = new PlaceLooker(clock, servers);
        this.places = new Places(config, storages, clock, table, looker, underway, workers);
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
        long kept = System.nanoTime();
        try {
            for (ContainerDetail container : inOrder(containers, round)) {
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
                if (System.nanoTime() - kept > KEEP_WITHIN) {
                    keep(round);
                    kept = System.nanoTime();
                }
            }
        } finally {
            end(round);
        }
    }

    /** Those that wait for another look come last: it may wait for one that this round is to make. */
    private List<ContainerDetail> inOrder(List<ContainerDetail> containers, Round round) {
        Map<Boolean, List<ContainerDetail>> parts = containers.stream()
                .collect(Collectors.partitioningBy(container -> places.waits(
                        round.targets().getOrDefault(container.row().id(), List.of()), round)));
        List<ContainerDetail> order = new ArrayList<>(parts.getOrDefault(false, List.of()));
        order.addAll(parts.getOrDefault(true, List.of()));
        return order;
    }

    /**
     * What looks made together share.
     *
     * @param targets by container; of one that cannot be looked at there are none
     * @param known what is remembered of their copies
     * @param tries the disks that are tried
     * @param after what is to be remembered
     */
    record Round(
            Map<Long, List<Target>> targets,
            Map<String, Fence> fenced,
            Map<String, GoneHosts.GoneHost> gone,
            LookTable.Claimed known,
            LookTable.Claimed claimed,
            Underway.Tries tries,
            List<LookRow> after) {}

    private Round round(List<ContainerDetail> containers, LookTerms terms) {
        if (terms.held().isEmpty()) {
            leases.dead()
                    .endOf(containers.stream()
                            .map(container -> container.row().id())
                            .toList());
        }
        Map<String, Boolean> listed = new HashMap<>();
        Map<String, Boolean> holds = new HashMap<>();
        Targets where = new Targets(
                config,
                active.get(),
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
            if (places.mayTry(target, terms, fenced)) {
                triable.add(target.copyId());
            }
        }
        LookTable.Claimed known = table.read(copies);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS); // as the table gives it back
        LookTable.Claimed claimed = table.claim(triable, known, now);
        looker.announce(claimed.mine());
        Underway.Tries tries = underway.begin(claimed.mine(), now);
        boolean begun = false;
        try {
            Round round = new Round(targets, fenced, gone.inForce(), known, claimed, tries, new ArrayList<>());
            begun = true;
            return round;
        } finally {
            if (!begun) {
                looker.told(claimed.mine());
                underway.end(tries);
            }
        }
    }

    private void keep(Round round) {
        table.keep(round.after());
        round.after().clear();
    }

    private void end(Round round) {
        try {
            keep(round);
        } finally {
            looker.told(round.claimed().mine());
            underway.end(round.tries());
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
        Places.Answers answers = places.ask(targets, terms, each, round);
        List<Sight> sights = answers.sights();
        boolean cloudCache = set.replication() == SetConfig.Replication.CLOUD_CACHE;
        LockEvidence evidence = evidence(
                container, set, cloudCache, sights, terms.many() ? hostsOfMany : hosts, gone.stillGone(round.gone()));
        Optional<LockVerdict> verdict = LockCourt.judge(evidence);
        if (terms.logs() && verdict.isPresent() && !set.logs().isEmpty()) {
            evidence =
                    evidence.with(logs.about(container.row(), set, verdict.get(), evidence.suspects(), logTime(begun)));
            verdict = LockCourt.judge(evidence);
        }
        return new Look(container.row().id(), evidence.now(), verdict, evidence, sights, answers.nothingNew());
    }

    /** What is left of the time for a look; a moment at least, in which a place that answers does answer. */
    private static Duration logTime(long begun) {
        Duration left = Places.DEADLINE.minusNanos(System.nanoTime() - begun);
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
        Set<String> machines = new TreeSet<>();
        places.stream()
                .map(PlaceSeen::handles)
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .flatMap(handle -> handle.sessions().stream())
                .map(Client::machine)
                .forEach(machines::add);
        String sid = container.row().sid();
        LockCase lock = LockCase.of(
                sid,
                container.row().baseName(),
                cloudCache,
                witness.historyOf(sid, container.row().account()),
                places,
                machines,
                goneNow);
        return new LockEvidence(
                cloudCache,
                clock.instant(),
                places,
                witness.suspects(lock),
                witness.every(set.hosts(), lock),
                List.of(),
                ours(container.row().id(), places),
                lockedBefore(container, sights),
                set.cacheEndsWithHost(),
                cloudCache ? witness.keptCache(set, lock) : null);
    }

    /** An act met one of its disks open: that it was free at a try before is no answer any more. */
    void metOpen(ContainerDetail container) {
        table.metOpen(container.copies().stream().map(CopyDetail::id).toList(), clock.instant());
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

    /** What one of us holds only explains a disk that is open: an exclusive open is refused, or the server lists a handle. */
    private LockEvidence.@Nullable Ours ours(long containerId, List<PlaceSeen> places) {
        if (places.stream().noneMatch(EvidenceGatherer::isOpen)) {
            return null;
        }
        Optional<LeaseHolder> holder = leases.heldByUs(containerId);
        return holder.map(one -> new LockEvidence.Ours(one.node(), one.purpose(), one.since()))
                .orElse(null);
    }

    private static boolean isOpen(PlaceSeen place) {
        List<PlaceSeen.Handle> handles = place.handles();
        return place.probe() == Probe.HELD || handles != null && !handles.isEmpty();
    }
}
