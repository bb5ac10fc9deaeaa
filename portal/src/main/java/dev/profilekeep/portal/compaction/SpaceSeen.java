package dev.profilekeep.portal.compaction;

import dev.profilekeep.compact.estate.CompactionRun;

/**
 * The last run, as somebody may see it.
 *
 * @param run of who is held to a part of the estate: its numbers are of the copies in that part, and it does not tell what it is at, nor why it ended
 * @param everywhere whether it is of all the estate
 */
public record SpaceSeen(CompactionRun run, boolean everywhere) {}
