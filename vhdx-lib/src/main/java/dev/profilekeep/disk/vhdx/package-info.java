/**
 * VHDX as [MS-VHDX] describes it, reading. The door is {@link dev.profilekeep.disk.vhdx.VhdxFile}; everything else is a
 * structure of the format.
 */
@NullMarked
package dev.profilekeep.disk.vhdx;

import org.jspecify.annotations.NullMarked;
