/** FSLogix' setting {@code CCDLocations}: where Cloud Cache keeps the copies of a disk, and in which order. */
@NullMarked
package dev.profilekeep.ccd;

import org.jspecify.annotations.NullMarked;
