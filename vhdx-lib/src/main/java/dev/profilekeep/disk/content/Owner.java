package dev.profilekeep.disk.content;

/** Whose a byte of a disk is. */
public sealed interface Owner permits Owner.Region, Owner.FileStream, Owner.Nobody {
    /**
     * A part of the disk that no file owns, and that counts.
     *
     * @param name for people: "start of the disk", "partition 1 (FAT32)"
     */
    record Region(String name) implements Owner {}

    /**
     * A place in what a file stores. What compression or the system packed is not unpacked, and holes take no place.
     *
     * @param partition counted from 0 in the order of their start
     * @param record number of the file's base record
     * @param sequence which of its lives
     * @param type of the attribute, see {@link dev.profilekeep.disk.ntfs.AttributeType}
     * @param name of the stream; empty for an unnamed one
     * @param offset in bytes from the start of the stream, holes counted
     */
    record FileStream(int partition, long record, int sequence, long type, String name, long offset) implements Owner {}

    /** A free cluster: it does not count. */
    record Nobody() implements Owner {}
}
