package dev.profilekeep.restore;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.lease.Kept;

/** Is told, after it is done, that the disks of a container are others now. */
public interface Afterwards {
    /** Its files were replaced. */
    void replaced(long containerId);

    /** A file that was kept of it is gone for good. */
    void removed(Kept kept);

    /** Its files were put aside, so that FSLogix makes new ones. */
    void putAside(long containerId, Actor by);
}
