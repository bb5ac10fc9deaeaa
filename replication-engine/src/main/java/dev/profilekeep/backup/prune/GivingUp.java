package dev.profilekeep.backup.prune;

import dev.profilekeep.backup.writer.Writer;
import dev.profilekeep.backup.writer.Writers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Ends plans that cannot be read. Nothing is removed by that: what they marked stays until another prune marks it anew, and whoever wrote meanwhile relied on no pack at all. Only a prune that read such a plan before it was
 * damaged must not act on it any more: so prunes and repairs register, and then look for each other; of two, one at least stops.
 */
public final class GivingUp {
    /** What prunes and repairs register for. */
    public static final String PRUNE = "prune";

    public static final String REPAIR = "repair";

    /** Six times what a living writer may be away. */
    private static final Duration DEAD = Writers.LEASE.multipliedBy(6);

    private static final Set<String> ACTING = Set.of(PRUNE, REPAIR);

    private final PrunePlans plans;
    private final Writers writers;

    public GivingUp(PrunePlans plans, Writers writers) {
        this.plans = plans;
        this.writers = writers;
    }

    /** Another prune or repair that lives; a sentence. */
    public static Optional<String> other(Writers writers, UUID self, Duration dead) throws IOException {
        return living(others(writers, self), dead);
    }

    /** Dead ones among them. */
    private static List<Writers.Found> others(Writers writers, UUID self) throws IOException {
        return writers.list().stream()
                .filter(writer -> !writer.id().equals(self) && isActing(writer))
                .toList();
    }

    private static Optional<String> living(List<Writers.Found> others, Duration dead) {
        return others.stream()
                .filter(writer -> writer.age().compareTo(dead) <= 0)
                .flatMap(writer -> writer.file().stream())
                .findFirst()
                .map(file ->
                        (file.purpose().equals(PRUNE) ? "It waits for another prune on " : "It waits for a repair on ")
                                + file.host() + ".");
    }

    private static boolean isActing(Writers.Found writer) {
        return writer.file().filter(file -> ACTING.contains(file.purpose())).isPresent();
    }

    /**
     * Ends them.
     *
     * @param self who does it, registered for {@link #PRUNE} or {@link #REPAIR}
     * @param damaged as they were found
     * @return how many; those that are gone or can be read now are none of them
     * @throws IllegalStateException if another prune or repair is at work; a sentence
     */
    public int run(Writer self, List<PrunePlans.Damaged> damaged) throws IOException {
        if (damaged.isEmpty()) {
            return 0;
        }
        List<Writers.Found> others = others(writers, self.file().id());
        Optional<String> other = living(others, DEAD);
        if (other.isPresent()) {
            throw new IllegalStateException(other.get());
        }
        for (Writers.Found writer : others) {
            writers.remove(writer.id()); // dead; should it wake, it learns so and stops. Who began since sees us
        }
        List<UUID> still =
                plans.all().damaged().stream().map(PrunePlans.Damaged::id).toList();
        int ended = 0;
        for (PrunePlans.Damaged plan : damaged) {
            if (still.contains(plan.id())) {
                self.requireCounted();
                plans.remove(plan.id());
                ended++;
            }
        }
        return ended;
    }
}
