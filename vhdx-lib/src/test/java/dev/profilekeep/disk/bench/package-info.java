/** What script/bench measures and no command does. */
@NullMarked
package dev.profilekeep.disk.bench;

import org.jspecify.annotations.NullMarked;
