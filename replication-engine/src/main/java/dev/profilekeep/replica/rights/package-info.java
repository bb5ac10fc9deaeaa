/** Whom two copies of a container belong to and who may open them, compared, and carried from one to the other. Knows no catalog. */
@NullMarked
package dev.profilekeep.replica.rights;

import org.jspecify.annotations.NullMarked;
