/** The screens of looking into a backup. */
@NullMarked
package dev.profilekeep.portal.files.ui;

import org.jspecify.annotations.NullMarked;
