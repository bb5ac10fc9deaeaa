/** The job that looks whether people could work at another site. The engine does the work. */
@NullMarked
package dev.profilekeep.batch.readiness;

import org.jspecify.annotations.NullMarked;
