package dev.profilekeep.disk.chain;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.image.BlockState;
import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.image.ExtentJoiner;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A differencing disk together with its parents: what is inherited comes from the next layer that has it. A disk without a
 * parent is a chain of one. Each parent is checked to be the one that the child was made from. Read only. Safe for use by
 * several threads.
 */
public final class ParentChain implements VirtualDisk, Closeable {
    private final List<VirtualDisk> layers;
    private final List<BlockDevice> opened;
    private final List<String> notes;

    private ParentChain(Layers layers) {
        this.layers = List.copyOf(layers.disks);
        this.opened = List.copyOf(layers.opened);
        this.notes = List.copyOf(layers.notes);
    }

    /** Receives extents and which layer each comes from: 0 is the child, 1 its parent. */
    @FunctionalInterface
    public interface LayerSink {
        void accept(int layer, Extent extent) throws IOException;
    }

    /**
     * Opens the child and all its parents.
     *
     * @param name of the child, handed to the resolver
     * @param file stays open, and stays the caller's to close; parents are closed with the chain
     * @throws DiskException if one of them is damaged, a parent is not found or is not the one that the child was made from,
     *     or the chain is too long
     */
    public static ParentChain open(String name, BlockDevice file, ParentResolver resolver) throws IOException {
        var layers = new Layers(resolver);
        try {
            layers.openAll(name, file);
            return new ParentChain(layers);
        } catch (IOException | RuntimeException e) {
            closeAll(layers.opened, e);
            throw e;
        }
    }

    private static void closeAll(List<BlockDevice> devices, @Nullable Exception reason) throws IOException {
        IOException failure = null;
        for (BlockDevice device : devices) {
            try {
                device.close();
            } catch (IOException e) {
                if (reason != null) {
                    reason.addSuppressed(e);
                } else {
                    failure = e;
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** The disks of the chain, each as it is without its parent; the child comes first. */
    public List<VirtualDisk> layers() {
        return layers;
    }

    /**
     * As {@link #extents(ByteRange, ExtentSink)}, with the layer that each extent comes from. Nothing is inherited: beyond
     * the end of a parent that is smaller, and what no layer has, is unmapped. Neighbours are joined within a layer only.
     */
    public void layerExtents(ByteRange range, LayerSink sink) throws IOException {
        VirtualDisk.requireInside(this, range);
        extents(0, range, sink);
    }

    private void extents(int layer, ByteRange range, LayerSink sink) throws IOException {
        VirtualDisk disk = layers.get(layer);
        ByteRange inside = range.intersect(new ByteRange(0, disk.virtualSize()));
        if (!inside.isEmpty()) {
            disk.extents(inside, extent -> {
                if (extent instanceof Extent.Inherited && layer + 1 < layers.size()) {
                    extents(layer + 1, new ByteRange(extent.diskOffset(), extent.length()), sink);
                } else {
                    sink.accept(layer, extent);
                }
            });
        }
        long from = Math.max(range.start(), disk.virtualSize());
        if (from < range.end()) {
            sink.accept(layer, new Extent.Unmapped(from, range.end() - from));
        }
    }

    /** The file offset of a stored extent is one in the file of its layer: {@link #layerExtents} tells which. */
    @Override
    public void extents(ByteRange range, ExtentSink sink) throws IOException {
        var joiner = new ExtentJoiner(sink);
        int[] last = {0};
        layerExtents(range, (layer, extent) -> {
            if (layer != last[0]) {
                joiner.flush();
                last[0] = layer;
            }
            joiner.add(extent);
        });
        joiner.flush();
    }

    @Override
    public void requireOwnPlaces() throws IOException {
        for (VirtualDisk layer : layers) {
            layer.requireOwnPlaces();
        }
    }

    @Override
    public BlockDevice disk() {
        return new Content();
    }

    /** Reads each range from the layer that has it. */
    private final class Content implements BlockDevice {
        @Override
        public long size() {
            return virtualSize();
        }

        @Override
        public void readFully(long offset, ByteBuffer target) throws IOException {
            int count = target.remaining();
            if (offset < 0 || offset > virtualSize() - count) {
                throw new EOFException("the virtual disk ends at " + virtualSize() + ", " + count
                        + " bytes were asked for at " + offset);
            }
            if (count > 0) {
                layerExtents(new ByteRange(offset, count), (layer, extent) -> read(layer, extent, target));
            }
        }

        private void read(int layer, Extent extent, ByteBuffer target) throws IOException {
            int length = Math.toIntExact(extent.length());
            if (extent instanceof Extent.Stored) {
                ByteBuffer part = target.slice(target.position(), length);
                layers.get(layer).disk().readFully(extent.diskOffset(), part);
                target.position(target.position() + length);
            } else {
                target.put(new byte[length]);
            }
        }

        @Override
        public void close() {}
    }

    private VirtualDisk child() {
        return layers.get(0);
    }

    @Override
    public long virtualSize() {
        return child().virtualSize();
    }

    @Override
    public long blockSize() {
        return child().blockSize();
    }

    @Override
    public int logicalSectorSize() {
        return child().logicalSectorSize();
    }

    @Override
    public int physicalSectorSize() {
        return child().physicalSectorSize();
    }

    /** False: the parents are part of the chain. */
    @Override
    public boolean hasParent() {
        return false;
    }

    @Override
    public @Nullable String parentName() {
        return null;
    }

    @Override
    public long blockCount() {
        return child().blockCount();
    }

    /** The child's, if it has the block; else stored if any layer stores a part of it. */
    @Override
    public BlockState blockState(long block) throws IOException {
        BlockState own = child().blockState(block);
        if (!child().hasParent() || own != BlockState.NOT_PRESENT && own != BlockState.PARTIALLY_PRESENT) {
            return own;
        }
        long start = block * blockSize();
        var range = new ByteRange(start, Math.min(blockSize(), virtualSize() - start));
        BlockState[] state = {BlockState.NOT_PRESENT};
        layerExtents(range, (layer, extent) -> {
            if (extent instanceof Extent.Stored) {
                state[0] = BlockState.FULLY_PRESENT;
            } else if (extent instanceof Extent.Zero && state[0] == BlockState.NOT_PRESENT) {
                state[0] = BlockState.ZERO;
            }
        });
        return state[0];
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    /** Closes the parents' files. */
    @Override
    public void close() throws IOException {
        closeAll(opened, null);
    }
}
