/** The jobs about backups: the nightly one in shards, and the care for repositories. The engine does the work. */
@NullMarked
package dev.profilekeep.batch.backup;

import org.jspecify.annotations.NullMarked;
