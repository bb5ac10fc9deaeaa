/**
 * Looking into a backup: {@link dev.profilekeep.restore.visit.BackupVisits} opens one for a person, {@link dev.profilekeep.restore.visit.Visit} is what they see of it, and what they
 * take out. Whoever's it is looks by themselves; anybody else with the agreement of a second person, for an hour. Each step is in the audit before it is done, without the name of a
 * file.
 */
@NullMarked
package dev.profilekeep.restore.visit;

import org.jspecify.annotations.NullMarked;
