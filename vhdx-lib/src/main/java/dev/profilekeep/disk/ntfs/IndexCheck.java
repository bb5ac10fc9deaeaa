package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.finding.Place;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import java.io.EOFException;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges one index: its tree, the order of its keys, its bitmap, and in a directory what it says of files. */
final class IndexCheck {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_BLOCK = 64 * 1024;
    private static final int NAME_BYTES = 66;

    private final CheckedVolume volume;
    private final FileReference file;
    private final List<NtfsStream> streams;
    private final NtfsStream rootStream;
    private final String what;
    private final boolean directory;
    private final Set<Long> reached = new HashSet<>();
    private Collation collation = Collation.OTHER;
    private @Nullable BlockDevice blocks;
    private @Nullable Bits bitmap;
    private @Nullable ByteView before;
    private int blockBytes;
    private int unit;
    private boolean sound = true;

    IndexCheck(CheckedVolume volume, FileReference file, List<NtfsStream> streams, NtfsStream rootStream) {
        this.volume = volume;
        this.file = file;
        this.streams = streams;
        this.rootStream = rootStream;
        this.what = "index \"" + rootStream.name() + "\"";
        this.directory = rootStream.name().equals("$I30");
    }

    /** @return whether all that is in it could be reached */
    boolean run() throws IOException {
        try {
            ByteView root = rootStream
                    .residentValue()
                    .orElseThrow(() -> new CorruptDiskException(what, 0, "its root is not in the record"));
            collation = Collation.of(root.u32(4));
            rules(root);
            open(root.u32(8));
            node(IndexEntry.parse(root.slice("index root", 16, root.length() - 16)), 0);
        } catch (DiskException | EOFException e) {
            broken(e);
        }
        if (sound && blocks != null) {
            unreached();
        }
        return sound;
    }

    private void broken(Exception fault) throws IOException {
        sound = false;
        String detail = fault instanceof CorruptDiskException corrupt
                ? corrupt.structure() + ": " + corrupt.rule()
                : String.valueOf(fault.getMessage());
        volume.addFile(NtfsRule.INDEX, file.number(), what, detail);
    }

    /** What an index by this name must say of itself, or ntfs-3g and Windows do not open it. */
    private void rules(ByteView root) throws CorruptDiskException {
        long bytes = root.u32(8);
        if (bytes < 512 || bytes > MAX_BLOCK || Long.bitCount(bytes) != 1) {
            throw new CorruptDiskException("index root", 8, "a block of " + bytes + " bytes");
        }
        Collation wanted =
                switch (rootStream.name()) {
                    case "$I30" -> Collation.FILE_NAME;
                    case "$SII" -> Collation.NUMBER;
                    case "$SDH" -> Collation.SECURITY_HASH;
                    default -> collation;
                };
        if (collation != wanted) {
            throw new CorruptDiskException(
                    "index root", 4, "an order of " + root.u32(4) + ", which is not the one of this index");
        }
        if (directory && root.u32(0) != Attribute.FILE_NAME) {
            throw new CorruptDiskException("index root", 0, "keys of type " + root.u32(0) + ", not of names");
        }
    }

    private void open(long bytes) throws IOException {
        Optional<NtfsStream> allocation = stream(Attribute.INDEX_ALLOCATION);
        if (allocation.isEmpty()) {
            return;
        }
        blockBytes = (int) bytes;
        unit = blockBytes >= volume.boot.clusterBytes() ? volume.boot.clusterBytes() : 512;
        blocks = allocation.get().content(volume.mft.volume());
        Optional<NtfsStream> bits = stream(Attribute.BITMAP);
        if (bits.isEmpty()) {
            throw new CorruptDiskException(what, 0, "it has blocks, but no bitmap of them");
        }
        bitmap = new Bits("index bitmap", bits.get().content(volume.mft.volume()));
    }

    private Optional<NtfsStream> stream(long type) {
        return streams.stream()
                .filter(stream -> stream.is(type, rootStream.name()))
                .findFirst();
    }

