package dev.profilekeep.health;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What findings about a backup repository are made from.
 *
 * @param name for people
 * @param siteId where it lies
 * @param problem why it cannot be read; null if it could be the last time
 * @param keys null if it was never looked at
 * @param room null if its server does not tell
 * @param setsAtOneSite ids of sets whose people work where all of their backups lie
 * @param test null if it has no backups
 * @param copies null if it is to have none
 * @param removed null if nothing was taken out of it by others
 */
public record RepositoryFacts(
        String repositoryId,
        String name,
        String siteId,
        @Nullable Problem problem,
        @Nullable Keys keys,
        @Nullable Room room,
        List<String> setsAtOneSite,
        @Nullable Test test,
        @Nullable Copies copies,
        @Nullable Removed removed) {
    /** Since when it cannot be read, and why. */
    public record Problem(String reason, Instant since) {}

    /**
     * Its recovery keys.
     *
     * @param proved when somebody showed last that they have one, or when the first was made; null if there is none
     */
    public record Keys(int recovery, @Nullable Instant proved) {}

    /** @param perNight bytes that it shrinks by in a usual night; 0 if it does not, or that is not known yet */
    public record Room(long totalBytes, long freeBytes, long perNight) {}

    /**
     * Restore tests.
     *
     * @param last the last that came to its end; null if there was none
     * @param failure what it could not restore; empty if all was well
     * @param first the oldest backup, which could have been tested since
     * @param interval from one to the next, by the policy
     */
    public record Test(@Nullable Instant last, String failure, Instant first, Duration interval) {}

    /**
     * What it lacks of another one.
     *
     * @param source name of that
     * @param containers of how many it lacks the newest backups
     * @param oldest when the oldest of those was made; null if it lacks none
     */
    public record Copies(String source, long containers, @Nullable Instant oldest) {}

    /**
     * What others took out of it, and nobody accepted yet.
     *
     * @param snapshots how many are gone
     * @param containers of how many containers backups are gone
     * @param names of containers that something is gone of, in their order; perhaps not of all
     * @param moment of the newest backup that is gone; null if none is
     * @param decisions how many are gone that kept something
     * @param since when the first of it was noticed
     */
    public record Removed(
            long snapshots,
            long containers,
            List<String> names,
            @Nullable Instant moment,
            long decisions,
            Instant since) {
        public Removed {
            names = List.copyOf(names);
        }
    }

    public RepositoryFacts {
        setsAtOneSite = List.copyOf(setsAtOneSite);
    }
}
