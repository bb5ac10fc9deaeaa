/** Files of chunks. docs/formats/repository.md has the bytes. */
@NullMarked
package dev.profilekeep.backup.pack;

import org.jspecify.annotations.NullMarked;
