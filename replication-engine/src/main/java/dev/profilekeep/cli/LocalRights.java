package dev.profilekeep.cli;

import dev.profilekeep.compact.FileCompactor;
import dev.profilekeep.storage.StoragePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;

/**
 * Owner, group and mode of a file of this machine, for the file that takes its place. What Java cannot carry over is refused: the rights that Samba keeps beside a file, which it tells by an
 * attribute that can be seen.
 */
record LocalRights(Path folder) implements FileCompactor.Rights {
    /** What Samba writes beside a file that it serves; with it go rights that only it can carry over. */
    private static final String OF_SAMBA = "DOSATTRIB";

    @Override
    public void carry(StoragePath like, StoragePath fresh) throws IOException {
        Path from = folder.resolve(like.value());
        Path to = folder.resolve(fresh.value());
        AclFileAttributeView acl = Files.getFileAttributeView(from, AclFileAttributeView.class);
        PosixFileAttributeView posix = Files.getFileAttributeView(from, PosixFileAttributeView.class);
        if (posix != null) {
            posix(posix.readAttributes(), from, to);
        } else if (acl != null) {
            AclFileAttributeView target = Files.getFileAttributeView(to, AclFileAttributeView.class);
            target.setAcl(acl.getAcl());
            target.setOwner(acl.getOwner());
            if (!target.getOwner().equals(acl.getOwner()) || !target.getAcl().equals(acl.getAcl())) {
                throw new FileCompactor.NotCarriedException(
                        "the new file did not get the owner and rights of the old one");
            }
        }
    }

    private static void posix(PosixFileAttributes wanted, Path from, Path to) throws IOException {
        requireNotServed(from);
        PosixFileAttributeView target = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (!target.readAttributes().owner().equals(wanted.owner())) {
            target.setOwner(wanted.owner());
        }
        if (!target.readAttributes().group().equals(wanted.group())) {
            target.setGroup(wanted.group());
        }
        target.setPermissions(wanted.permissions());
        named(from, to);
        PosixFileAttributes got = target.readAttributes();
        if (!got.owner().equals(wanted.owner())
                || !got.group().equals(wanted.group())
                || !got.permissions().equals(wanted.permissions())) {
            throw new FileCompactor.NotCarriedException("the new file did not get the owner and rights of the old one");
        }
    }

    /** @throws FileCompactor.NotCarriedException if Samba keeps rights of a file that only it can carry over */
    static void requireNotServed(Path file) throws IOException {
        UserDefinedFileAttributeView named = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        if (named != null && named.list().contains(OF_SAMBA)) {
            throw new FileCompactor.NotCarriedException(
                    "Samba serves it and keeps its rights beside it, which would be lost: use the"
                            + " address of the share");
        }
    }

    private static void named(Path from, Path to) throws IOException {
        UserDefinedFileAttributeView source =
                Files.getFileAttributeView(from, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        UserDefinedFileAttributeView target = Files.getFileAttributeView(to, UserDefinedFileAttributeView.class);
        if (source == null || target == null) {
            return;
        }
        for (String name : source.list()) {
            ByteBuffer value = ByteBuffer.allocate(source.size(name));
            source.read(name, value);
            target.write(name, value.flip());
        }
    }
}
