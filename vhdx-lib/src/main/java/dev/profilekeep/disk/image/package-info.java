/**
 * What the container formats have in common: a virtual disk whose ranges are stored, zero, unmapped or inherited. The door is
 * {@link dev.profilekeep.disk.image.VirtualDisk}.
 */
@NullMarked
package dev.profilekeep.disk.image;

import org.jspecify.annotations.NullMarked;
