/** Access to the shares and folders that hold containers. */
@NullMarked
package dev.profilekeep.storage;

import org.jspecify.annotations.NullMarked;
