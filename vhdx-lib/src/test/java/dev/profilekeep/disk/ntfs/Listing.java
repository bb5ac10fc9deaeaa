package dev.profilekeep.disk.ntfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import dev.profilekeep.disk.io.Wtf8;
import dev.profilekeep.disk.testing.MemoryDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All files and named streams of a volume in the words of the truth lists: path → type, size, record, names, hash. As for
 * ntfs-3g, a directory is as large as its index outside the record, and a link as its target.
 */
final class Listing {
    /** Records below are hidden by ntfs-3g. */
    static final long FIRST_SHOWN = 24;

    private static final BlockDevice NOTHING = new MemoryDevice(new byte[0]);

    private final NtfsVolume volume;
    private final TreeMap<String, String> lines = new TreeMap<>();

    private Listing(NtfsVolume volume) {
        this.volume = volume;
    }

    /** By descending the directories. */
    static TreeMap<String, String> byTree(NtfsVolume volume) throws IOException {
        var listing = new Listing(volume);
        listing.directory("", volume.root());
        return listing.lines;
    }

    /** By walking the master file table. */
    static TreeMap<String, String> byTable(NtfsVolume volume) throws IOException {
        var listing = new Listing(volume);
        volume.forEachFile(file -> {
            if (file.number() >= FIRST_SHOWN) {
                for (String path : volume.paths(file)) {
                    // ntfs-3g hides the file system's own; two of the kind have greater numbers.
                    if (!path.startsWith("$Extend/")) {
                        listing.file(path, file);
                    }
                }
            }
        });
        return listing.lines;
    }

    private void directory(String prefix, NtfsDirectory directory) throws IOException {
        directory.list(entry -> {
            if (entry.file().number() < FIRST_SHOWN) {
                return;
            }
            NtfsFile file = volume.file(entry.file());
            file(prefix + entry.name(), file);
            if (file.isDirectory() && file.reparse() == null) {
                directory(prefix + entry.name() + "/", volume.directory(file));
            }
        });
    }

    private void file(String path, NtfsFile file) throws IOException {
        BlockDevice content = volume.content(file).orElse(NOTHING);
        String target = target(file, content);
        assertThat(file.links()).as("names of " + path).isEqualTo(file.names().size());
        int names = file.isDirectory() ? 1 : file.links();
        String numbers = " " + file.number() + " " + names + " ";
        if (target != null) {
            lines.put(path, "l " + target.length() + numbers + target);
        } else if (file.isDirectory()) {
            long size = file.stream(AttributeType.INDEX_ALLOCATION, "$I30")
                    .map(NtfsStream::size)
                    .orElse(0L);
            lines.put(path, "d " + size + numbers + "-");
        } else {
            lines.put(path, "f " + content.size() + numbers + sha256(content));
        }
        for (NtfsStream stream : file.streams()) {
            if (stream.isData() && !stream.name().isEmpty()) {
                lines.put(
                        path + ":" + stream.name(),
                        "s " + stream.size() + " " + file.number() + " 1 " + sha256(volume.content(stream)));
            }
        }
    }

    /** Where a link leads; ntfs-3g makes those of Interix, which say so in their content. */
    private static @Nullable String target(NtfsFile file, BlockDevice content) throws IOException {
        if (file.reparse() != null && file.reparse().target() != null) {
            return file.reparse().target();
        }
        if (file.isDirectory() || content.size() < 8 || content.size() > 65536) {
            return null;
        }
        ByteView bytes = ByteView.read("link", content, 0, (int) content.size());
        return bytes.startsWith(0, "IntxLNK\1") ? bytes.utf16(8, bytes.length() - 8) : null;
    }

    /** The fields of each line, between tabs; names in WTF-8. */
    static List<List<String>> wtf8Lines(byte[] list) {
        var lines = new ArrayList<List<String>>();
        int from = 0;
        for (int i = 0; i < list.length; i++) {
            if (list[i] == '\n') {
                lines.add(List.of(Wtf8.decode(Arrays.copyOfRange(list, from, i)).split("\t", -1)));
                from = i + 1;
            }
        }
        return lines;
    }

    static String sha256(BlockDevice content) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            var piece = ByteBuffer.allocate((int) Math.min(1 << 20, content.size()));
            for (long at = 0; at < content.size(); ) {
                piece.clear().limit((int) Math.min(piece.capacity(), content.size() - at));
                content.readFully(at, piece);
                digest.update(piece.flip());
                at += piece.limit();
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
