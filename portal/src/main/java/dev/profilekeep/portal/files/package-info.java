/** Files from backups: looking into one, and taking files out of it. */
@NullMarked
package dev.profilekeep.portal.files;

import org.jspecify.annotations.NullMarked;
