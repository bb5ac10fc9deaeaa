package dev.profilekeep.disk.partition;

import dev.profilekeep.disk.io.ByteRange;

/**
 * One partition.
 *
 * @param range in bytes of the disk, as the table says it; it may reach past the end of the disk
 * @param type as the table says it: a GUID in lower case, or two hexadecimal digits
 * @param name from a GPT; empty elsewhere
 */
public record Partition(ByteRange range, String type, String name) {}
