/** Whether a lock is somebody's or nobody's, with the proof; and clearing one that is nobody's. */
@NullMarked
package dev.profilekeep.lock;

import org.jspecify.annotations.NullMarked;
