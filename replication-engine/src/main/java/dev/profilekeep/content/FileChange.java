package dev.profilekeep.content;

import java.util.Comparator;

/**
 * A file in which two disks differ.
 *
 * @param partition counted from 0
 * @param path in the disk that has it, the second if both have; one of its paths if it has several
 * @param before its path in the first disk, if that is another; else empty
 * @param bytes of its chunks that differ
 */
public record FileChange(How how, int partition, String path, String before, long bytes) {
    /** In what a file differs. */
    public enum How {
        /** What programs read from it, or from another of its streams. */
        CONTENT,
        /** Only what the file system says of it: names, times, rights, how its content lies. */
        RECORD,
        /** Only the first disk has it. */
        ONLY_FIRST,
        /** Only the second disk has it. */
        ONLY_SECOND
    }

    static final Comparator<FileChange> ORDER =
            Comparator.comparingInt(FileChange::partition).thenComparing(FileChange::path);
}
