/**
 * NTFS 3.x, reading. Knows nothing of containers: a volume is any {@link dev.profilekeep.disk.io.BlockDevice}. The door is
 * {@link dev.profilekeep.disk.ntfs.NtfsVolume}, which gives {@link dev.profilekeep.disk.ntfs.NtfsFile}s and {@link
 * dev.profilekeep.disk.ntfs.NtfsDirectory}s. {@link dev.profilekeep.disk.ntfs.NtfsCheck} judges a volume. For the structures of the file system there is no specification by its maker: the
 * layouts are those of the Linux-NTFS documentation and of ntfs-3g's {@code layout.h}. What is read and what is refused stands in
 * {@code docs/formats/ntfs.md}.
 */
@NullMarked
package dev.profilekeep.disk.ntfs;

import org.jspecify.annotations.NullMarked;
