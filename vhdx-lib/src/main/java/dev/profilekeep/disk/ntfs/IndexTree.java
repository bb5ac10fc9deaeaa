package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A B+ tree in a file: its root lies in the record ({@code $INDEX_ROOT}), other nodes in blocks of {@code $INDEX_ALLOCATION},
 * of which {@code $BITMAP} says which are in use.
 *
 * <pre>
 * $INDEX_ROOT                          block
 * offset  size  field                  offset  size  field
 *      0     4  type of the key             0     4  "INDX"
 *      4     4  order                       4     4  update sequence
 *      8     4  bytes of a block           16     8  VCN of this block
 *     16        node                       24        node
 * </pre>
 *
 * A VCN counts clusters, or 512 bytes where a cluster is larger than a block.
 */
final class IndexTree {
    /** Receives entries that have a key. */
    interface Visitor {
        void visit(IndexEntry entry) throws IOException;
    }

    /** Compares what is looked for with a key: negative if it stands before the key. */
    interface Probe {
        int compareTo(ByteView key) throws IOException;
    }

    private static final int MAX_DEPTH = 32;
    private static final int MAX_BLOCK = 64 * 1024;
    private static final int MAX_NOTES = 20;

    private final String name;
    private final ByteView root;
    private final @Nullable NtfsStream allocation;
    private final @Nullable BlockDevice blocks;
    private final @Nullable BlockDevice bitmap;
    private final int blockBytes;
    private final int clusterBytes;
    private final int unit;
    /** Whoever reads more blocks than fit on the volume reads some twice. */
    private final long mostBlocks;

    private IndexTree(
            String name,
            ByteView root,
            @Nullable NtfsStream allocation,
            @Nullable BlockDevice blocks,
            @Nullable BlockDevice bitmap,
            int blockBytes,
            int clusterBytes,
            long mostBlocks) {
        this.name = name;
        this.root = root;
        this.allocation = allocation;
        this.blocks = blocks;
        this.bitmap = bitmap;
        this.blockBytes = blockBytes;
        this.clusterBytes = clusterBytes;
        this.unit = blockBytes >= clusterBytes ? clusterBytes : 512;
        this.mostBlocks = mostBlocks;
    }

    /** @param index {@code $I30} for a directory */
    static IndexTree open(NtfsFile file, String index, BlockDevice volume, int clusterBytes) throws IOException {
        String name = "index " + index + " of file " + file.number();
        ByteView root = file.stream(Attribute.INDEX_ROOT, index)
                .flatMap(NtfsStream::residentValue)
                .orElseThrow(() -> new CorruptDiskException(name, 0, "it has no root"));
        Optional<NtfsStream> blocks = file.stream(Attribute.INDEX_ALLOCATION, index);
        Optional<NtfsStream> bitmap = file.stream(Attribute.BITMAP, index);
        int blockBytes = root.size32(8);
        if (blocks.isPresent() && (blockBytes < 512 || blockBytes > MAX_BLOCK || Integer.bitCount(blockBytes) != 1)) {
            throw root.corrupt(8, "a block of " + blockBytes + " bytes");
        }
        return new IndexTree(
                name,
                root,
                blocks.orElse(null),
                blocks.isPresent() ? blocks.get().content(volume) : null,
                bitmap.isPresent() ? bitmap.get().content(volume) : null,
                blockBytes,
                clusterBytes,
                volume.size() / Math.max(512, blockBytes));
    }

    private List<IndexEntry> root() throws CorruptDiskException {
        return IndexEntry.parse(root.slice("index root", 16, root.length() - 16));
    }

    private List<IndexEntry> block(long vcn) throws IOException {
        if (blocks == null || vcn > (blocks.size() - blockBytes) / unit) {
            throw new CorruptDiskException(name, 0, "there is no block at VCN " + vcn);
        }
        return parseBlock(ByteView.read("index block", blocks, vcn * unit, blockBytes), vcn);
    }

    static List<IndexEntry> parseBlock(ByteView raw, long vcn) throws CorruptDiskException {
        if (!raw.startsWith(0, "INDX")) {
            throw raw.corrupt(0, "signature is not \"INDX\"");
        }
        ByteView block = UpdateSequence.restore(raw);
        if (block.bits64(16) != vcn) {
            throw block.corrupt(16, "the block says that its VCN is " + block.bits64(16) + ", not " + vcn);
        }
        return IndexEntry.parse(block.slice("index node", 24, block.length() - 24));
    }

