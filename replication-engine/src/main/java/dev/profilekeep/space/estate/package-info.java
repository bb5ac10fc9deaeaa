/** What takes the room of the estate's containers, and whose disk FSLogix itself never makes smaller. Door: {@link dev.profilekeep.space.estate.Space}. */
@NullMarked
package dev.profilekeep.space.estate;

import org.jspecify.annotations.NullMarked;
