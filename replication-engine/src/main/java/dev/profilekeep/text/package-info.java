/**
 * Text that comes from outside: read ({@link dev.profilekeep.text.TextReaders}), known to be whole ({@link dev.profilekeep.text.PartOfList})
 * and made fit to be shown ({@link dev.profilekeep.text.Visible}).
 */
@NullMarked
package dev.profilekeep.text;

import org.jspecify.annotations.NullMarked;
