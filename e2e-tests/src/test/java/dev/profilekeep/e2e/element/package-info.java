/** Parts of a screen, found as a person with a screen reader finds them: by role and name. */
@NullMarked
package dev.profilekeep.e2e.element;

import org.jspecify.annotations.NullMarked;
