package dev.profilekeep.inventory;

/**
 * A part of an inventory that one worker reads: containers of one location.
 *
 * @param number counted from 0 within the run
 */
public record Shard(long runId, int number, String locationId, int containers) {}
