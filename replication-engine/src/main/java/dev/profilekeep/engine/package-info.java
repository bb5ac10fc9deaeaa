/** The engine as a whole, opened from a configuration. The door is {@code Engine}. */
@NullMarked
package dev.profilekeep.engine;

import org.jspecify.annotations.NullMarked;
