package dev.profilekeep.backup.decision;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * A decision about snapshots. Containers are named by {@link dev.profilekeep.container.ContainerIdentity#key()}.
 *
 * @param id and the name of its file
 * @param made by the storage's clock, in steps of 100 ns
 * @param written when the storage dated its file, by the same clock; a copy may be later
 * @param who decided it: a person's account, or the name of a policy
 * @param reason for people
 */
public record Decision(UUID id, Instant made, Instant written, String who, String reason, Act act) {

    /** What was decided. */
    public sealed interface Act {
        /** Whether another, made later, ends what this one protects. */
        default boolean isEndedBy(Act other) {
            return false;
        }
    }

    /** A container's snapshot is not forgotten until it is unpinned. */
    public record Pin(UUID snapshot, String container) implements Act {
        @Override
        public boolean isEndedBy(Act other) {
            return other.equals(new Unpin(snapshot, container));
        }
    }

    /** Ends all pins of a container's snapshot. */
    public record Unpin(UUID snapshot, String container) implements Act {}

    /** No snapshot of a container is forgotten until it is released: a legal hold. */
    public record Hold(String container) implements Act {
        @Override
        public boolean isEndedBy(Act other) {
            return other.equals(new Release(container));
        }
    }

    /** Ends all holds of a container. */
    public record Release(String container) implements Act {}

    /**
     * Containers are forgotten out of a snapshot.
     *
     * @param containers none for all that it has
     * @param delay after which it takes effect, in steps of 100 ns
     */
    public record Forget(UUID snapshot, Set<String> containers, Duration delay) implements Act {
        public Forget {
            containers = Set.copyOf(containers);
            if (delay.isNegative()) {
                throw new IllegalArgumentException("a delay cannot be negative: " + delay);
            }
        }

        boolean concerns(String container) {
            return containers.isEmpty() || containers.contains(container);
        }
    }

    /** Takes a decision to forget back, as long as it has not taken effect. */
    public record Revoke(UUID forget) implements Act {}

    /**
     * What cannot be read of a container's snapshot is given up: a prune goes on without knowing what that needs. What can be read stays.
     */
    public record GiveUp(UUID snapshot, String container) implements Act {}

    /** From when on it takes something from somebody: the later of its dates. */
    Instant harms() {
        return written.isAfter(made) ? written : made;
    }
}
