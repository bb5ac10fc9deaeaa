/** Runs of jobs: started, watched, stopped and started again. The door is {@code JobRuns}. */
@NullMarked
package dev.profilekeep.batch.run;

import org.jspecify.annotations.NullMarked;
