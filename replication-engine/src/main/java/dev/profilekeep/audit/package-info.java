/** The audit chain: no entry, no act. */
@NullMarked
package dev.profilekeep.audit;

import org.jspecify.annotations.NullMarked;
