package dev.profilekeep.backup.decision;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What follows from all decisions. What takes something away counts from the later of its dates, what protects from when it was made, and at one moment what protects
 * comes first. Immutable but for its building; safe for several threads.
 */
public final class Standing {
    private record Backup(UUID snapshot, String container) {}

    /**
     * From when until when something is protected.
     *
     * @param end null if that lasts
     * @param by what began it
     */
    private record Span(Instant start, @Nullable Instant end, Decision by) {}

    /** What begins to protect, or ends that. */
    private record Change(boolean protects, Decision by) {}

    private final Map<UUID, List<Decision>> forgets = new HashMap<>();
    private final Map<UUID, List<Instant>> revokes = new HashMap<>();
    private final Set<Backup> givenUp = new HashSet<>();
    private final Map<String, List<Span>> holds;
    private final Map<Backup, List<Span>> pins;

    Standing(List<Decision> decisions) {
        Map<String, List<Change>> heldOrReleased = new HashMap<>();
        Map<Backup, List<Change>> pinnedOrNot = new HashMap<>();
        for (Decision decision : decisions) {
            Decision.Act act = decision.act();
            if (act instanceof Decision.Pin pin) {
                add(pinnedOrNot, new Backup(pin.snapshot(), pin.container()), new Change(true, decision));
            } else if (act instanceof Decision.Unpin pin) {
                add(pinnedOrNot, new Backup(pin.snapshot(), pin.container()), new Change(false, decision));
            } else if (act instanceof Decision.Hold hold) {
                add(heldOrReleased, hold.container(), new Change(true, decision));
            } else if (act instanceof Decision.Release release) {
                add(heldOrReleased, release.container(), new Change(false, decision));
            } else if (act instanceof Decision.Forget forget) {
                add(forgets, forget.snapshot(), decision);
            } else if (act instanceof Decision.Revoke revoke) {
                add(revokes, revoke.forget(), decision.made());
            } else if (act instanceof Decision.GiveUp lost) {
                givenUp.add(new Backup(lost.snapshot(), lost.container()));
            }
        }
        this.holds = spans(heldOrReleased);
        this.pins = spans(pinnedOrNot);
    }

    private static <K, V> void add(Map<K, List<V>> map, K key, V value) {
        map.computeIfAbsent(key, any -> new ArrayList<>()).add(value);
    }

    /**
     * Each that protects, by itself: it ends by what was made after it, and not before that counts. So what ends others and is dated anew ends nothing that was
     * made since.
     */
    private static <K> Map<K, List<Span>> spans(Map<K, List<Change>> changes) {
        Map<K, List<Span>> all = new HashMap<>();
        changes.forEach((key, list) -> {
            List<Decision> ends = list.stream()
                    .filter(change -> !change.protects())
                    .map(Change::by)
                    .toList();
            all.put(
                    key,
                    list.stream()
                            .filter(Change::protects)
                            .map(change -> span(change.by(), ends))
                            .sorted(Comparator.comparing(Span::start))
                            .toList());
        });
        return all;
    }

    private static Span span(Decision begin, List<Decision> ends) {
        Instant end = ends.stream()
                .filter(later -> later.made().isAfter(begin.made()))
                .map(Decision::harms)
                .min(Comparator.naturalOrder())
                .orElse(null);
        return new Span(begin.made(), end, begin);
    }

    /** Whether a container is under a hold. */
    public boolean isHeld(String container) {
        return hold(container).isPresent();
    }

    /** The decision by which a container is under a hold: the first that still stands. */
    public Optional<Decision> hold(String container) {
        return open(holds.getOrDefault(container, List.of()));
    }

    /** Whether what cannot be read of a container's snapshot is given up. */
    public boolean isGivenUp(UUID snapshot, String container) {
        return givenUp.contains(new Backup(snapshot, container));
    }

    /** Whether a container's snapshot is pinned. */
    public boolean isPinned(UUID snapshot, String container) {
        return pin(snapshot, container).isPresent();
    }

    /** The decision by which a container's snapshot is pinned: the first that still stands. */
    public Optional<Decision> pin(UUID snapshot, String container) {
        return open(pins.getOrDefault(new Backup(snapshot, container), List.of()));
    }

    private static Optional<Decision> open(List<Span> spans) {
        return spans.stream().filter(span -> span.end() == null).map(Span::by).findFirst();
    }

    /**
     * When a container is forgotten out of a snapshot, as far as is known now: empty if nobody decided so, if it was revoked, or if a hold or a pin stands against
     * it. After one that ended the delay begins anew.
     */
    public Optional<Instant> forgottenAt(UUID snapshot, String container) {
        return forgetting(snapshot, container).map(Forgetting::at);
    }

    /** A decision to forget, and when it takes effect. */
    public record Forgetting(Decision by, Instant at) {}

    /** By what {@link #forgottenAt} is so. */
    public Optional<Forgetting> forgetting(UUID snapshot, String container) {
        Forgetting earliest = null;
        for (Decision decision : forgets.getOrDefault(snapshot, List.of())) {
            Decision.Forget forget = (Decision.Forget) decision.act();
            if (forget.concerns(container)) {
                Instant effect = effect(decision, forget, snapshot, container);
                if (effect != null && (earliest == null || effect.isBefore(earliest.at()))) {
                    earliest = new Forgetting(decision, effect);
                }
            }
        }
        return Optional.ofNullable(earliest);
    }

    private @Nullable Instant effect(Decision decision, Decision.Forget forget, UUID snapshot, String container) {
        List<Span> protecting = new ArrayList<>(holds.getOrDefault(container, List.of()));
        protecting.addAll(pins.getOrDefault(new Backup(snapshot, container), List.of()));
        protecting.sort(Comparator.comparing(Span::start));
        Instant decided = decision.harms();
        Duration delay = forget.delay();
        Instant effect = decided.plus(delay);
        for (Span span : protecting) {
            boolean over = span.end() != null && !span.end().isAfter(decided);
            if (over || span.start().isAfter(effect)) {
                continue;
            }
            if (span.end() == null) {
                return null;
            }
            Instant again = span.end().plus(delay);
            effect = again.isAfter(effect) ? again : effect;
        }
        Instant until = effect;
        boolean revoked =
                revokes.getOrDefault(decision.id(), List.of()).stream().anyMatch(at -> !at.isAfter(until));
        return revoked ? null : effect;
    }

    /** Whether a container is forgotten out of a snapshot, and nothing brings it back. */
    public boolean isForgotten(UUID snapshot, String container, Instant now) {
        return forgottenAt(snapshot, container).filter(at -> !at.isAfter(now)).isPresent();
    }

    /** Whether it is, or is to be, forgotten. */
    public boolean isToBeForgotten(UUID snapshot, String container) {
        return forgottenAt(snapshot, container).isPresent();
    }
}
