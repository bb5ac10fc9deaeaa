/**
 * The compressions that NTFS and Windows' "compact" use, decoding only, one block at a time and never more than the block
 * holds: {@link dev.profilekeep.disk.ntfs.compress.Lznt1}, {@link dev.profilekeep.disk.ntfs.compress.XpressHuffman}, {@link
 * dev.profilekeep.disk.ntfs.compress.Lzx}. Knows nothing of files.
 */
@NullMarked
package dev.profilekeep.disk.ntfs.compress;

import org.jspecify.annotations.NullMarked;
