package dev.profilekeep.lock;

import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SiteConfig;
import dev.profilekeep.lock.EvidenceGatherer.Round;
import dev.profilekeep.lock.PlaceSeen.Asked;
import dev.profilekeep.lock.PlaceSeen.Fence;
import dev.profilekeep.lock.PlaceSeen.Probe;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks every location of a container's set at once. A location has three seconds from when it is its turn; until then, and while
 * another look is about to learn what this one needs, this one waits in the thread of whoever asked. Safe for several threads.
 */
final class Places {
    /** A location that has not answered by then is said not to. */
    static final Duration DEADLINE = Duration.ofSeconds(3);

    /** So long one waits for its turn, or for another look of this process. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);
    /** So long one waits for another node. */
    private static final long PATIENCE_WITH_NODES = TimeUnit.SECONDS.toNanos(6);
    /** A try of another node that began before has ended, even if its clock is ahead of ours. */
    private static final Duration OTHERS_END_WITHIN = Duration.ofSeconds(20);

    private static final long READ_EVERY = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LOOK_UP_EVERY = TimeUnit.MILLISECONDS.toNanos(20);
    /** So long many looks believe that a location that did not answer still does not. */
    private static final long DOWN_FOR = TimeUnit.SECONDS.toNanos(30);

    private final ProfileKeepConfig config;
    private final BiFunction<String, Initiator, StorageProvider> storages;
    private final Clock clock;
    private final LookTable table;
    private final PlaceLooker looker;
    private final Underway underway;
    private final LocationWorkers workers;
    private final Map<String, Down> down = new ConcurrentHashMap<>();

    private record Down(String reason, long since) {}

    Places(
            ProfileKeepConfig config,
            BiFunction<String, Initiator, StorageProvider> storages,
            Clock clock,
            LookTable table,
            PlaceLooker looker,
            Underway underway,
            LocationWorkers workers) {
        this.config = config;
        this.storages = storages;
        this.clock = clock;
        this.table = table;
        this.looker = looker;
        this.underway = underway;
        this.workers = workers;
    }

    /**
     * @param sights in the order of the targets, whoever was quicker
     * @param nothingNew see {@link Look#nothingNew}
     */
    record Answers(List<Sight> sights, boolean nothingNew) {}

    /** Whether its disk is this look's to try, if nobody did within the minute. */
    boolean mayTry(Target target, LookTerms terms, Map<String, Fence> fenced) {
        return target.copyId() != 0
                && !fenced.containsKey(target.location().siteId())
                && !terms.held().contains(target.location().id())
                && quiet(target.location(), terms).isEmpty()
                && whyDown(target, terms) == null;
    }

    /** Whether another look is about to learn what is needed of one of them. */
    boolean waits(List<Target> targets, Round round) {
        return targets.stream().anyMatch(target -> isAwaited(asking(target, round)));
    }

    /** @param each given every location's answer as it comes, by the calling thread */
    Answers ask(List<Target> targets, LookTerms terms, Consumer<PlaceSeen> each, Round round) {
        return new One(terms, each, round).ask(targets);
    }

    private static Asking asking(Target target, Round round) {
        long copy = target.copyId();
        LookRow known = round.known().row(copy);
        LookRow claimed =
                round.claimed().rows().containsKey(copy) ? round.claimed().row(copy) : known;
        return new Asking(
                target, known, claimed, copy == 0 || round.claimed().mine().contains(copy));
    }

    /** Whether somebody tries its disk at this moment, as far as can be told. */
    private boolean isAwaited(Asking one) {
        if (one.mine() || one.claimed().answered()) {
            return false;
        }
        long copy = one.target().copyId();
        Instant begun = one.claimed().probeBegun();
        return underway.of(copy) != null
                || begun != null
                        && !one.claimed().isOver()
                        && !underway.wasInVain(copy, begun)
                        && begun.isAfter(clock.instant().minus(OTHERS_END_WITHIN));
    }

    /** One look. For the thread that looks. */
    private final class One {
        private final LookTerms terms;
        private final Consumer<PlaceSeen> each;
        private final Round round;
        private final long since = System.nanoTime();
        private final long patience;
        private final Semaphore bell = new Semaphore(0);
        private final List<Sight> sights = new ArrayList<>();
        private final List<Asking> open = new ArrayList<>();
        private boolean nothingNew;

        One(LookTerms terms, Consumer<PlaceSeen> each, Round round) {
            this.terms = terms;
            this.each = each;
            this.round = round;
            // whoever holds disks while he looks must be quick
            this.patience = terms.held().isEmpty() ? PATIENCE : DEADLINE.toNanos();
        }

        Answers ask(List<Target> targets) {
            for (Target target : targets) {
                Fence fence = round.fenced().get(target.location().siteId());
                String quiet = quiet(target.location(), terms).orElse(null);
                String dead = whyDown(target, terms);
                if (fence != null) {
                    sights.add(silent(target, Asked.UNREACHABLE, "the site is cut off", fence));
                } else if (quiet != null) {
                    sights.add(silent(target, Asked.QUIET, "quiet hours " + quiet, null));
                } else if (dead != null) {
                    sights.add(silent(target, Asked.UNREACHABLE, dead, null));
                } else {
                    open.add(asking(target, round));
                }
            }
            Set<String> held = terms.held();
            open.stream()
                    .filter(one -> held.contains(one.location()) || !isAwaited(one))
                    .forEach(this::submit);
            sights.forEach(sight -> each.accept(sight.place()));
            collect();
            List<String> order =
                    targets.stream().map(target -> target.location().id()).toList();
            sights.sort(
                    Comparator.comparingInt(sight -> order.indexOf(sight.place().locationId())));
            return new Answers(sights, nothingNew);
        }

