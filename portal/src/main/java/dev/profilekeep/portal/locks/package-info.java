/** Locks: who is locked out without reason, and clearing those locks that are proved stale. */
@NullMarked
package dev.profilekeep.portal.locks;

import org.jspecify.annotations.NullMarked;
