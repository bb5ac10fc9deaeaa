/**
 * Who is writing to a repository. A file for each, dated again and again by the storage's own clock, so that a prune knows whom to wait
 * for; a writer that was away for too long learns it before it makes anything public. {@link dev.profilekeep.backup.writer.Writers} is
 * the door.
 */
@NullMarked
package dev.profilekeep.backup.writer;

import org.jspecify.annotations.NullMarked;
