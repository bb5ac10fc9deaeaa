package dev.profilekeep.config;

import java.time.LocalDate;

/**
 * What an administrator vouches for, so that whole disks of a Cloud Cache set may be replaced: every host of the set clears its cache at sign-off, and it was tried there on real
 * FSLogix.
 *
 * @param triedOn the day of the trial
 * @param triedBy who tried it
 * @param note with which version, where; may be empty
 */
public record CloudCacheChanges(LocalDate triedOn, String triedBy, String note) {}
