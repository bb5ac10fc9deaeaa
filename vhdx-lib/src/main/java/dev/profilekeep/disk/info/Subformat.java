package dev.profilekeep.disk.info;

/** How a container stores its blocks. */
public enum Subformat {
    FIXED,
    DYNAMIC,
    DIFFERENCING
}
