/**
 * Is this disk sound? The door is {@link dev.profilekeep.disk.check.DiskCheck}; what each rule says stands in
 * {@code docs/formats/check.md}.
 */
@NullMarked
package dev.profilekeep.disk.check;

import org.jspecify.annotations.NullMarked;
