/** The page about space, and what the page of a container says of a disk that was made smaller. */
@NullMarked
package dev.profilekeep.portal.compaction.ui;

import org.jspecify.annotations.NullMarked;
