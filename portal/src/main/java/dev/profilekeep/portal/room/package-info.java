/** What takes the room of a profile, looked up when somebody asks, by categories and without a name of a file. Door: {@link dev.profilekeep.portal.room.RoomService}. */
@NullMarked
package dev.profilekeep.portal.room;

import org.jspecify.annotations.NullMarked;
