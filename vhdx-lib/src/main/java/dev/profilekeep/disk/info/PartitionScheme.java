package dev.profilekeep.disk.info;

/** How a partition was found. */
public enum PartitionScheme {
    GPT,
    MBR,
    /** No table: the file system begins at the first sector. */
    NONE
}
