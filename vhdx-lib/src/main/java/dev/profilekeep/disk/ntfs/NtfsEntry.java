package dev.profilekeep.disk.ntfs;

/**
 * One line of a directory: a name, and which file it names.
 *
 * @param details the name and what the directory remembers of the file
 */
public record NtfsEntry(FileReference file, FileName details) {
    public String name() {
        return details.name();
    }

    public boolean isDirectory() {
        return details.isDirectory();
    }
}
