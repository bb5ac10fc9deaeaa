/**
 * VHD as Microsoft's "Virtual Hard Disk Image Format Specification" 1.0 describes it, reading. The doors are {@link
 * dev.profilekeep.disk.vhd.VhdFile} and, for judging one, {@link dev.profilekeep.disk.vhd.VhdCheck}; everything else is a structure of the format. All numbers are big-endian.
 */
@NullMarked
package dev.profilekeep.disk.vhd;

import org.jspecify.annotations.NullMarked;
