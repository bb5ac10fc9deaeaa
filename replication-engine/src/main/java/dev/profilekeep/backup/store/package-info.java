/** The files of a backup repository at its location: each whole under its name, or not there. docs/formats/repository.md has the names. */
@NullMarked
package dev.profilekeep.backup.store;

import org.jspecify.annotations.NullMarked;
