/**
 * Files that nobody without the key can read, change, cut, swap or reorder without being found out, and the keys that open them.
 * Every file of a backup repository but its list of keys is one. docs/formats/repository.md has the bytes.
 */
@NullMarked
package dev.profilekeep.backup.seal;

import org.jspecify.annotations.NullMarked;
