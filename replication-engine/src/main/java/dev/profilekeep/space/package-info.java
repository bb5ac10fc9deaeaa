/**
 * What takes the room of a profile, told so that nobody learns what a person's files are called: by categories of a fixed
 * table of well-known folders, with the lines for redirections.xml that would save most. Pure; reads metadata of NTFS alone.
 * Doors: {@link dev.profilekeep.space.SpaceUse}, {@link dev.profilekeep.space.Redirections}, {@link
 * dev.profilekeep.space.BlockChange}.
 */
@NullMarked
package dev.profilekeep.space;

import org.jspecify.annotations.NullMarked;
