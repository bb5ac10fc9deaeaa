/** Whether the copies of a container say the same, with the proof; and which of them is behind, by how much. */
@NullMarked
package dev.profilekeep.replica;

import org.jspecify.annotations.NullMarked;
