/** Backups as people see them: what one can go back to, and whether everybody can be brought back. */
@NullMarked
package dev.profilekeep.portal.backups;

import org.jspecify.annotations.NullMarked;
