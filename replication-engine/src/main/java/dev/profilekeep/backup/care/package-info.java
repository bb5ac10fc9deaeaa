/**
 * The care for repositories beside backups: {@link dev.profilekeep.backup.care.CareService} applies the rules of retention and gives back room, checks what is stored, and restores containers for a trial.
 */
@NullMarked
package dev.profilekeep.backup.care;

import org.jspecify.annotations.NullMarked;
