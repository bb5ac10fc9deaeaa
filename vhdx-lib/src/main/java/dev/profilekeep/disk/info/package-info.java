/** What a container says about itself, read from metadata alone. The door is {@link dev.profilekeep.disk.info.DiskInspector}. */
@NullMarked
package dev.profilekeep.disk.info;

import org.jspecify.annotations.NullMarked;
