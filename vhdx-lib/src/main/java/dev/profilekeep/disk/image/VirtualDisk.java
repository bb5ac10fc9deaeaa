package dev.profilekeep.disk.image;

import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A container opened for reading. Sizes and offsets are in bytes. Safe for use by several threads; the caches are bounded.
 * It does not own the file that it was opened on: whoever opened that closes it.
 */
public interface VirtualDisk {
    /** Receives extents one by one. */
    @FunctionalInterface
    interface ExtentSink {
        void accept(Extent extent) throws IOException;
    }

    /** Size of the virtual disk. */
    long virtualSize();

    /** Size of a block; 0 for a container without blocks (fixed VHD). */
    long blockSize();

    int logicalSectorSize();

    int physicalSectorSize();

    /** Whether the content of some ranges is a parent's. */
    boolean hasParent();

    /** How the container names its parent; null if it has none or does not name it. */
    @Nullable
    String parentName();

    /** How the container names its parent, in full; empty if it has none. */
    default Optional<ParentLink> parentLink() throws IOException {
        return Optional.empty();
    }

    /** Number of blocks, the last of which may be only partly inside the disk; 0 for a container without blocks. */
    long blockCount();

    /**
     * @param block from 0 to {@link #blockCount()}
     * @throws dev.profilekeep.disk.DiskException if the table's entry breaks a rule
     */
    BlockState blockState(long block) throws IOException;

    /**
     * Walks a range of the disk from its start to its end without gaps; neighbours of one kind are joined where they also
     * follow each other in the file.
     *
     * @param range inside the disk
     * @throws dev.profilekeep.disk.DiskException if the table breaks a rule
     */
    void extents(ByteRange range, ExtentSink sink) throws IOException;

    /**
     * Looks whether each block has a place of its own in the file: {@link #extents} checks each entry of the table alone, and a small file whose blocks all
     * lie at one place would be read for days. Reads the whole table, and no content; what is made of other disks asks them.
     *
     * @throws dev.profilekeep.disk.DiskException if two blocks share a place, with both, or the table breaks another rule
     */
    default void requireOwnPlaces() throws IOException {}

    /**
     * The content. Reading a range that is inherited throws {@link dev.profilekeep.disk.UnsupportedDiskException}. Closing
     * it does nothing.
     */
    BlockDevice disk();

    /** What of the file is not content, by its place; bitmaps that lie beside blocks are not among them. */
    default List<FilePart> fileParts() throws IOException {
        return List.of();
    }

    /** What a reader should know beside the facts, in plain sentences. */
    List<String> notes();

    /** For implementations: refuses a range that is not inside the disk. */
    static void requireInside(VirtualDisk disk, ByteRange range) {
        if (range.end() > disk.virtualSize()) {
            throw new IllegalArgumentException("range ends at " + range.end() + ", the disk at " + disk.virtualSize());
        }
    }
}
