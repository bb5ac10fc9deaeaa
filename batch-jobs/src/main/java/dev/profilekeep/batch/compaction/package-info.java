/** The jobs that make disks smaller, or only look what could be freed. The engine does the work. */
@NullMarked
package dev.profilekeep.batch.compaction;

import org.jspecify.annotations.NullMarked;
