/**
 * VHD as Microsoft's "Virtual Hard Disk Image Format Specification" 1.0 describes it, reading. The door is {@link
 * dev.profilekeep.disk.vhd.VhdFile}; everything else is a structure of the format. All numbers are big-endian.
 */
@NullMarked
package dev.profilekeep.disk.vhd;

import org.jspecify.annotations.NullMarked;
