/**
 * What takes the room of a disk, and whose each byte is. Doors: {@link dev.profilekeep.disk.usage.FileTree}, {@link
 * dev.profilekeep.disk.usage.PathRules}, {@link dev.profilekeep.disk.usage.ProfileUse}, {@link dev.profilekeep.disk.usage.ByteOwners}.
 */
@NullMarked
package dev.profilekeep.disk.usage;

import org.jspecify.annotations.NullMarked;
