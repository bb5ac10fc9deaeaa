package dev.profilekeep.backup.estate;

/**
 * A part of a backup of the estate that one worker does: containers of one set at one location, which go into one snapshot.
 *
 * @param number counted from 0 within the run
 * @param again those that were in use, tried once more
 */
public record NightShard(
        long runId, int number, boolean again, String repositoryId, String setId, String locationId, int containers) {
    /** As it is called in its snapshot. */
    String name() {
        return setId + " at " + locationId + ", " + (again ? "tried again, " : "") + "shard " + number;
    }
}
