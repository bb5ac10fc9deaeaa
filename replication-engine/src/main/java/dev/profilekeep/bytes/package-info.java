/** Numbers and texts as bytes, for files of ours, and back with every bound checked. */
@NullMarked
package dev.profilekeep.bytes;

import org.jspecify.annotations.NullMarked;
