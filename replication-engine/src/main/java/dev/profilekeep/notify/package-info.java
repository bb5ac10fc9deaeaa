/**
 * What ProfileKeep says by itself: incidents that open and end, to mail and web addresses, as digests, each once; and a word to
 * somebody who asked for it. {@link dev.profilekeep.notify.Notifications} is the door. Knows nothing of what is wrong: sources
 * tell it.
 */
@NullMarked
package dev.profilekeep.notify;

import org.jspecify.annotations.NullMarked;
