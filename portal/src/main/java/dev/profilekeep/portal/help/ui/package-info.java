/** The view for whoever has somebody on the telephone. */
@NullMarked
package dev.profilekeep.portal.help.ui;

import org.jspecify.annotations.NullMarked;
