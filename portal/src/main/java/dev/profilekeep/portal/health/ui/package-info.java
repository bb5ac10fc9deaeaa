/** The view of what is wrong. */
@NullMarked
package dev.profilekeep.portal.health.ui;

import org.jspecify.annotations.NullMarked;
