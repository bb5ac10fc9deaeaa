package dev.profilekeep.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Folders and files for the account that runs ProfileKeep alone, where the file system knows such rights. Elsewhere they
 * have what their parent folder passes on.
 */
public final class OwnFolder {
    private OwnFolder() {}

    /** Makes the folder, closed to others, unless it is there: a folder that somebody made has the rights they chose. */
    public static void make(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
    }

    /** Takes a file's rights from everybody but its owner; one that is not there stays so. */
    static void close(Path file) throws IOException {
        PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (posix != null && Files.exists(file)) {
            posix.setPermissions(PosixFilePermissions.fromString("rw-------"));
        }
    }
}
