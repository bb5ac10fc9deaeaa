/** Positional reading and writing of files and disks. The door is {@link dev.profilekeep.disk.io.BlockDevice}. */
@NullMarked
package dev.profilekeep.disk.io;

import org.jspecify.annotations.NullMarked;
