/**
 * What is wrong with a disk, as values. Every format checks itself and puts what it finds into {@link
 * dev.profilekeep.disk.finding.Findings}; the door to all of it is {@code dev.profilekeep.disk.check.DiskCheck}.
 */
@NullMarked
package dev.profilekeep.disk.finding;

import org.jspecify.annotations.NullMarked;
