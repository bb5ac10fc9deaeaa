/** Carries what changed in a container to its copy at another site: read at one moment, made beside the old copy, proved, swapped in. docs/replication.md says how. */
@NullMarked
package dev.profilekeep.replicate;

import org.jspecify.annotations.NullMarked;
