/** The job that compares copies at further sites with those that people work with. The engine does the work. */
@NullMarked
package dev.profilekeep.batch.verification;

import org.jspecify.annotations.NullMarked;
