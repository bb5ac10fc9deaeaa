/** A folder of this machine as a location: {@link dev.profilekeep.storage.local.LocalStorage}. */
@NullMarked
package dev.profilekeep.storage.local;

import org.jspecify.annotations.NullMarked;
