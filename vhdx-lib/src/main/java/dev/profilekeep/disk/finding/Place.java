package dev.profilekeep.disk.finding;

import org.jspecify.annotations.Nullable;

/**
 * Where something was found.
 *
 * @param structure as its specification names it, after the partition or the parent disk that it is in
 * @param space what the offset counts from
 * @param offset in bytes; -1 if there is no telling
 * @param path of the file or directory that it concerns; null if it is no file's
 */
public record Place(String structure, Space space, long offset, @Nullable String path) {
    /** What offsets count from. */
    public enum Space {
        /** The container's file. */
        FILE("file"),
        /** The virtual disk. */
        DISK("virtual disk"),
        /** The volume, the file system's own first byte. */
        VOLUME("volume");

        private final String word;

        Space(String word) {
            this.word = word;
        }

        /** The word used in JSON and on the command line. */
        public String word() {
            return word;
        }
    }

    public static Place inFile(String structure, long offset) {
        return new Place(structure, Space.FILE, offset, null);
    }

    public static Place onDisk(String structure, long offset) {
        return new Place(structure, Space.DISK, offset, null);
    }

    public static Place onVolume(String structure, long offset, @Nullable String path) {
        return new Place(structure, Space.VOLUME, offset, path);
    }

    /** The same place, seen from outside. */
    Place within(String outer) {
        return outer.isEmpty() ? this : new Place(outer + ": " + structure, space, offset, path);
    }

    @Override
    public String toString() {
        var text = new StringBuilder(structure);
        if (path != null) {
            text.append(" of ").append(path.isEmpty() ? "the root directory" : path);
        }
        if (offset >= 0) {
            text.append(", at offset 0x")
                    .append(Long.toHexString(offset))
                    .append(" of the ")
                    .append(space.word());
        }
        return text.toString();
    }
}
