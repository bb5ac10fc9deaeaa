/**
 * The repositories of the configuration, and what can be restored from them as the catalog knows it: {@link dev.profilekeep.backup.points.Repositories} opens them,
 * {@link dev.profilekeep.backup.points.RestorePoints} answers without asking them.
 */
@NullMarked
package dev.profilekeep.backup.points;

import org.jspecify.annotations.NullMarked;
