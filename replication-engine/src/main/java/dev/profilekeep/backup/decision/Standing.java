package dev.profilekeep.backup.decision;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What follows from all decisions. What takes something away counts from the later of its dates, what protects from when it was made, and at one moment what protects
 * comes first. Immutable but for its building; safe for several threads.
 */
public final class Standing {
    private record Pinned(UUID snapshot, String container) {}

    /**
     * From when until when something is protected.
     *
     * @param end null if that lasts
     */
    private record Span(Instant start, @Nullable Instant end) {}

    private record Change(Instant at, boolean protects) {}

    private final Map<UUID, List<Decision>> forgets = new HashMap<>();
    private final Map<UUID, List<Instant>> revokes = new HashMap<>();
    private final Map<String, List<Span>> holds;
    private final Map<Pinned, List<Span>> pins;

    Standing(List<Decision> decisions) {
        Map<String, List<Change>> heldOrReleased = new HashMap<>();
        Map<Pinned, List<Change>> pinnedOrNot = new HashMap<>();
        for (Decision decision : decisions) {
            Decision.Act act = decision.act();
            if (act instanceof Decision.Pin pin) {
                add(pinnedOrNot, new Pinned(pin.snapshot(), pin.container()), new Change(decision.made(), true));
            } else if (act instanceof Decision.Unpin pin) {
                add(pinnedOrNot, new Pinned(pin.snapshot(), pin.container()), new Change(decision.harms(), false));
            } else if (act instanceof Decision.Hold hold) {
                add(heldOrReleased, hold.container(), new Change(decision.made(), true));
            } else if (act instanceof Decision.Release release) {
                add(heldOrReleased, release.container(), new Change(decision.harms(), false));
            } else if (act instanceof Decision.Forget forget) {
                add(forgets, forget.snapshot(), decision);
            } else if (act instanceof Decision.Revoke revoke) {
                add(revokes, revoke.forget(), decision.made());
            }
        }
        this.holds = spans(heldOrReleased);
        this.pins = spans(pinnedOrNot);
    }

    private static <K, V> void add(Map<K, List<V>> map, K key, V value) {
        map.computeIfAbsent(key, any -> new ArrayList<>()).add(value);
    }

    private static <K> Map<K, List<Span>> spans(Map<K, List<Change>> changes) {
        Map<K, List<Span>> all = new HashMap<>();
        changes.forEach((key, list) -> {
            // at one moment the end of the earlier comes before the begin of the next
            list.sort(Comparator.comparing(Change::at).thenComparing(Change::protects));
            List<Span> spans = new ArrayList<>();
            Instant start = null;
            for (Change change : list) {
                if (change.protects()) {
                    start = start == null ? change.at() : start;
                } else if (start != null) {
                    spans.add(new Span(start, change.at()));
                    start = null;
                }
            }
            if (start != null) {
                spans.add(new Span(start, null));
            }
            all.put(key, spans);
        });
        return all;
    }

    /** Whether a container is under a hold. */
    public boolean isHeld(String container) {
        return isOpen(holds.getOrDefault(container, List.of()));
    }

    /** Whether a container's snapshot is pinned. */
    public boolean isPinned(UUID snapshot, String container) {
        return isOpen(pins.getOrDefault(new Pinned(snapshot, container), List.of()));
    }

    private static boolean isOpen(List<Span> spans) {
        return !spans.isEmpty() && spans.get(spans.size() - 1).end() == null;
    }

    /**
     * When a container is forgotten out of a snapshot, as far as is known now: empty if nobody decided so, if it was revoked, or if a hold or a pin stands against
     * it. After one that ended the delay begins anew.
     */
    public Optional<Instant> forgottenAt(UUID snapshot, String container) {
        Instant earliest = null;
        for (Decision decision : forgets.getOrDefault(snapshot, List.of())) {
            Decision.Forget forget = (Decision.Forget) decision.act();
            if (forget.concerns(container)) {
                Instant effect = effect(decision, forget, snapshot, container);
                if (effect != null && (earliest == null || effect.isBefore(earliest))) {
                    earliest = effect;
                }
            }
        }
        return Optional.ofNullable(earliest);
    }

    private @Nullable Instant effect(Decision decision, Decision.Forget forget, UUID snapshot, String container) {
        List<Span> protecting = new ArrayList<>(holds.getOrDefault(container, List.of()));
        protecting.addAll(pins.getOrDefault(new Pinned(snapshot, container), List.of()));
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
