package dev.profilekeep.restore;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.lease.Kept;

/** Is told, after it is done, that the disks of a container are others now. */
public interface Afterwards {
    /** Its files were replaced by others that need not say the same. */
    void replaced(long containerId);

    /** Its files were replaced by such as say the same in another layout. */
    void laidOutAnew(long containerId);

    /**
     * What an act had put aside has its place again.
     *
     * @param purpose of that act
     */
    void putBack(long containerId, String purpose);

    /** A file that was kept of it is gone for good. */
    void removed(Kept kept);

    /** Its files were put aside, so that FSLogix makes new ones. */
    void putAside(long containerId, Actor by);
}