        private void submit(Asking one) {
            Target target = one.target();
            LookRow before = one.claimed();
            one.submitted(workers.of(target.location()).submit(() -> {
                one.begin();
                try {
                    StorageProvider storage = storages.apply(target.location().id(), terms.initiator());
                    one.answer().complete(looker.look(target, storage, terms, before, one.mine(), sight -> one.sofar()
                            .set(sight)));
                } catch (IOException | RuntimeException e) {
                    one.answer().completeExceptionally(e);
                } finally {
                    // whatever else was thrown is an answer as well
                    one.answer().completeExceptionally(new IllegalStateException("an error of this machine"));
                    bell.release();
                }
            }));
        }

        /** Takes answers in the order they come. */
        private void collect() {
            while (!open.isEmpty()) {
                boolean came = false;
                for (Asking one : List.copyOf(open)) {
                    Sight sight = one.isSubmitted() ? answer(one) : waiting(one);
                    if (sight != null) {
                        open.remove(one);
                        tell(one, sight);
                        came = true;
                    }
                }
                try {
                    if (!came && !open.isEmpty() && bell.tryAcquire(untilNext(), TimeUnit.NANOSECONDS)) {
                        bell.drainPermits();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    nothingNew = true;
                    open.forEach(Asking::cancel);
                    List.copyOf(open)
                            .forEach(one -> tell(one, silent(one.target(), Asked.UNREACHABLE, "interrupted", null)));
                    return;
                }
            }
        }

        private long untilNext() {
            return open.stream()
                    .mapToLong(one -> one.hasBegun() ? Math.max(1, DEADLINE.toNanos() - one.asked()) : LOOK_UP_EVERY)
                    .min()
                    .orElse(LOOK_UP_EVERY);
        }

        private void tell(Asking one, Sight sight) {
            Sight told = sight;
            long copy = sight.copyId();
            if (copy != 0 && sight.place().asked() == Asked.ANSWERED) {
                LookRow before = one.before();
                LookRow after = History.after(before, sight);
                round.after().add(after);
                told = sight.with(History.told(sight, before, after));
                if (one.mine()) {
                    Underway.answered(round.tries(), copy, told.place());
                }
                nothingNew |= !one.mine()
                        && !one.claimed().answered()
                        && !terms.held().contains(one.location())
                        && sight.disk() != null
                        && sight.place().probe() == Probe.CANNOT_TELL;
            }
            if (one.mine() && copy != 0) {
                underway.inVain(round.tries(), copy); // if it was not answered
            }
            sights.add(told);
            each.accept(told.place());
        }

        /** Null while another look may still learn what this one needs; then the location is asked for the rest. */
        private @Nullable Sight waiting(Asking one) {
            long waited = System.nanoTime() - since;
            CompletableFuture<PlaceSeen> other = underway.of(one.target().copyId());
            other = other == null ? one.heard() : other;
            if (other != null && !other.isDone()) {
                if (one.listensTo(other)) {
                    other.whenComplete((place, cancelled) -> bell.release());
                }
                return waited < patience
                        ? null
                        : notMyTurn(one, "another look has been trying its disk for too long; ask again");
            }
            if (other != null && !other.isCompletedExceptionally()) {
                one.met(other.join());
                submit(one);
            } else if (other != null || one.isToRead(READ_EVERY)) {
                long copy = one.target().copyId();
                one.remembered(table.read(List.of(copy)).row(copy));
                if (other != null || one.claimed().isOver() || waited >= Math.min(patience, PATIENCE_WITH_NODES)) {
                    submit(one);
                }
            }
            return null;
        }

        /** Null if there is time left, and no answer. */
        private @Nullable Sight answer(Asking one) {
            Target target = one.target();
            if (one.answer().isDone()) {
                return answered(one);
            }
            if (one.hasBegun()) {
                if (one.asked() < DEADLINE.toNanos()) {
                    return null;
                }
                Sight sofar = one.sofar().get();
                one.cancel();
                return sofar != null
                        ? sofar
                        : isDown(target, "it did not answer within " + DEADLINE.toSeconds() + " s");
            }
            Down others = down.get(one.location());
            if (others != null && others.since() - since > 0) {
                one.cancel();
                return silent(target, Asked.UNREACHABLE, others.reason(), null);
            }
            if (System.nanoTime() - since < patience) {
                return null;
            }
            one.cancel();
            return notMyTurn(one, "too many looks at this location wait for their turn; ask again");
        }

        private Sight notMyTurn(Asking one, String reason) {
            nothingNew = true;
            return silent(one.target(), Asked.UNREACHABLE, reason, null);
        }

        private Sight answered(Asking one) {
            Target target = one.target();
            try {
                Sight sight = one.answer().join();
                down.remove(one.location());
                return sight;
            } catch (CompletionException e) {
                Throwable why = e.getCause();
                if (why instanceof StorageException.Unreachable gone) {
                    return isDown(target, ServerView.words(gone));
                }
                if (why instanceof IOException refused) {
                    return silent(target, Asked.UNREACHABLE, ServerView.words(refused), null);
                }
                open.forEach(Asking::cancel);
                throw new IllegalStateException("looking at " + one.location() + " failed: " + why, why);
            }
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
                PlaceSeen.Times.AS_SAID,
                fence);
        StoragePath path = target.paths().isEmpty() ? null : target.paths().get(0);
        return new Sight(
                place,
                ServerClock.NOT_NEEDED,
                place.at(),
                target.copyId(),
                path,
                null,
                List.of(),
                List.of(),
                List.of());
    }
}
