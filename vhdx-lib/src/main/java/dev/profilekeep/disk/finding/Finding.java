package dev.profilekeep.disk.finding;

/**
 * Something wrong on a disk.
 *
 * @param rule id of the rule that is broken
 * @param where the structure, and its offset or file
 * @param sentence what is wrong, for people
 * @param advice what to do about it
 */
public record Finding(Severity severity, String rule, Place where, String sentence, String advice) {}
