/** Web components with their Java wrappers, and the theme. Knows Vaadin alone. */
@NullMarked
package dev.profilekeep.ui;

import org.jspecify.annotations.NullMarked;
