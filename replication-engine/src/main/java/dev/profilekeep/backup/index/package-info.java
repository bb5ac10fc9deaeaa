/**
 * Which chunk lies where, for hundreds of millions of them: sorted on storage, with less than two bytes for each in memory.
 * docs/formats/repository.md has the bytes.
 */
@NullMarked
package dev.profilekeep.backup.index;

import org.jspecify.annotations.NullMarked;
