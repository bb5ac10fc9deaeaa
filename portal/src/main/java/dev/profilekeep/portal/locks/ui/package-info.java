/** The view of locks, and the dialog that clears them. */
@NullMarked
package dev.profilekeep.portal.locks.ui;

import org.jspecify.annotations.NullMarked;
