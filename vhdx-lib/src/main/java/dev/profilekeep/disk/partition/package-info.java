/**
 * How a disk is divided: GPT, MBR, or not at all; and the names of the file systems inside. The doors are {@link
 * dev.profilekeep.disk.partition.PartitionTable}, {@link dev.profilekeep.disk.partition.FileSystems} and {@link
 * dev.profilekeep.disk.partition.TableCheck}.
 */
@NullMarked
package dev.profilekeep.disk.partition;

import org.jspecify.annotations.NullMarked;
