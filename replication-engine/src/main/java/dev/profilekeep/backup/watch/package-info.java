/** What is wrong with whole repositories: {@link dev.profilekeep.backup.watch.RepositoryWatch} looks at them after each job, and tells the findings. */
@NullMarked
package dev.profilekeep.backup.watch;

import org.jspecify.annotations.NullMarked;
