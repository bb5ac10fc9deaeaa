package dev.profilekeep.disk.image;

import dev.profilekeep.disk.io.ByteRange;

/**
 * A part of a container's file that holds no content of the disk.
 *
 * @param range in bytes of the file
 * @param name what it is, for people: "block allocation table"
 */
public record FilePart(ByteRange range, String name) {}
