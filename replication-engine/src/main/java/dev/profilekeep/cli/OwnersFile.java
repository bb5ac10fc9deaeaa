package dev.profilekeep.cli;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** New files that hold what is nobody else's business. Stateless. */
final class OwnersFile {
    private OwnersFile() {}

    /** What a new file is made with so that only its owner may read it, from its first byte on; nothing where the file system has no such rights. */
    static FileAttribute<?>[] attributes(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