    private void node(List<IndexEntry> node, int depth) throws IOException {
        for (IndexEntry entry : node) {
            if (entry.child() >= 0) {
                below(entry.child(), depth + 1);
            }
            if (!entry.last()) {
                entry(entry);
            }
        }
    }

    private void below(long vcn, int depth) throws IOException {
        List<IndexEntry> node;
        try {
            if (depth > MAX_DEPTH) {
                throw new CorruptDiskException(what, 0, "the tree is deeper than " + MAX_DEPTH + " nodes");
            }
            if (reached.contains(vcn)) {
                throw new CorruptDiskException(what, 0, "two nodes lead to the block at VCN " + vcn);
            }
            node = block(vcn);
            reached.add(vcn);
        } catch (DiskException | EOFException e) {
            broken(e);
            return;
        }
        long number = vcn * unit / blockBytes;
        if (bitmap != null && !bitmap.isSet(number)) {
            volume.addFile(NtfsRule.INDEX_BLOCK_MARKED_FREE, file.number(), what, "block " + number);
        }
        node(node, depth);
    }

    private List<IndexEntry> block(long vcn) throws IOException {
        BlockDevice from = blocks;
        if (from == null || vcn > (from.size() - blockBytes) / unit) {
            throw new CorruptDiskException(what, 0, "there is no block at VCN " + vcn);
        }
        ByteView raw = ByteView.read("index block at VCN " + vcn, from, vcn * unit, blockBytes);
        return IndexTree.parseBlock(raw, vcn);
    }

    private void entry(IndexEntry entry) throws IOException {
        ByteView key = entry.key();
        ByteView last = before;
        before = key;
        try {
            if (directory && key.length() < NAME_BYTES) {
                throw key.corrupt(0, "a name of " + key.length() + " bytes");
            }
            if (last != null && !collation.isBefore(last, key, volume.upCase)) {
                volume.addFile(
                        NtfsRule.INDEX_ORDER,
                        file.number(),
                        what,
                        directory ? Collation.name(last) + " stands before " + Collation.name(key) : "");
            }
            if (directory) {
                name(entry, key);
            }
        } catch (CorruptDiskException e) {
            before = null;
            broken(e);
        }
    }

    private void name(IndexEntry entry, ByteView key) throws IOException {
        String name = Collation.name(key);
        FileReference owner = FileReference.parse(key, 0);
        FileReference named = entry.file();
        if (owner.number() != file.number() || owner.sequence() != file.sequence()) {
            volume.addFile(
                    NtfsRule.ENTRY_PARENT,
                    file.number(),
                    what,
                    name + " names directory " + owner + ", it stands in " + file);
        }
        if (named.number() >= volume.records) {
            gone(volume, file.number(), what, name, named);
            return;
        }
        volume.states.addName(named.number(), -RecordStates.fingerprint(named.sequence(), file, name));
    }

    /** Says that a name leads nowhere. */
    static void gone(CheckedVolume volume, long directory, String what, String name, FileReference named)
            throws IOException {
        String folder = volume.findings.keeps(NtfsRule.ENTRY_GONE) ? volume.path(directory) : null;
        String path = folder == null ? null : folder.isEmpty() ? name : folder + "/" + name;
        volume.findings.add(
                NtfsRule.ENTRY_GONE,
                Place.onVolume(what + " of file record " + directory, volume.offsetOf(directory), path),
                name + " leads to file record " + named);
    }

    private void unreached() throws IOException {
        BlockDevice from = blocks;
        Bits bits = bitmap;
        if (from == null || bits == null) {
            return;
        }
        long count = from.size() / blockBytes;
        long unused = 0;
        long first = -1;
        try {
            for (long at = bits.nextSet(0, count); at >= 0; at = bits.nextSet(at + 1, count)) {
                if (!reached.contains(at * blockBytes / unit)) {
                    first = unused++ == 0 ? at : first;
                }
            }
        } catch (DiskException | EOFException e) {
            broken(e);
            return;
        }
        if (unused > 0) {
            volume.addFile(
                    NtfsRule.INDEX_BLOCK_UNUSED,
                    file.number(),
                    what,
                    unused + " blocks of " + blockBytes + " bytes, the first is block " + first);
        }
    }
}
