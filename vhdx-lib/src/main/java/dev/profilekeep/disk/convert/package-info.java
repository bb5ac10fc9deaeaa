/**
 * Copies of a disk in another layout: VHD to VHDX, fixed to dynamic and back, another block size, raw images in and out. {@link
 * dev.profilekeep.disk.convert.ConversionPlanner} says what would be done, {@link
 * dev.profilekeep.disk.convert.ConversionRun} does it.
 */
@NullMarked
package dev.profilekeep.disk.convert;

import org.jspecify.annotations.NullMarked;
