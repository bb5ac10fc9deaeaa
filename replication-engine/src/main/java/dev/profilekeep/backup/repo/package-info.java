/**
 * A backup repository as a whole: {@link dev.profilekeep.backup.repo.Repository} makes and opens one, {@link
 * dev.profilekeep.backup.repo.Keys} are who may. docs/formats/repository.md has the bytes.
 */
@NullMarked
package dev.profilekeep.backup.repo;

import org.jspecify.annotations.NullMarked;
