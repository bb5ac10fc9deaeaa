/**
 * A second opinion on what a container holds: which sectors of a disk count, where in the file they lie, and whether two
 * containers hold the same. The door is {@link dev.profilekeep.disk.witness.SectorWitness}.
 *
 * <p>It is written from the specifications alone ([MS-VHDX], the VHD image format, UEFI, NTFS) and shares no code with the rest
 * that understands disks, so that a fault there is not repeated here: it uses the JDK, {@link dev.profilekeep.disk.io} and the
 * exceptions of {@link dev.profilekeep.disk}. It knows the usual and refuses the rest.
 */
@NullMarked
package dev.profilekeep.disk.witness;

import org.jspecify.annotations.NullMarked;
