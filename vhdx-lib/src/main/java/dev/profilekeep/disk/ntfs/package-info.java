/**
 * NTFS 3.x, reading. Knows nothing of containers: a volume is any {@link dev.profilekeep.disk.io.BlockDevice}. The door is
 * {@link dev.profilekeep.disk.ntfs.NtfsVolume}; everything else is a structure of the file system, for which there is no
 * specification by its maker: the layouts are those of the Linux-NTFS documentation and of ntfs-3g's {@code layout.h}.
 */
@NullMarked
package dev.profilekeep.disk.ntfs;

import org.jspecify.annotations.NullMarked;