    /**
     * The first entry that {@code probe} calls equal, found by descent.
     *
     * @throws CorruptDiskException if a node on the way is damaged
     */
    Optional<IndexEntry> find(Probe probe) throws IOException {
        List<IndexEntry> node = root();
        IndexEntry found = null;
        for (int depth = 0; depth < MAX_DEPTH; depth++) {
            long child = -1;
            for (IndexEntry entry : node) {
                int order = entry.last() ? -1 : probe.compareTo(entry.key());
                if (order <= 0) {
                    // Another that is equal may stand before it, below.
                    found = order == 0 && !entry.last() ? entry : found;
                    child = entry.child();
                    break;
                }
            }
            if (child < 0) {
                return Optional.ofNullable(found);
            }
            node = block(child);
        }
        throw new CorruptDiskException(name, 0, "the tree is deeper than " + MAX_DEPTH + " nodes");
    }

    /**
     * All entries, in their order. If the tree is broken, what it does not reach follows, read block by block.
     *
     * @param notes receives what is broken
     */
    void walk(Visitor visitor, List<String> notes) throws IOException {
        var walk = new Walk(visitor, notes);
        try {
            walk.node(root(), 0);
        } catch (CorruptDiskException e) {
            walk.broken(e);
        }
        if (walk.broken && allocation != null) {
            walk.restOf(allocation);
        }
    }

    private final class Walk {
        private final Visitor visitor;
        private final List<String> notes;
        private final Set<Long> seen = new HashSet<>();
        private boolean broken;

        Walk(Visitor visitor, List<String> notes) {
            this.visitor = visitor;
            this.notes = notes;
        }

        void broken(CorruptDiskException fault) {
            if (notes.size() < MAX_NOTES) {
                notes.add(name + " is damaged (" + fault.getMessage()
                        + "); what its tree does not reach is read block by block");
            }
            broken = true;
        }

        void node(List<IndexEntry> node, int depth) throws IOException {
            for (IndexEntry entry : node) {
                if (entry.child() >= 0) {
                    below(entry.child(), depth + 1);
                }
                if (!entry.last()) {
                    visitor.visit(entry);
                }
            }
        }

        private void below(long vcn, int depth) throws IOException {
            List<IndexEntry> node;
            try {
                if (depth > MAX_DEPTH) {
                    throw new CorruptDiskException(name, 0, "the tree is deeper than " + MAX_DEPTH + " nodes");
                }
                // What has its number in it is read once at most: that bounds the walk by the blocks there are.
                if (seen.contains(vcn)) {
                    throw new CorruptDiskException(name, 0, "two nodes lead to the block at VCN " + vcn);
                }
                node = block(vcn);
                seen.add(vcn);
            } catch (CorruptDiskException e) {
                broken(e);
                return;
            }
            node(node, depth);
        }

        void restOf(NtfsStream allocated) throws IOException {
            long next = 0;
            long tried = 0;
            for (StreamExtent extent : allocated.extents()) {
                if (!(extent instanceof StreamExtent.Stored)) {
                    continue;
                }
                long end = (extent.vcn() + extent.clusters()) * clusterBytes / blockBytes;
                for (next = Math.max(next, extent.vcn() * clusterBytes / blockBytes); next < end; next++) {
                    long vcn = next * blockBytes / unit;
                    if (!seen.contains(vcn) && isUsed(next)) {
                        alone(vcn);
                    }
                    if (++tried > mostBlocks) {
                        return;
                    }
                }
            }
        }

        /** Without a way down: each block is met by itself. */
        private void alone(long vcn) throws IOException {
            List<IndexEntry> node;
            try {
                node = block(vcn);
            } catch (CorruptDiskException e) {
                broken(e);
                return;
            }
            for (IndexEntry entry : node) {
                if (!entry.last()) {
                    visitor.visit(entry);
                }
            }
        }

        private boolean isUsed(long index) throws IOException {
            return bitmap == null
                    || index / 8 >= bitmap.size()
                    || (ByteView.read("index bitmap", bitmap, index / 8, 1).u8(0) >> (index % 8) & 1) != 0;
        }
    }
}
