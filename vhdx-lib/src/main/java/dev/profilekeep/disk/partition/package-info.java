/**
 * How a disk is divided: GPT, MBR, or not at all; and the names of the file systems inside. The doors are {@link
 * dev.profilekeep.disk.partition.PartitionTable} and {@link dev.profilekeep.disk.partition.FileSystems}.
 */
@NullMarked
package dev.profilekeep.disk.partition;

import org.jspecify.annotations.NullMarked;
