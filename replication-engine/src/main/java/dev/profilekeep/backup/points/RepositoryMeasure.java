package dev.profilekeep.backup.points;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A repository as it was at the end of a job. Sizes in bytes.
 *
 * @param taken when it was measured
 * @param stored of all its files
 * @param live what counts in all points, each counted as if it were alone
 * @param liveUnknown points of which that is not known; they are not in {@code live}
 * @param people whose containers it has; who is not known by a SID counts as one for each container
 * @param newest the newest moment one can go back to; null if there is none
 * @param oldest the oldest one; null if there is none
 */
public record RepositoryMeasure(
        Instant taken,
        long stored,
        long live,
        long liveUnknown,
        long points,
        long containers,
        long people,
        @Nullable Instant newest,
        @Nullable Instant oldest) {
    /** How many bytes of what can be had back each stored byte stands for; 0 if that is not known of every point, or nothing is stored. */
    public double ratio() {
        return stored == 0 || liveUnknown > 0 || points == 0 ? 0 : (double) live / stored;
    }
}
