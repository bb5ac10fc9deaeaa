package dev.profilekeep.content;

import dev.profilekeep.disk.content.Chunk;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.content.Owner;
import dev.profilekeep.disk.content.Signature;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.ntfs.AttributeType;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a container from an earlier map, and what of it holds without a look. The rule, and its risk, stand in
 * docs/adr/0004. One thread.
 */
final class Earlier {
    /** The earlier map does not fit the disk although the records say so: nothing of it may be believed. */
    static final class BrokenException extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenException(String message) {
            super(message);
        }
    }

    /**
     * What is written while the file's own records stay as they are. The index of a folder repeats times and sizes of the files in it: those are put right there when a
     * file is closed or opened, which no record of the folder tells.
     */
    private static final Set<Long> UNTRACED =
            Set.of(AttributeType.ATTRIBUTE_LIST, AttributeType.INDEX_ALLOCATION, AttributeType.BITMAP);

    /** The record of {@code $Boot}, which lies where the volume begins. */
    private static final long BOOT = 7;

    private final boolean believed;
    private final EntryCursor entries;
    private final Map<Owner.FileStream, Signature> signatures = new HashMap<>();
    /** Partitions of which something was spared, and those whose boot sector is what it was, and where it was. */
    private final Set<Integer> spared = new HashSet<>();

    private final Set<Integer> started = new HashSet<>();
    final KnownNodes nodes = KnownNodes.none();
    final RecordSums sums;

    /** @param map null if there is none */
    Earlier(NodeStore store, @Nullable ContentMap map, VirtualDisk disk, ChunkSizes sizes) throws IOException {
        this.believed = map != null
                && map.kind() == ContentLayout.Kind.FILES
                && map.signaturesComplete()
                && map.sizes().equals(sizes)
                && map.virtualSize() == disk.virtualSize();
        this.entries = new EntryCursor(store, map == null ? null : map.entries());
        if (map != null) {
            nodes.add(store, map.entries());
            for (Optional<NodeRef> tree : map.records()) {
                nodes.add(store, tree.orElse(null));
            }
            map.signatures().forEach(stream -> signatures.put(stream.start(), stream.signature()));
        }
        this.sums = new RecordSums(store, nodes, believed ? map : null);
    }

    /** Whether what a chunk says is known without reading it. */
    boolean spares(Owner owner) {
        return owner instanceof Owner.FileStream stream
                && isUnchanged(stream)
                && !UNTRACED.contains(stream.type())
                && signatures.get(start(stream)) != Signature.HIVE;
    }

    private boolean isUnchanged(Owner.FileStream stream) {
        return believed && sums.isUnchanged(stream.partition(), stream.record());
    }

    private static Owner.FileStream start(Owner.FileStream stream) {
        return new Owner.FileStream(
                stream.partition(), stream.record(), stream.sequence(), stream.type(), stream.name(), 0);
    }

    /** What a file is, if its first bytes need not be read to know it. */
    Optional<Signature> signature(Owner.FileStream start) {
        return isUnchanged(start)
                ? Optional.of(signatures.getOrDefault(start(start), Signature.OTHER))
                : Optional.empty();
    }

    /** The entry that begins where a chunk does; asked in the order of the disk. */
    @Nullable
    MapEntry at(Chunk chunk) throws IOException {
        return entries.at(chunk.diskOffset());
    }

    /**
     * Takes note of a chunk that was read. Records tell where their files lie in the volume, the boot sector how: if that is not byte by byte what it was, where it was, they tell nothing.
     *
     * @param same whether the earlier map has the same content there
     */
    void read(Chunk chunk, boolean same) {
        if (same
                && chunk.owner() instanceof Owner.FileStream stream
                && stream.record() == BOOT
                && stream.type() == AttributeType.DATA
                && stream.offset() == 0) {
            started.add(stream.partition());
        }
    }

    /** @throws BrokenException if something was spared of a volume that does not begin as it did */
    void requireSameVolumes() throws BrokenException {
        for (int partition : spared) {
            if (!started.contains(partition)) {
                throw new BrokenException("volume " + partition
                        + " does not begin where it did, or not as it did, so that its records may lead elsewhere");
            }
        }
    }

    /** The entry of a chunk that was spared; null if it is zeros. */
    @Nullable
    MapEntry spared(Chunk chunk) throws IOException {
        if (chunk.owner() instanceof Owner.FileStream stream) {
            spared.add(stream.partition());
        }
        MapEntry entry = at(chunk);
        if (entry != null
                && (!entry.pieces().equals(chunk.pieces()) || !entry.owner().equals(chunk.owner()))) {
            throw new BrokenException("the earlier map has something else at " + chunk.diskOffset());
        }
        return entry;
    }
}
