package dev.profilekeep.backup.sweep;

import dev.profilekeep.backup.writer.Writers;
import java.time.Duration;

/**
 * How careful a prune is. All times are by the storage's clock.
 *
 * @param dead a writer that was not dated for so long is taken for dead; it stops by itself after {@link Writers#LEASE}
 * @param grace at least so long after packs were marked nothing is removed
 * @param trash so long what was removed can be put back
 * @param unlisted a pack that no index lists is let alone until it is so old
 * @param liveShare a pack of which a smaller share is needed is written anew, 0 to 1
 */
public record SafetyMargins(Duration dead, Duration grace, Duration trash, Duration unlisted, double liveShare) {
    public static final SafetyMargins STANDARD = new SafetyMargins(
            Writers.LEASE.multipliedBy(6), Duration.ofHours(1), Duration.ofDays(7), Duration.ofDays(1), 0.5);

    public SafetyMargins {
        if (dead.compareTo(Writers.LEASE.multipliedBy(3)) < 0) {
            throw new IllegalArgumentException("a writer must not be taken for dead before three times its lease of "
                    + Writers.LEASE.toMinutes() + " minutes: " + dead);
        }
        if (grace.compareTo(Writers.LEASE.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("the time of grace must be twice the writers' lease of "
                    + Writers.LEASE.toMinutes() + " minutes or more: " + grace);
        }
        if (!(liveShare >= 0 && liveShare <= 1)) {
            throw new IllegalArgumentException("a share is from 0 to 1: " + liveShare);
        }
    }
}
