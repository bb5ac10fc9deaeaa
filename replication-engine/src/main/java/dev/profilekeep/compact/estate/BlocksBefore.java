package dev.profilekeep.compact.estate;

import dev.profilekeep.disk.info.BlockUse;

/**
 * The blocks of a copy as they were before it became smaller.
 *
 * @param virtualBytes size of the disk, which is the same afterwards
 */
public record BlocksBefore(BlockUse blocks, long virtualBytes) {}
