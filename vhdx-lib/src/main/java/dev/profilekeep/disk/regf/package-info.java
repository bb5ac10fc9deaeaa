/** Registry hives: whether the file of one is sound at its start. The door is {@link dev.profilekeep.disk.regf.HiveHeader}. */
@NullMarked
package dev.profilekeep.disk.regf;

import org.jspecify.annotations.NullMarked;
