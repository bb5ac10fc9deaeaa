/**
 * VHDX as [MS-VHDX] describes it. The doors are {@link dev.profilekeep.disk.vhdx.VhdxFile} for reading, {@link
 * dev.profilekeep.disk.vhdx.WritableVhdx} for writing, {@link dev.profilekeep.disk.vhdx.NewVhdx} for making one and {@link
 * dev.profilekeep.disk.vhdx.VhdxCheck} for judging one; everything else is a structure of the format.
 */
@NullMarked
package dev.profilekeep.disk.vhdx;

import org.jspecify.annotations.NullMarked;
