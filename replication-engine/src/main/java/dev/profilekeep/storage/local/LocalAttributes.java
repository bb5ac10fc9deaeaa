package dev.profilekeep.storage.local;

import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.DosFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What this machine says about a file, in the words of a share. */
final class LocalAttributes {
    private static final int DIRECTORY = 0x10;
    private static final int NORMAL = 0x80;
    private static final int ANY_WRITE = 0222;
    private static final Set<PosixFilePermission> FILE_OF_OURS = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER_OF_OURS = PosixFilePermissions.fromString("rwx------");

    private LocalAttributes() {}

    static StoredFile read(StoragePath path, Path file, boolean unix) throws IOException {
        BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        long changed = 0;
        long id = 0;
        int attributes = 0;
        if (unix) {
            Map<String, Object> more = Files.readAttributes(file, "unix:ctime,ino,mode", LinkOption.NOFOLLOW_LINKS);
            changed = more.get("ctime") instanceof FileTime time ? fileTime(time) : 0;
            id = more.get("ino") instanceof Number number ? number.longValue() : 0;
            if (more.get("mode") instanceof Integer mode && (mode & ANY_WRITE) == 0) {
                attributes |= StoredFile.READONLY;
            }
        } else {
            DosFileAttributeView view = dos(file);
            if (view != null) {
                attributes |= flags(view.readAttributes());
            }
        }
        // As a share says it: a link to a folder is a folder, and a link.
        boolean folder = basic.isDirectory() || basic.isSymbolicLink() && Files.isDirectory(file);
        if (folder) {
            attributes |= DIRECTORY;
        }
        // A link to a file would be somebody's disk a second time, or nothing at all.
        if (unix && (basic.isOther() || basic.isSymbolicLink() && !folder)) {
            attributes |= StoredFile.DEVICE;
        }
        if (basic.isSymbolicLink()) {
            attributes |= StoredFile.REPARSE_POINT;
        }
        long size = folder || basic.isOther() ? 0 : basic.size();
        return new StoredFile(
                path,
                folder,
                size,
                size,
                fileTime(basic.creationTime()),
                fileTime(basic.lastModifiedTime()),
                changed,
                id,
                attributes == 0 ? NORMAL : attributes);
    }

    /** Whether opening it would be opening a pipe, socket or device, which may wait for its other end for ever. */
    static boolean isDevice(Path file, boolean unix) throws IOException {
        return unix
                && Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isOther();
    }

    /** Only what the file system keeps: read-only everywhere, hidden and system on Windows. */
    static void write(Path file, int attributes) throws IOException {
        boolean readOnly = (attributes & StoredFile.READONLY) != 0;
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
            if (readOnly) {
                permissions.removeAll(EnumSet.of(
                        PosixFilePermission.OWNER_WRITE,
                        PosixFilePermission.GROUP_WRITE,
                        PosixFilePermission.OTHERS_WRITE));
            } else {
                permissions.add(PosixFilePermission.OWNER_WRITE);
            }
            Files.setPosixFilePermissions(file, permissions);
            return;
        }
        DosFileAttributeView view = dos(file);
        if (view != null) {
            view.setReadOnly(readOnly);
            view.setHidden((attributes & StoredFile.HIDDEN) != 0);
            view.setSystem((attributes & StoredFile.SYSTEM) != 0);
        }
    }

    /** By the rights of POSIX; where a file system has none, nothing is done. */
    static boolean closeToOtherAccounts(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null || !Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return false;
        }
        Set<PosixFilePermission> ours = Files.isDirectory(file) ? FOLDER_OF_OURS : FILE_OF_OURS;
        view.setPermissions(ours);
        return view.readAttributes().permissions().equals(ours);
    }

    private static int flags(DosFileAttributes dos) {
        return (dos.isReadOnly() ? StoredFile.READONLY : 0)
                | (dos.isHidden() ? StoredFile.HIDDEN : 0)
                | (dos.isSystem() ? StoredFile.SYSTEM : 0);
    }

    private static @Nullable DosFileAttributeView dos(Path file) {
        return Files.getFileAttributeView(file, DosFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static long fileTime(FileTime time) {
        return StoredFile.fromInstant(time.toInstant());
    }
}
