package dev.profilekeep.restore;

import dev.profilekeep.audit.Actor;

/** Is told, after it is done, that the disks of a container are others now. */
public interface Afterwards {
    /** Its files were replaced. */
    void replaced(long containerId);

    /** Its files were put aside, so that FSLogix makes new ones. */
    void putAside(long containerId, Actor by);
}
