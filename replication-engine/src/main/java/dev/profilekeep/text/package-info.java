/** Text that comes from outside, made fit to be shown: {@link dev.profilekeep.text.Visible}. */
@NullMarked
package dev.profilekeep.text;

import org.jspecify.annotations.NullMarked;
