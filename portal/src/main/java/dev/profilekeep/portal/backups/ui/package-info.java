/** The views of backups. */
@NullMarked
package dev.profilekeep.portal.backups.ui;

import org.jspecify.annotations.NullMarked;
