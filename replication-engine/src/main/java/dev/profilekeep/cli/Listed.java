package dev.profilekeep.cli;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.ntfs.FileAttribute;
import dev.profilekeep.disk.ntfs.FileName;
import dev.profilekeep.disk.ntfs.NtfsFile;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.disk.ntfs.ReparsePoint;
import dev.profilekeep.disk.usage.FileTree;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a listing.
 *
 * @param path a name, or names from the root on
 * @param sizeBytes of the content
 * @param storedBytes of all clusters that it takes
 * @param names how many the file has
 * @param owner null if there is none, or it was not asked for
 * @param elsewhere why the content is not on the volume; null if it is
 */
record Listed(
        String path,
        long record,
        boolean folder,
        long sizeBytes,
        long storedBytes,
        Instant modified,
        int attributeBits,
        int names,
        @Nullable String owner,
        List<FileTree.NamedStream> streams,
        @Nullable ReparsePoint reparse,
        @Nullable String elsewhere) {

    static Listed of(String path, NtfsFile file, NtfsVolume volume) throws IOException {
        var standard = file.standard();
        return new Listed(
                path,
                file.number(),
                file.isDirectory(),
                file.size(),
                file.storedBytes(),
                standard == null ? Instant.EPOCH : standard.modified(),
                file.attributeBits(),
                (int) file.names().stream().filter(name -> !shortens(name)).count(),
                owner(file, volume),
                file.streams().stream()
                        .filter(stream -> stream.isData() && !stream.name().isEmpty())
                        .map(stream -> new FileTree.NamedStream(stream.name(), stream.size()))
                        .toList(),
                file.reparse(),
                file.whyElsewhere().orElse(null));
    }

    private static boolean shortens(FileName name) {
        return name.isShort();
    }

    /** Reads a file again only if the tree does not know what is asked for. */
    static Listed of(String path, FileTree tree, int node, boolean everything) throws IOException {
        boolean special = everything
                && ((tree.attributeBits(node) & FileAttribute.REPARSE_POINT.mask()) != 0
                        || tree.securityId(node) == 0
                        || tree.isElsewhere(node));
        if (special && node != tree.lost()) {
            return of(path, tree.volume().file(tree.reference(node)), tree.volume());
        }
        return new Listed(
                path,
                node == tree.lost() ? -1 : tree.reference(node).number(),
                tree.isDirectory(node),
                tree.size(node),
                tree.stored(node),
                tree.modified(node),
                tree.attributeBits(node),
                tree.names(node),
                everything ? owner(tree.securityId(node), tree.volume()) : null,
                tree.streams(node),
                null,
                null);
    }

    private static @Nullable String owner(NtfsFile file, NtfsVolume volume) throws IOException {
        if (file.standard() == null) {
            return null;
        }
        try {
            return volume.security(file)
                    .map(security -> security.owner())
                    .map(Object::toString)
                    .orElse(null);
        } catch (DiskException e) {
            return null;
        }
    }

    private static @Nullable String owner(long securityId, NtfsVolume volume) throws IOException {
        try {
            var owner = securityId == 0 ? null : volume.security(securityId).owner();
            return owner == null ? null : owner.toString();
        } catch (DiskException e) {
            return null;
        }
    }

    /** Where a link leads; null for what leads nowhere. */
    @Nullable
    String target() {
        return reparse == null ? null : reparse.target();
    }

    private static final List<FileAttribute> LETTERS_OF = List.of(
            FileAttribute.ARCHIVE,
            FileAttribute.READ_ONLY,
            FileAttribute.HIDDEN,
            FileAttribute.SYSTEM,
            FileAttribute.REPARSE_POINT,
            FileAttribute.COMPRESSED,
            FileAttribute.ENCRYPTED,
            FileAttribute.SPARSE,
            FileAttribute.TEMPORARY);

    private static final String LETTERS = "arhslcept";

    /** {@code d} folder, {@code a} archive, {@code r} read-only and so on; {@code o} if the content is elsewhere. */
    String letters() {
        var text = new StringBuilder(LETTERS.length() + 2).append(folder ? 'd' : '-');
        for (int i = 0; i < LETTERS.length(); i++) {
            text.append((attributeBits & LETTERS_OF.get(i).mask()) != 0 ? LETTERS.charAt(i) : '-');
        }
        return text.append(elsewhere != null ? 'o' : '-').toString();
    }
}
