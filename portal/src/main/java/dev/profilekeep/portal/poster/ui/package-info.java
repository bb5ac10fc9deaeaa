/** The page to print. */
@NullMarked
package dev.profilekeep.portal.poster.ui;

import org.jspecify.annotations.NullMarked;
