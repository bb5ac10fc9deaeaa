/** What is wrong with a container, as values. */
@NullMarked
package dev.profilekeep.health;

import org.jspecify.annotations.NullMarked;
