package dev.profilekeep.disk.info;

/** The two container formats of FSLogix. */
public enum DiskFormat {
    VHDX,
    VHD
}
